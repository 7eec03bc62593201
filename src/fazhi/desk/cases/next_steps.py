"""下一步: the steps of a case as they are for one person, sorted by what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from fazhi.cases.models import Case
from fazhi.cases.queries import Outlook
from fazhi.cases.taking import context_for
from fazhi.desk.cases.step_order import Rank, is_usual, rank_of
from fazhi.desk.cases.words import clock_mark
from fazhi.desk.components import Mark
from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.desk.pages import DeskRequest
from fazhi.procedures.casework.clocks import Clock, ClockState
from fazhi.procedures.casework.intervals import blocking
from fazhi.procedures.casework.naming import roles_for, title_of_actor
from fazhi.procedures.casework.offering import Option, ResultOption, options
from fazhi.procedures.casework.requests import Code, Reason
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.limits import LimitKind

PERSONAL = frozenset({Code.ACTOR, Code.SEPARATION, Code.BARRED})
"""Reasons that lie in the person: somebody else may well take the step."""

TOLD_ELSEWHERE = frozenset({Code.NOT_APPLICABLE, Code.SUSPENDED})
"""Reasons for which a step need not stand among those that lack something."""


@dataclass(frozen=True)
class Why:
    """A reason against a step with its articles."""

    say: str
    articles: list[ArticleLink]


@dataclass(frozen=True)
class NextStep:
    """A step as the page offers it."""

    option: Option
    title: str
    by: str
    url: str
    whys: list[Why]
    articles: list[ArticleLink]
    results: list[tuple[str, list[Why]]]
    presses: tuple[str, Mark] | None = None
    """The running limit that this step meets, with the days left."""
    due_on: date | None = None
    rank: Rank = Rank.SELDOM
    usual: bool = False
    """Whether its button may stand out."""
    choices: list[str] = field(default_factory=list)
    """The results that are open, where others are not."""

    @property
    def waits_for(self) -> str:
        """Who takes it, where it is only the person that does not fit; why this one may not, where the role would."""
        codes = {reason.code for reason in self.option.reasons}
        return f"由{self.by}办理" if codes == {Code.ACTOR} else "".join(each.say for each in self.whys)


MANY = 6
"""From how many steps on the less usual ones are folded away."""

PRIMARY = 2
"""How many buttons may stand out."""


@dataclass
class NextSteps:
    """What can be done now; what others can do; what lacks something; everything else."""

    allowed: list[NextStep] = field(default_factory=list)
    others: list[NextStep] = field(default_factory=list)
    blocked: list[NextStep] = field(default_factory=list)
    far: list[NextStep] = field(default_factory=list)
    suspended: Why | None = None
    """What keeps the whole case standing still; said once instead of at every step."""

    @property
    def shown(self) -> list[NextStep]:
        """The steps that stand open on the page; all of them where they are few."""
        if len(self.allowed) <= MANY:
            return self.allowed
        usual = sum(each.rank < Rank.OPEN for each in self.allowed)
        ready = sum(each.rank < Rank.SELDOM for each in self.allowed)
        return self.allowed[: max(usual, min(ready, MANY)) or MANY]

    @property
    def folded(self) -> list[NextStep]:
        """The rest of a long list."""
        return self.allowed[len(self.shown) :]

    @property
    def primary(self) -> list[NextStep]:
        """Those whose buttons stand out: what ends a running limit, else what follows the last act.

        Never a step that closes the case or brings it to a standstill: it must not be what the hand falls on.
        """
        usual = [each for each in self.allowed if each.usual]
        pressing = [each for each in usual if each.rank is Rank.PRESSING]
        return (pressing or usual)[:PRIMARY]

    def of_thread(self, thread: int) -> NextSteps:
        """Those of one thread (0: of the case itself)."""
        allowed, others, blocked, far = (
            [each for each in group if each.option.thread == thread]
            for group in (self.allowed, self.others, self.blocked, self.far)
        )
        return NextSteps(allowed, others, blocked, far, self.suspended if not thread else None)


def next_steps(request: DeskRequest, case: Case, outlook: Outlook) -> NextSteps:
    """Sorts the options. Where only the person is in the way, somebody with every role is asked in their place."""
    found = NextSteps()
    if case.closed_on is not None:
        return found
    if block := blocking(case.folded):
        say = f"案件正处于{block[1].title}，恢复之前只能办理列出的这些步骤。"
        found.suspended = Why(say, articles_of(block[1].basis, block[1].sources))
    anybody: dict[tuple[str, int], Option] = {}
    if any(_personal(each) for each in outlook.options):
        anybody = {(each.name, each.thread): each for each in _for_anybody(request, case)}
    for option in outlook.options:
        shown = option
        if _personal(option):
            shown = anybody[option.name, option.thread]
            if shown.allowed:
                found.others.append(_step(case, option, outlook))
                continue
        far = not shown.near or {reason.code for reason in shown.reasons} <= TOLD_ELSEWHERE
        group = found.allowed if shown.allowed else (found.far if far else found.blocked)
        group.append(_step(case, shown, outlook))
    found.allowed.sort(key=_place)
    found.others.sort(key=lambda each: each.due_on or date.max)
    return found


def _place(step: NextStep) -> tuple[Rank, date]:
    """By rank; where limits press, the nearest first. What ends one by the way 终止 is not drawn up by it."""
    return step.rank, step.due_on or date.max if step.rank is Rank.PRESSING else date.max


def whys(reasons: Iterable[Reason]) -> list[Why]:
    return [Why(each.say, articles_of(each.basis, each.sources)) for each in reasons]


def step_url(case: Case, name: str, thread: int) -> str:
    address = reverse("desk:cases:step", args=[case.pk, name])
    return f"{address}?{urlencode({'thread': thread})}" if thread else address


def _worth_telling(result: ResultOption) -> bool:
    """Whether a result is refused for something other than that the case is not of that kind."""
    return any(reason.code is not Code.NOT_APPLICABLE for reason in result.reasons)


def _personal(option: Option) -> bool:
    return bool(option.reasons) and all(reason.code in PERSONAL for reason in option.reasons)


def _for_anybody(request: DeskRequest, case: Case) -> Sequence[Option]:
    definition = case.definition
    roles = frozenset().union(*(roles_for(definition, step) for step in definition.steps.values()))
    context = context_for(case, request.now)
    return options(case.folded, context, by="", roles=roles, on=context.today)


def _pressing(definition: Definition, option: Option, outlook: Outlook) -> list[Clock]:
    """The open duties that the step ends, the nearest first."""
    running = (ClockState.RUNNING, ClockState.OVERDUE)
    duties = (LimitKind.DUTY, LimitKind.PROMISE)
    found = [
        clock
        for clock in outlook.clocks
        if clock.due_on is not None and clock.kind in duties and clock.state(outlook.today) in running
        if clock.thread in (0, option.thread)
        and any(each.partition(".")[0] == option.name for each in definition.time_limits[clock.limit].end.any)
    ]
    return sorted(found, key=lambda each: each.due_on or date.max)


def _step(case: Case, option: Option, outlook: Outlook) -> NextStep:
    definition: Definition = case.definition
    presses = _pressing(definition, option, outlook)
    clock = presses[0] if presses else None
    rank = rank_of(case.folded, option, presses=[definition.time_limits[each.limit] for each in presses])
    thread = f"（第{option.thread}项）" if option.thread else ""
    results = [each for each in option.results if _worth_telling(each)] if option.allowed else []
    return NextStep(
        option=option,
        title=option.step.title + thread,
        by="、".join(title_of_actor(definition, each) for each in option.step.actors),
        url=step_url(case, option.name, option.thread),
        whys=whys(option.reasons),
        articles=articles_of(option.step.basis, option.step.sources),
        results=[(each.title, whys(each.reasons)) for each in results],
        presses=(definition.time_limits[clock.limit].title, clock_mark(clock, outlook.today)) if clock else None,
        due_on=clock.due_on if clock else None,
        rank=rank,
        usual=is_usual(case.folded, option, rank),
        choices=[each.title for each in option.results if each.allowed] if results else [],
    )
