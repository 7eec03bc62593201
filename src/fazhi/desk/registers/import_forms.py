"""Forms of the import wizard: the file, what its columns hold, why the register is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from openpyxl.utils import get_column_letter

from fazhi.desk.components import Mark
from fazhi.desk.forms import DateField, FilesField, Form
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.importing.headings import SPECIAL, How, Matched
from fazhi.registers.importing.sheets import EXTENSIONS

HOW_COLOURS = {How.TITLE: "green", How.REMEMBERED: "green", How.PERSON: "blue", How.NEAR: "yellow", How.NONE: "grey"}
NOT_READ = "不导入"


class UploadForm(Form):
    """The sheet."""

    file = FilesField(label="表格文件", extensions=EXTENSIONS, most=1)


@dataclass(frozen=True)
class ColumnLine:
    """A column of the sheet beside what it may hold."""

    letter: str
    heading: str
    samples: Sequence[str]
    mark: Mark
    field: BoundField


class ColumnsForm(Form):
    """Which field each column holds, and from which day on the changes are to hold."""

    def __init__(
        self,
        *args: Any,
        definition: RegisterDefinition,
        columns: Sequence[Matched],
        samples: Sequence[Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.samples = columns, samples
        needed = {*definition.required, *definition.key}
        titles = [(name, f"{field.title}{' *' if name in needed else ''}") for name, field in definition.fields.items()]
        choices = [("", NOT_READ), (definition.title, titles), ("条目", list(SPECIAL.items()))]
        for each in columns:
            label = f"{get_column_letter(each.column + 1)}列“{each.heading or '（无表头）'}”对应"
            name = f"column_{each.column}"
            self.fields[name] = forms.ChoiceField(choices=choices, required=False, label=label, initial=each.field)
        if not definition.changed_by:
            hint = "从哪天起按这张表；可以是以后的日期，到时自动生效"
            said = {"required": "请选择施行日期。"}
            self.fields["since"] = DateField(label="施行日期", help_text=hint, error_messages=said)

    def chosen(self) -> dict[int, str]:
        """The field of each column, "" for one that is not read."""
        return {each.column: self.cleaned_data[f"column_{each.column}"] for each in self.columns}

    def lines(self) -> Iterator[ColumnLine]:
        """The columns as the page lists them."""
        for each, samples in zip(self.columns, self.samples, strict=True):
            mark = Mark(HOW_COLOURS[each.how], each.how.label)
            letter = get_column_letter(each.column + 1)
            yield ColumnLine(letter, each.heading, samples, mark, self[f"column_{each.column}"])


class ApplyForm(Form):
    """Why the register is changed, for one that its keeper changes directly."""

    reason = forms.CharField(label="事由", max_length=500, widget=forms.TextInput)
    document = forms.CharField(
        label="依据文件", max_length=300, required=False, help_text="文件名称和文号；没有文件的可以不填"
    )


class ProposeForm(Form):
    """What the draft is called, for a register that is changed only through a procedure."""

    title = forms.CharField(label="拟调整名称", max_length=200, help_text="如 2026年权责清单第一次动态调整")


def with_missing(form: Form, count: int, entry: str) -> None:
    """Adds the tick by which entries that the sheet has not are withdrawn. Never ticked beforehand."""
    if count:
        label = f"同时取消表中没有的 {count} 个{entry}（全量导入时才勾选）"
        form.fields["withdraw_missing"] = forms.BooleanField(required=False, label=label)
