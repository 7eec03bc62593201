"""The shapes of acts, of findings, and of what taking an act did."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from fazhi.api.shapes.base import Moment, Shape
from fazhi.cases.models import Act, Finding
from fazhi.cases.models.act import ActKind
from fazhi.cases.models.finding import FindingState
from fazhi.cases.projections import Shift
from fazhi.procedures.casework.clocks import ClockState
from fazhi.procedures.casework.requests import Raised
from fazhi.procedures.language.basis import Breach
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.limits import LimitKind


class PersonShape(Shape):
    """Who did it, by the name of that day."""

    id: str
    name: str


class AttachmentShape(Shape):
    """附件, as the record has it."""

    name: str
    sm3: str
    size: int


class PaperShape(Shape):
    """文书 that the act made."""

    instrument: str
    title: str
    number: str


class ActShape(Shape):
    """办理记录: one act, as it was entered."""

    seq: int
    kind: ActKind
    step: str
    title: str = Field(description="步骤名称；更正和补充材料为其类别")
    result: str
    result_title: str
    thread: int
    person: PersonShape | None = Field(description="办理人；依法视为的为 null")
    role: str
    on_behalf_of: str = Field(description="代外部何人录入")
    performed_on: date = Field(description="办理日期（法律上的日期）")
    performed_at: Moment | None
    recorded_at: Moment = Field(description="录入时间")
    data: dict[str, Any] = Field(description="本次填写的要素，按代码")
    attachments: list[AttachmentShape]
    papers: list[PaperShape]
    corrects: int | None = Field(description="更正的是第几号记录")
    corrected_on: date | None = Field(description="更正后的办理日期")
    reason: str = Field(description="更正的理由")
    note: str = Field(description="补充材料的说明")
    hash: str = Field(description="本条的 SM3 杂凑值，含前一条的在内")


class EntryShape(Shape):
    """What was said about a finding."""

    at: Moment
    by: str
    state: FindingState
    text: str


class FindingShape(Shape):
    """监督发现."""

    id: int
    seq: int = Field(description="由第几号记录引起")
    rule: str
    breach: Breach
    say: str
    basis: list[str]
    found_at: Moment
    state: FindingState
    entries: list[EntryShape]


class RaisedShape(Shape):
    """A finding that this act raised."""

    rule: str
    breach: Breach
    say: str
    basis: list[str]


class ClockStanding(Shape):
    """What a clock was or is."""

    kind: LimitKind
    started_on: date | None
    due_on: date | None
    met_on: date | None
    state: ClockState
    provisional: bool


class MovedClock(Shape):
    """A clock that this act started, moved or ended."""

    limit: str
    title: str
    thread: int
    number: int
    before: ClockStanding | None = Field(description="此前；新开始的为 null")
    after: ClockStanding


def act_shape(act: Act, definition: Definition) -> ActShape:
    """An act from its body: what was hashed is what is said."""
    said = act.content
    step = definition.steps.get(act.step)
    result = step.results.get(act.result) if step else None
    instruments = definition.instruments
    return ActShape(
        seq=act.seq,
        kind=ActKind(act.kind),
        step=act.step,
        title=step.title if step else ActKind(act.kind).label,
        result=act.result,
        result_title=result.title if result else "",
        thread=int(act.thread or 0),
        person=PersonShape(**said["person"]) if said["person"] else None,
        role=said["role"],
        on_behalf_of=said["for"],
        performed_on=act.performed_on,
        performed_at=said.get("performed_at"),
        recorded_at=said["recorded_at"],
        data=said["data"],
        attachments=[AttachmentShape(**each) for each in said["attachments"]],
        papers=[
            PaperShape(
                instrument=each["instrument"],
                title=instruments[each["instrument"]].title if each["instrument"] in instruments else "",
                number=each["number"],
            )
            for each in said["papers"]
        ],
        corrects=said.get("corrects"),
        corrected_on=said.get("corrected_on"),
        reason=said.get("reason", ""),
        note=said.get("note", ""),
        hash=bytes(act.hash).hex(),
    )


def finding_shape(finding: Finding) -> FindingShape:
    """A finding; its entries and their people must have been fetched."""
    return FindingShape(
        id=finding.pk,
        seq=finding.seq,
        rule=finding.rule,
        breach=Breach(finding.breach),
        say=finding.say,
        basis=list(finding.basis),
        found_at=finding.found_at,
        state=FindingState(finding.state),
        entries=[
            EntryShape(at=each.at, by=each.by.name, state=FindingState(each.state), text=each.text)
            for each in finding.entries.all()
        ],
    )


def raised_shapes(raised: Iterable[Raised]) -> list[RaisedShape]:
    return [
        RaisedShape(rule=each.rule, breach=Breach(each.breach), say=each.say, basis=list(each.basis)) for each in raised
    ]


def moved_clocks(shifts: Iterable[Shift], definition: Definition) -> list[MovedClock]:
    """The clocks that an act moved."""
    found = []
    for shift in shifts:
        limit, thread, number = shift.key.split("/")
        found.append(
            MovedClock(
                limit=limit,
                title=definition.time_limits[limit].title,
                thread=int(thread),
                number=int(number),
                before=_clock(shift.before) if shift.before else None,
                after=_clock(shift.after),
            )
        )
    return found


def _clock(row: Sequence[Any]) -> ClockStanding:
    kind, started_on, due_on, met_on, state, provisional = row
    return ClockStanding(
        kind=kind, started_on=started_on, due_on=due_on, met_on=met_on, state=state, provisional=provisional
    )
