"""Checks templates against the procedures that use them: every paper can be printed, and says what the law requires."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fazhi.catalog.loading import CatalogProblem, Located, Place
from fazhi.procedures import conditions
from fazhi.procedures.conditions import BOOLEAN, ConditionError, Name
from fazhi.procedures.instruments.rendering import BUILT_IN
from fazhi.procedures.instruments.shelf import read_templates, template_name
from fazhi.procedures.instruments.template import Block, Template
from fazhi.procedures.instruments.values import AMOUNTS, PARTS
from fazhi.procedures.instruments.wording import Provided, Value, parse, walk
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.draft import nearest
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.library import Library
from fazhi.procedures.language.limits import ParameterKind
from fazhi.procedures.language.typing import types_at, types_of

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


def check_instruments(library: Library, folder: Path | None = None) -> list[CatalogProblem]:
    """Everything wrong with the templates and with the instruments that procedures declare.

    Only procedures without problems of their own belong into ``library``. ``folder`` holds the templates.
    """
    shelf = read_templates(folder)
    problems = list(shelf.problems)
    unreadable = {Path(problem.file).stem for problem in shelf.problems}
    used: set[str] = set()
    for file in library.files:
        for instrument in file.value.instruments:
            name = template_name(file.value, instrument)
            used.add(name)
            problems += _declared(file, instrument)
            if name in shelf.templates:
                problems += _Use(file, instrument, shelf.templates[name]).checked()
            elif name not in unreadable:
                wrong = f"文书“{file.value.instruments[instrument].title}”没有样式文件 instruments/{name}.yaml"
                problems.append(
                    file.problem(("instruments", instrument), wrong, "请写这份样式，或用 template 指明文件名")
                )
    for name, located in shelf.templates.items():
        problems += _contents(located)
        if name not in used:
            problems.append(located.problem((), "没有任何程序使用这份样式", "请核对文件名与程序中的文书名，或删去文件"))
    return list(dict.fromkeys(problems))


def _declared(file: Located[Definition], instrument: str) -> Iterator[CatalogProblem]:
    """The condition under which an act makes the paper, as every step that makes it sees it."""
    definition = file.value
    when = definition.instruments[instrument].when
    if when is None:
        return
    for step in _made_by(definition, instrument):
        if say := _condition_fault(definition, step, when):
            yield file.problem(("instruments", instrument, "when"), f"条件有误：{say}", "请改正这个条件")


def _made_by(definition: Definition, instrument: str) -> list[str]:
    return [name for name, step in definition.steps.items() if instrument in listed(step.instrument)]


def _condition_fault(definition: Definition, step: str, text: str) -> str:
    results = {f"{name}.{result}" for name, each in definition.steps.items() for result in each.results}
    try:
        conditions.check(
            conditions.parse(text),
            _names(definition, step),
            expects=BOOLEAN,
            steps=frozenset(definition.steps) | results,
            threads=definition.threads,
        )
    except ConditionError as error:
        return error.say.removesuffix("。")
    return ""


def _names(definition: Definition, step: str) -> Mapping[str, Name]:
    return types_at(definition, types_of(definition), step)


def _contents(located: Located[Template]) -> Iterator[CatalogProblem]:
    """What the template says it prints for the law must really stand in it."""
    template = located.value
    for citation, shown in template.contents.items():
        for number, each in enumerate(shown):
            printed = each in template.printed_names if _NAME.fullmatch(each) else each in template.words
            if not printed:
                wrong = f"样式里没有印“{each}”，而 {citation} 要求的内容说是印在那里"
                yield located.problem(("contents", citation, number), wrong, "请在正文中写上，或改正 contents")


@dataclass
class _Use:
    """One template as one instrument of one procedure uses it."""

    file: Located[Definition]
    instrument: str
    located: Located[Template]
    problems: list[CatalogProblem] = field(default_factory=list)

    @property
    def definition(self) -> Definition:
        return self.file.value

    def checked(self) -> list[CatalogProblem]:
        for number, block in enumerate(self.located.value.blocks):
            place: Place = ("blocks", number)
            self._names(block, place)
            for where, wording in block.wordings():
                self._wording(wording, (*place, *where))
            if block.when is not None:
                self._condition(block.when, (*place, "when"))
        self._number()
        self._required()
        return self.problems

    def _blame(self, place: Place, wrong: str, mend: str) -> None:
        self.problems.append(self.located.problem(place, f"用于《{self.definition.title}》时，{wrong}", mend))

    def _names(self, block: Block, place: Place) -> None:
        fields = self.definition.fields
        if block.rows is not None and self._is(block.rows, (Kind.ROWS,), "明细表", (*place, "rows")):
            titles = {name: column.title for name, column in fields[block.rows].columns.items()}
            for number, column in enumerate(block.columns):
                if column not in titles:
                    wrong = f"“{fields[block.rows].title}”没有名为“{column}”的列"
                    self._blame((*place, "columns", number), wrong, nearest(column, titles, "列"))
        if block.party is not None:
            self._is(block.party, (Kind.PARTY, Kind.PARTIES), "当事人", (*place, "party"))

    def _is(self, name: str, kinds: Sequence[Kind], what: str, place: Place) -> bool:
        fields = self.definition.fields
        if name not in fields:
            titles = {key: each.title for key, each in fields.items() if each.type in kinds}
            self._blame(place, f"没有名为“{name}”的{what}要素", nearest(name, titles, what))
            return False
        if fields[name].type not in kinds:
            self._blame(
                place, f"“{fields[name].title}”是{fields[name].type.label}，不是{what}", f"请填写{what}要素的名称"
            )
            return False
        return True

    def _wording(self, wording: str, place: Place) -> None:
        for segment in walk(parse(wording)):
            if isinstance(segment, Provided):
                self._condition(segment.condition, place)
            elif isinstance(segment, Value):
                self._value(segment, place)

    def _condition(self, text: str, place: Place) -> None:
        for step in _made_by(self.definition, self.instrument):
            if say := _condition_fault(self.definition, step, text):
                self._blame(place, f"条件“{text}”有误：{say}", "请改正这个条件")
                return

    def _value(self, value: Value, place: Place) -> None:
        if str(value) in BUILT_IN:
            return
        declared = self.definition.fields.get(value.name)
        if declared is not None:
            titles = PARTS.get(declared.type, {})
            if value.part and value.part not in titles:
                wrong = f"“{declared.title}”（{declared.type.label}）没有“{value.part}”这一部分"
                self._blame(place, wrong, nearest(value.part, titles, "部分") if titles else "请删去点号后面的部分")
            elif declared.type is Kind.ROWS:
                self._blame(place, f"“{declared.title}”是明细表", "请用 rows 和 columns 印成表格")
            elif value.upper and declared.type not in AMOUNTS:
                self._blame(place, f"“{declared.title}”不是金额，不能大写", "请删去“| upper”")
            return
        parameter = self.definition.parameters.get(value.name)
        if parameter is None:
            known = {name: each.title for name, each in self.definition.fields.items()} | BUILT_IN
            self._blame(place, f"没有名为“{value}”的要素或参数", nearest(value.name, known, "要素"))
        elif value.part:
            self._blame(place, f"参数“{parameter.title}”没有“{value.part}”这一部分", "请删去点号后面的部分")
        elif value.upper and parameter.type not in (ParameterKind.MONEY, ParameterKind.NUMBER):
            self._blame(place, f"参数“{parameter.title}”不是金额，不能大写", "请删去“| upper”")

    def _number(self) -> None:
        """A number that is given must be printed, and what is not given cannot be."""
        printed = "instrument.number" in self.located.value.printed_names
        numbered = self.definition.instruments[self.instrument].number is not None
        if numbered and not printed:
            self._blame(("blocks",), "文书有文号，样式却没有印", "请加上一块 text，写“{{ instrument.number }}”")
        elif printed and not numbered:
            self._blame(("blocks",), "样式印文号，程序却没有给这份文书编号", "请在程序中写 number，或删去文号")

    def _required(self) -> None:
        """Every article that the instrument rests on must have its contents on the paper."""
        basis = self.definition.instruments[self.instrument].basis
        for citation in basis:
            detailed = any(other.startswith(f"{citation}.") for other in basis)
            if not detailed and citation not in self.located.value.contents:
                wrong = f"没有写明 {citation} 要求的内容印在哪里"
                self._blame(("contents",), wrong, "请在 contents 中写上该条和印出它的占位或字句")
