"""Form fields of the desk: dates as people write them, units of the tree, several files at once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from fazhi.files.store import KINDS, LARGEST
from fazhi.government.actors import Actor
from fazhi.government.models import Organization, OrganizationKind

# 2026-03-05 (what a date input sends), 2026-3-5, 2026.3.5, 2026/3/5, 2026年3月5日, 20260305; full-width digits too
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－．／", "0123456789-./")
Upload: TypeAlias = "UploadedFile[Any]"
LEAST_YEAR, MOST_YEAR = 1949, 2100


def read_date(text: str) -> date | None:
    """The day that a person wrote, in any of the usual ways; None when it is none."""
    found = _DATE.fullmatch(text.strip().translate(_FULL_WIDTH))
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


class VersionField(forms.IntegerField):
    """The version that a writer saw, carried by the page; a number that no page of ours carries is refused."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        mangled = "页面所带的版本号有误：请复制所填内容，刷新页面后再保存。"
        said = dict.fromkeys(("required", "invalid", "min_value", "max_value"), mangled)
        super().__init__(min_value=0, max_value=2**31 - 1, error_messages=said)


class DateField(forms.DateField):
    """A native date input, which also understands what older browsers let people type."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        day = read_date(str(value))
        if day is None:
            raise forms.ValidationError(f"“{value}”不是有效日期，请写成 2026-3-5 或 2026年3月5日。", code="invalid")
        if not LEAST_YEAR <= day.year <= MOST_YEAR:
            raise forms.ValidationError(f"{day.year} 年不在 {LEAST_YEAR} 至 {MOST_YEAR} 年之间，请核对。", code="year")
        return day


class ByKind(ModelChoiceIterator):  # type: ignore[type-arg]  # generic for type checkers only
    """Options of units under the headings of their kinds, in the order of the tree."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        kinds = list(OrganizationKind)
        units = sorted(self.queryset, key=lambda unit: (kinds.index(OrganizationKind(unit.kind)), unit.order, unit.pk))
        for kind, members in groupby(units, key=lambda unit: unit.get_kind_display()):
            yield (kind, [self.choice(unit) for unit in members])


def living_units(actor: Actor) -> QuerySet[Organization]:
    """The units of the actor's jurisdictions that are not dissolved."""
    areas = {seat.jurisdiction_id for seat in actor.seats}
    return Organization.objects.filter(jurisdiction__in=areas, dissolved_on=None)


class OrganizationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for type checkers only
    """One unit, picked from a select grouped by kind; a box to narrow it is added where JavaScript runs.

    Give `queryset`, or let the form narrow it later: ``self.fields["unit"].queryset = living_units(actor)``.
    """

    iterator = ByKind

    def __init__(
        self, *, queryset: QuerySet[Organization] | None = None, hint: str = "输入名称筛选", **kwargs: Any
    ) -> None:
        kwargs.setdefault("empty_label", "请选择单位")
        kwargs.setdefault("widget", forms.Select(attrs={"data-narrow": hint}))
        kwargs.setdefault("error_messages", {}).setdefault("invalid_choice", "没有这个单位，或它不在您可选的范围内。")
        self.is_narrowed = queryset is not None
        super().__init__(queryset if queryset is not None else Organization.objects.none(), **kwargs)

    def label_from_instance(self, obj: Organization) -> str:
        return obj.short_name or obj.name


class OrganizationsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Several units, as ticks grouped by kind in a box that scrolls."""

    iterator = ByKind

    def __init__(self, *, queryset: QuerySet[Organization] | None = None, **kwargs: Any) -> None:
        attrs = {"class": "ticks", "data-narrow": "输入名称筛选"}
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple(attrs=attrs))
        self.is_narrowed = queryset is not None
        super().__init__(queryset if queryset is not None else Organization.objects.none(), **kwargs)

    def label_from_instance(self, obj: Organization) -> str:
        return obj.short_name or obj.name


class FilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 -- Django's signature
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []


class FilesField(forms.FileField):
    """Several files, each checked for type and size before any verb sees it; cleans to a list (empty when none).

    Args: `extensions` narrows what is taken (default: all that `fazhi.files.store` keeps); `most` how many at once.
    """

    def __init__(self, *, extensions: Iterable[str] = (), most: int = 10, **kwargs: Any) -> None:
        self.extensions = tuple(extensions) or tuple(KINDS)
        self.most = most
        attrs = {"accept": ",".join(self.extensions), "data-drop": "", "data-largest": str(LARGEST)}
        kwargs.setdefault("widget", FilesInput(attrs=attrs))
        kwargs.setdefault("help_text", self._help())
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:  # noqa: ARG002
        files: Sequence[Upload] = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError("请选择文件。", code="required")
        if len(files) > self.most:
            raise forms.ValidationError(f"一次最多上传 {self.most} 个文件，您选择了 {len(files)} 个。", code="many")
        problems = [problem for file in files if (problem := self._problem(file))]
        if problems:
            raise forms.ValidationError([forms.ValidationError(problem, code="file") for problem in problems])
        return list(files)

    def _problem(self, file: Upload) -> str:
        name, size = file.name or "未命名", file.size or 0
        if Path(name).suffix.lower() not in self.extensions:
            return f"“{name}”的类型不能上传。可上传：{'、'.join(self.extensions)}。"
        if not size:
            return f"“{name}”是空文件，请检查后重新选择。"
        if size > LARGEST:
            return f"“{name}”有 {size / 1048576:.1f} MB，超过 {LARGEST // 1048576} MB 上限，请压缩或拆分后上传。"
        return ""

    def _help(self) -> str:
        shown = "、".join(extension.lstrip(".") for extension in self.extensions)
        one = "" if self.most == 1 else f"可选多个（最多 {self.most} 个），每个"
        return f"{one}不超过 {LARGEST // 1048576} MB。支持 {shown}。"
