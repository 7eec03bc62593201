"""办理记录: the acts of a case for reading, newest first, with what later acts corrected in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString

from fazhi.cases.models import Act, Attachment, Case, Finding, Paper
from fazhi.cases.models.act import ActKind
from fazhi.cases.receipts import receipt_of
from fazhi.desk.fieldwork.values import shown
from fazhi.government.actors import Actor
from fazhi.procedures.casework.naming import title_of_actor
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.pauses import PLACE


@dataclass(frozen=True)
class Entered:
    """A field of an act: what stands now, and what stood there before it was corrected (empty: never corrected)."""

    label: str
    words: str | SafeString
    before: tuple[str | SafeString, ...] = ()


@dataclass(frozen=True)
class Amendment:
    """A correction as the corrected act shows it."""

    seq: int
    by: str
    at: datetime
    reason: str


@dataclass
class Line:
    """An act as the page shows it."""

    act: Act
    title: str
    by: str
    role: str
    on: date
    at: datetime | None
    recorded_at: datetime
    entered: list[Entered] = field(default_factory=list)
    dates_before: list[date] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    papers: list[PaperLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    text: str = ""
    corrects: int = 0
    correctable: bool = False

    @property
    def recorded_later(self) -> bool:
        """Whether it was entered on another day than it was done."""
        return self.recorded_at.astimezone(PLACE).date() != self.on

    @property
    def receipt(self) -> str:
        """The line 回执 by which anybody can later hold this act against the record."""
        return receipt_of(self.act).text


@dataclass(frozen=True)
class PaperLine:
    """A paper with its title; `number` may be empty. `on`: the day of its act."""

    paper: Paper
    title: str
    number: str
    on: date | None = None


def lines_of(
    case: Case,
    acts: Iterable[Act],
    *,
    attachments: Iterable[Attachment],
    papers: Iterable[Paper],
    findings: Iterable[Finding],
    may_correct: Actor | None,
    is_head: bool,
) -> list[Line]:
    """The timeline, newest first. `may_correct`: who looks, where they may work on the case."""
    by_seq: dict[int, Line] = {}
    files, made, found = _grouped(attachments), _grouped(papers), _grouped(findings)
    for act in acts:
        line = _line(case.definition, act)
        line.attachments, line.findings = files[act.seq], found[act.seq]
        line.papers = [paper_line(case.definition, each) for each in made[act.seq]]
        own = may_correct is not None and (is_head or act.person_id == may_correct.person.pk)
        line.correctable = own and act.kind in (ActKind.STEP, ActKind.DEEMED)
        by_seq[act.seq] = line
        if act.kind == ActKind.CORRECTION and (corrected := by_seq.get(act.content["corrects"])):
            _amend(case.definition, corrected, line)
    return [by_seq[seq] for seq in sorted(by_seq, reverse=True)]


def paper_line(definition: Definition, paper: Paper, *, on: date | None = None) -> PaperLine:
    instrument = definition.instruments.get(paper.instrument)
    return PaperLine(paper, instrument.title if instrument else paper.instrument, paper.number, on)


def current_data(acts: Iterable[Act], seq: int) -> tuple[dict[str, Any], date | None]:
    """What act `seq` says with its corrections heeded: its fields, and its day."""
    data: dict[str, Any] = {}
    on: date | None = None
    for act in acts:
        said = act.content
        if act.seq == seq:
            data, on = dict(said["data"]), act.performed_on
        elif act.kind == ActKind.CORRECTION and said["corrects"] == seq:
            data |= said["data"]
            on = date.fromisoformat(said["corrected_on"]) if said.get("corrected_on") else on
    return data, on


def _grouped(items: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for each in items:
        groups[each.seq].append(each)
    return groups


def _line(definition: Definition, act: Act) -> Line:
    said = act.content
    at = datetime.fromisoformat(said["performed_at"]) if said.get("performed_at") else None
    line = Line(
        act=act,
        title=_title(definition, act, said),
        by=said["person"]["name"] if said.get("person") else "系统依法视为",
        role=_role(definition, said),
        on=act.performed_on,
        at=at,
        recorded_at=act.recorded_at,
        text=str(said.get("reason") or said.get("note") or ""),
        corrects=int(said.get("corrects") or 0),
    )
    if act.kind != ActKind.CORRECTION:
        line.entered = [Entered(label, words) for label, words in _entered(definition, said["data"])]
    return line


def _entered(definition: Definition, data: Mapping[str, Any]) -> list[tuple[str, str | SafeString]]:
    return [(each.title, shown(each, data[name])) for name, each in definition.fields.items() if name in data]


def _title(definition: Definition, act: Act, said: Mapping[str, Any]) -> str:
    step = definition.steps.get(act.step)
    if step is None:
        return f"更正第{said['corrects']}号记录" if act.kind == ActKind.CORRECTION else ActKind(act.kind).label
    result = step.results.get(act.result)
    title = f"{step.title}：{result.title}" if result else step.title
    return title + (f"（第{act.thread}项）" if act.thread else "")


def _role(definition: Definition, said: Mapping[str, Any]) -> str:
    roles = "、".join(title_of_actor(definition, each) for each in str(said.get("role", "")).split("、") if each)
    outside = str(said.get("for", ""))
    return f"代{title_of_actor(definition, outside)}录入" if outside else roles


def _amend(definition: Definition, line: Line, correction: Line) -> None:
    """Puts a correction's values in the place of the old ones, which stay readable beside them."""
    said = correction.act.content
    for name, kept in said["data"].items():
        spec = definition.fields[name]
        old = next((each for each in line.entered if each.label == spec.title), None)
        before = (*old.before, old.words) if old else ("—",)
        new = Entered(spec.title, shown(spec, kept), before)
        line.entered = [new if each is old else each for each in line.entered] if old else [*line.entered, new]
    if said.get("corrected_on"):
        line.dates_before.append(line.on)
        line.on = date.fromisoformat(said["corrected_on"])
    reason = str(said.get("reason", ""))
    line.amendments.append(Amendment(correction.act.seq, correction.by, correction.recorded_at, reason))
