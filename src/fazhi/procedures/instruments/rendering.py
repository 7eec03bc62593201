"""Renders an instrument from what a case says as of an act. What is not filled in stands as a blank and is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from fazhi.documents.instrument_docx import (
    Form,
    Grid,
    InstrumentDocument,
    Line,
    Part,
    Seal,
    Signature,
    Writing,
    write_instrument,
)
from fazhi.procedures.calendar import WorkCalendar, standard_calendar
from fazhi.procedures.casework.context import Parameters, judge_of
from fazhi.procedures.casework.facts import CaseAnswers, Facts, about_act
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.instruments.shelf import template_of
from fazhi.procedures.instruments.template import Block, Template
from fazhi.procedures.instruments.values import (
    PARTS,
    in_capitals,
    party_lines,
    written,
    written_parameter,
    written_part,
)
from fazhi.procedures.instruments.wording import Provided, Segment, Value, Words, parse
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind

BLANK = "＿＿＿＿"
BUILT_IN = {
    "organization": "办理单位", "government": "本级人民政府", "today": "办理日期", "result": "办理结果",
    "case.number": "案号", "case.title": "案件名称", "instrument.number": "文号", "instrument.title": "文书名称",
}  # fmt: skip
"""What every template may print besides fields and parameters."""

_STOPS = "。；，、"
_ENDINGS = "。！？；：…”）"
_NUMBER_LINE = "{{ instrument.number }}"


@dataclass(frozen=True)
class Material:
    """What a paper is printed from. ``state`` is the case after the act; ``parameters`` are the jurisdiction's own."""

    state: CaseState
    instrument: str
    on: date
    organization: str
    case_number: str
    government: str = ""
    """The government that the body belongs to, in whose name some of its papers are made (复议机关)."""
    number: str = ""
    case_title: str = ""
    step: str = ""
    result: str = ""
    thread: int = 0
    attachments: int = 0
    parameters: Mapping[str, Any] = field(default_factory=dict)
    calendar: WorkCalendar = field(default_factory=standard_calendar)
    made_at: datetime | None = None

    @property
    def definition(self) -> Definition:
        return self.state.definition

    @cached_property
    def kept(self) -> Mapping[str, Any]:
        """The fields as the act sees them, as JSON values."""
        return self.state.facts_of(self.thread) if self.thread else self.state.data


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A placeholder that nothing was known for; it stands as a blank on the paper."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as it will be printed, and what stands blank in it."""

    document: InstrumentDocument
    unfilled: tuple[Unfilled, ...]

    def docx(self) -> bytes:
        """The .docx file."""
        return write_instrument(self.document)

    @property
    def lines(self) -> tuple[str, ...]:
        """The text from top to bottom, cells joined by ``｜``: for previews and searching."""
        return tuple(_lines(self.document))


def render(material: Material, template: Template | None = None) -> Printed:
    """Prints an instrument by its template. Raises TemplateMissing."""
    if template is None:
        template = template_of(material.definition, material.instrument)
    return _Rendering(material, template).printed()


class _Rendering:
    def __init__(self, material: Material, template: Template) -> None:
        self._material, self._template = material, template
        self._unfilled: dict[str, Unfilled] = {}
        state, act = material.state, material
        about = about_act(on=act.on, result=act.result, attachments=act.attachments, opened_on=state.opened_on)
        self._parameters = Parameters(state.definition, material.parameters, material.on)
        self._facts = Facts(state, self._parameters, act=about, thread=material.thread, given={})
        self._answers = CaseAnswers(state, material.thread)

    def printed(self) -> Printed:
        title, number, parts = "", "", list[Part]()
        for block in self._template.blocks:
            if block.when is not None and not self._holds(block.when):
                continue
            if block.heading is not None:
                title = self.text(block.heading)
            elif block.text is not None and block.text.strip() == _NUMBER_LINE:
                number = self.text(block.text)
            else:
                parts += self._parts(block, first=not parts)
        document = InstrumentDocument(
            title=self._title(title),
            parts=tuple(parts),
            number=number,
            large=bool(self._material.definition.instruments[self._material.instrument].number),
            author=self._material.organization,
            made_at=self._material.made_at,
        )
        return Printed(document, tuple(self._unfilled.values()))

    def _title(self, text: str) -> tuple[str, ...]:
        """The body on a line of its own: 二号 letters are few to a line."""
        for body in (self._material.organization, self._material.government):
            rest = text.removeprefix(body)
            if body and rest and rest != text:
                return (body, rest)
        return (text,)

    def _parts(self, block: Block, *, first: bool) -> Iterator[Part]:
        if block.text is not None:
            text = self.text(block.text)
            if text.strip():
                yield Line(
                    _ended(text, parse(block.text)[-1:], self._material.definition),
                    flush=first and text.endswith("：") and len(text) <= 60,
                )
        elif block.rows is not None:
            yield self._grid(block)
        elif block.party is not None:
            yield from (Line(line) for line in self._party(block))
        elif block.table:
            yield Form(tuple(self._form(block)))
        elif block.write is not None:
            yield Writing(self.text(block.write), block.lines)
        elif block.sign is not None:
            yield from self._sign(block.sign)

    def _sign(self, wording: str) -> Iterator[Part]:
        text = self.text(wording)
        if not text.strip():
            return
        if "（印章）" in text or "{{ today }}" in wording:
            yield Seal(tuple(part for part in text.split("　") if part))
        else:
            yield Signature(text)

    def _grid(self, block: Block) -> Grid:
        declared = self._material.definition.fields[str(block.rows)]
        columns = {name: declared.columns[name] for name in block.columns}
        rows = self._material.kept.get(str(block.rows)) or []
        if not rows:
            self._blank(str(block.rows), declared.title)
        numbered = "number" not in columns
        header = (*(("序号",) if numbered else ()), *(column.title for column in columns.values()))
        cells = [
            (
                *((str(place),) if numbered else ()),
                *(written(column, row.get(name)) for name, column in columns.items()),
            )
            for place, row in enumerate(rows, 1)
        ]
        return Grid(header, tuple(cells))

    def _party(self, block: Block) -> Iterator[str]:
        name = str(block.party)
        declared = self._material.definition.fields[name]
        kept = self._material.kept.get(name)
        title = block.as_ or declared.title
        parties = kept if isinstance(kept, list) else [kept] if kept else []
        if not parties:
            yield f"{title}：{self._blank(name, declared.title)}"
        for party in parties:
            lines, missing = party_lines(title, party, BLANK)
            for each in missing:
                self._blank(f"{name}.{each}", each)
            yield from lines

    def _form(self, block: Block) -> Iterator[tuple[str | None, ...]]:
        for row in block.table:
            cells = tuple(None if wording == "" else self.text(wording) for wording in row)
            if any(cells[place] != "" for place in range(1, len(cells), 2)):
                yield cells

    def text(self, wording: str) -> str:
        """A wording with its values in it. A value's own full stop gives way to the sign that follows it."""
        said = ""
        pieces = [piece for piece in self._pieces(parse(wording)) if piece[0]]
        for place, (text, is_value) in enumerate(pieces):
            after = pieces[place + 1][0] if place + 1 < len(pieces) else ""
            said += text.rstrip(_STOPS) if is_value and after[:1] in (*_STOPS, "）", "》") else text
        return re.sub(r"[ \t]+\n|\n[ \t]+", "\n", said).strip(" \n")

    def _pieces(self, segments: Sequence[Segment]) -> Iterator[tuple[str, bool]]:
        for segment in segments:
            match segment:
                case Words(text=text):
                    yield text, False
                case Value():
                    yield self._value(segment), True
                case Provided(condition=condition, inner=inner):
                    if self._holds(condition):
                        yield from self._pieces(inner)

    def _holds(self, condition: str) -> bool:
        """What rests on a fact that nobody has entered is not printed."""
        material = self._material
        judge = judge_of(material.definition)
        return judge.ask(condition, self._facts, self._answers, material.calendar) is True

    def _value(self, value: Value) -> str:
        name = str(value)
        if name in BUILT_IN:
            # A step without results has none to fill in.
            return self._built_in(name) or ("" if name == "result" else self._blank(name, BUILT_IN[name]))
        definition = self._material.definition
        if value.name in definition.fields:
            declared = definition.fields[value.name]
            kept = self._material.kept.get(value.name)
            if value.upper and kept not in (None, ""):
                return in_capitals(kept)
            if not value.part:
                return written(declared, kept) or self._blank(name, declared.title)
            title = f"{declared.title}的{PARTS[declared.type][value.part]}"
            return written_part(kept, value.part) or self._blank(name, title)
        parameter = definition.parameters[value.name]
        own = self._parameters[value.name]
        if value.upper and own is not None:
            return in_capitals(own)
        return written_parameter(parameter, own) or self._blank(name, parameter.title)

    def _built_in(self, name: str) -> str:
        material = self._material
        match name:
            case "organization":
                return material.organization
            case "government":
                return material.government
            case "today":
                return chinese_day(material.on)
            case "case.number":
                return material.case_number
            case "case.title":
                return material.case_title
            case "instrument.number":
                return material.number
            case "instrument.title":
                return material.definition.instruments[material.instrument].title
        step = material.definition.steps.get(material.step)
        result = step.results.get(material.result) if step else None
        return result.title if result else ""

    def _blank(self, name: str, title: str) -> str:
        self._unfilled.setdefault(name, Unfilled(name, title))
        return BLANK


def _ended(text: str, last: Sequence[Segment], definition: Definition) -> str:
    """With a full stop where a long text ends the paragraph: people enter one sentence with it and the next without."""
    segment = last[0] if last else None
    while isinstance(segment, Provided) and segment.inner:
        segment = segment.inner[-1]
    declared = definition.fields.get(segment.name) if isinstance(segment, Value) else None
    if declared is None or declared.type is not Kind.LONG_TEXT or text[-1] in _ENDINGS or text.endswith(BLANK):
        return text
    return f"{text}。"


def _lines(document: InstrumentDocument) -> Iterator[str]:
    yield from document.title
    if document.number:
        yield document.number
    for part in document.parts:
        match part:
            case Line(text=text):
                yield from (line.strip() for line in text.splitlines() if line.strip())
            case Grid(header=header, rows=rows):
                yield from ("｜".join(row) for row in (header, *rows))
            case Form(rows=rows):
                yield from ("｜".join(cell or "" for cell in row) for row in rows)
            case Writing(label=label) | Signature(label=label):
                yield label
            case Seal(lines=lines):
                yield from lines
