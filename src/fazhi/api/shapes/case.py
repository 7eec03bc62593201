"""The shapes of cases: in a list, as an act leaves them, and whole."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import Field

from fazhi.api.shapes.act import ActShape, FindingShape
from fazhi.api.shapes.base import Moment, Shape, Titled
from fazhi.api.shapes.problem import ReasonShape, reason_shapes
from fazhi.cases.models import Case
from fazhi.cases.queries import Outlook
from fazhi.procedures.casework.clocks import Clock, ClockState
from fazhi.procedures.casework.offering import Option
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.limits import LimitKind


class NamedShape(Shape):
    """Somebody or some body, by number."""

    id: int = Field(description="编号")
    name: str = Field(description="名称")


class ProcedureRef(Titled):
    """The procedure of a case, with its edition."""

    edition: date = Field(description="案件适用的版本，自始至终不变")


class CaseStanding(Shape):
    """Where a case stands."""

    id: str = Field(description="案件编号（UUID）")
    number: str = Field(description="案号")
    title: str = Field(description="案件名称")
    opened_on: date = Field(description="立案（受理）日期")
    closed_on: date | None = Field(description="办结日期；在办为 null")
    outcome: Titled | None = Field(description="办理结果")
    due_on: date | None = Field(description="最近一个办理期限的届满日")
    due_limit: Titled | None = Field(description="该期限")
    last_act_at: Moment = Field(description="最近一次录入的时间")
    seq: int = Field(description="最后一条办理记录的序号")
    head: str = Field(description="最后一条办理记录的 SM3 杂凑值")


class CaseSummary(CaseStanding):
    """A case in a list."""

    procedure: ProcedureRef
    organization: NamedShape = Field(description="办理单位")
    handler: NamedShape = Field(description="承办人")


class ResultOption(Titled):
    """A way in which a step may end now."""

    allowed: bool
    reasons: list[ReasonShape]


class OptionShape(Shape):
    """可办事项: a step as it stands for the caller, allowed or with the reasons."""

    step: str
    title: str
    thread: int = Field(description="分项的序号；0 为案件本身")
    allowed: bool = Field(description="现在由令牌本人办理是否允许（尚未看填报内容）")
    near: bool = Field(description="已轮到这一步，或者只差可以补上的条件")
    reasons: list[ReasonShape]
    results: list[ResultOption]


class ClockShape(Shape):
    """期限: one clock of the case, with how it was counted."""

    limit: str
    title: str
    kind: LimitKind
    thread: int
    number: int = Field(description="同一期限的第几次")
    state: ClockState
    state_title: str
    started_on: date
    due_on: date | None = Field(description="届满日；中止期间或者尚未设定天数为 null")
    due_at: Moment | None = Field(description="以小时计的期限的届满时刻")
    met_on: date | None
    provisional: str | None = Field(description="届满日依赖尚未发布的放假安排时的说明")
    explanation: list[str] = Field(description="逐句说明怎样算出")
    basis: list[str]
    sources: list[str]


class ThreadShape(Shape):
    """分项: something that happens in the case beside its main line, such as a seizure."""

    number: int
    kind: str
    title: str
    open: bool
    data: dict[str, Any]


class CaseShape(CaseSummary):
    """A case, whole."""

    data: dict[str, Any] = Field(description="要素，按代码")
    threads: list[ThreadShape]
    options: list[OptionShape]
    clocks: list[ClockShape]
    acts: list[ActShape] = Field(description="办理记录，由先到后")
    findings: list[FindingShape]


def standing(case: Case) -> dict[str, Any]:
    """What `CaseStanding` says of a case; costs no query."""
    definition = case.definition
    return {
        "id": str(case.pk),
        "number": case.number,
        "title": case.title,
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "outcome": Titled(id=case.outcome, title=case.outcome_title) if case.outcome else None,
        "due_on": case.due_on,
        "due_limit": _limit(definition, case.due_limit) if case.due_limit else None,
        "last_act_at": case.last_act_at,
        "seq": case.head_seq,
        "head": bytes(case.head_hash).hex(),
    }


def summary(case: Case) -> dict[str, Any]:
    """What `CaseSummary` says; the case must come with its organization and handler."""
    return {
        **standing(case),
        "procedure": ProcedureRef(id=case.procedure, title=case.definition.title, edition=case.edition),
        "organization": NamedShape(id=case.organization_id, name=str(case.organization)),
        "handler": NamedShape(id=case.handler_id, name=case.handler.name),
    }


def _limit(definition: Definition, name: str) -> Titled:
    limit = definition.time_limits.get(name)
    return Titled(id=name, title=limit.title if limit else name)


def whole(case: Case, outlook: Outlook, acts: list[ActShape], findings: list[FindingShape]) -> CaseShape:
    """A case with everything that hangs on it."""
    state = case.folded
    return CaseShape(
        **summary(case),
        data=dict(state.data),
        threads=_threads(state),
        options=[_option(each) for each in outlook.options],
        clocks=_clocks(case.definition, outlook.clocks, outlook.today),
        acts=acts,
        findings=findings,
    )


def _threads(state: CaseState) -> list[ThreadShape]:
    opened = state.open_threads()
    return [
        ThreadShape(
            number=number,
            kind=kind,
            title=state.definition.threads[kind].title,
            open=number in opened,
            data=dict(data),
        )
        for number, (kind, data) in state.threads.items()
    ]


def _option(option: Option) -> OptionShape:
    return OptionShape(
        step=option.name,
        title=option.step.title,
        thread=option.thread,
        allowed=option.allowed,
        near=option.near,
        reasons=reason_shapes(option.reasons),
        results=[
            ResultOption(id=each.name, title=each.title, allowed=each.allowed, reasons=reason_shapes(each.reasons))
            for each in option.results
        ],
    )


def _clocks(definition: Definition, clocks: Iterable[Clock], today: date) -> list[ClockShape]:
    found = []
    for clock in clocks:
        limit, counted, state = definition.time_limits[clock.limit], clock.counted, clock.state(today)
        found.append(
            ClockShape(
                limit=clock.limit,
                title=limit.title,
                kind=clock.kind,
                thread=clock.thread,
                number=clock.number,
                state=state,
                state_title=state.label,
                started_on=clock.started_on,
                due_on=clock.due_on,
                due_at=counted.at if counted else None,
                met_on=clock.met_on,
                provisional=counted.provisional_sentence if counted else None,
                explanation=counted.explain() if counted else [],
                basis=list(limit.basis),
                sources=list(limit.sources),
            )
        )
    return found
