"""述法材料: a draft of a duty report 述法报告, written from what the platform holds of a person's duties in a year.

Only records speak: duties entered, cases and acts of the person, the figures of the unit, exams and training. What the
person thinks of it, problems above all, is theirs to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from fazhi.cases.models import Act, Case, Finding
from fazhi.exams.models import Attendance, Candidate, ExamState
from fazhi.figures.counting import Value, values
from fazhi.figures.language.library import shelf
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from fazhi.government.models import Organization, Person
from fazhi.government.permissions import ASSESS_MANAGE, ASSESS_VIEW, NotAllowed, reaches_jurisdiction
from fazhi.government.roles import Role
from fazhi.plans.models import Problem
from fazhi.registers.models import Entry, EntryState

REGISTER = "duty_records"
REPORTING = "duty_reporting"
"""The procedure of 述法."""
MOST_DUTIES = 40
_NUMERALS = "一二三四"
OF_THE_UNIT = (
    "annual_tasks_done_rate", "annual_tasks_overdue", "followups_closed_rate", "problems_verified_rate",
    "normative_reviewed_rate", "normative_filed_rate", "contracts_reviewed_rate", "penalty_reviewed_rate",
    "penalty_published_rate", "penalty_annulled", "complaints_closed_rate", "heads_appeared_rate",
    "judgments_performed_rate", "judicial_suggestions_answered_rate",
)  # fmt: skip
"""Figures of the unit that a report says; those with nothing to count are left out."""


@dataclass(frozen=True)
class Fact:
    """A number of the draft and where it comes from: a figure of the unit, or records of the person."""

    title: str
    text: str
    figure: str = ""


@dataclass(frozen=True)
class Draft:
    """The text to be copied and corrected, and the facts that stand in it."""

    text: str
    facts: tuple[Fact, ...]
    unit: Organization | None


@dataclass
class _Writing:
    lines: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    parts: int = 0

    def part(self, words: str) -> None:
        """Begins the next paragraph （一）, whichever those before it are."""
        self.parts += 1
        self.lines.append(f"（{_NUMERALS[self.parts - 1]}）{words}")


def draft(*, actor: Actor, person: Person, year: int, today: date) -> Draft:
    """Writes the draft. Raises NotAllowed for somebody else's, but for the organiser of assessments."""
    if person.pk != actor.person.pk and not _organises(actor, person):
        raise NotAllowed(ASSESS_MANAGE, "只能整理本人的述法材料；依法治区办可以为述法人整理。")
    unit = _unit(person)
    out = _Writing()
    name = f"{unit.name}{person.name}" if unit else person.name
    out.lines += [f"{name}{year}年度述法报告", "", "一、履行推进法治建设职责情况", ""]
    _duties(out, person, year, actor)
    _own_work(out, person, year)
    if unit is not None:
        _unit_figures(out, unit, year, today)
    _learning(out, person, year)
    if not out.parts:
        out.lines += ["（平台上没有本年度可以引用的记录，请本人补写。）", ""]
    out.lines += ["二、存在的问题", ""]
    _problems(out, unit, year)
    out.lines += [
        "（请本人补写：结合上列问题，写清楚问题、原因和本人的责任。）",
        "",
        "三、下一步打算",
        "",
        "（请本人补写。）",
    ]
    return Draft("\n".join(out.lines), tuple(out.facts), unit)


def reporters(actor: Actor) -> QuerySet[Person]:
    """Whose drafts the actor may have written: heads and leaders of the area for its organiser, else oneself."""
    if not reaches_jurisdiction(actor, ASSESS_MANAGE):
        return Person.objects.filter(pk=actor.person.pk)
    heads = Person.objects.filter(
        is_active=True,
        memberships__ended_on=None,
        memberships__organization__jurisdiction=actor.jurisdiction_id or 0,
        memberships__roles__overlap=[Role.HEAD, Role.SUPERVISOR],
    )
    return (heads | Person.objects.filter(pk=actor.person.pk)).distinct().order_by("name")


def may_draft_for(actor: Actor, person: str) -> bool:
    """Whether the actor may have the draft of the person with this number written."""
    return person.isdigit() and (person == str(actor.person.pk) or reporters(actor).filter(pk=person).exists())


def _organises(actor: Actor, person: Person) -> bool:
    return reaches_jurisdiction(actor, ASSESS_MANAGE) and reporters(actor).filter(pk=person.pk).exists()


def _unit(person: Person) -> Organization | None:
    """The unit that the person heads, else the first of their seats that may see assessments."""
    roles = {role.value for role in ASSESS_VIEW.roles}
    seats = list(person.memberships.filter(ended_on=None).select_related("organization").order_by("id"))
    heads = [seat for seat in seats if Role.HEAD in seat.roles]
    others = [seat for seat in seats if roles & set(seat.roles)]
    chosen = next(iter([*heads, *others]), None)
    return chosen.organization if chosen else None


def _duties(out: _Writing, person: Person, year: int, actor: Actor) -> None:
    """The entries of the ledger of duties 履职记录, one line each, in the order of days."""
    entries = Entry.objects.filter(
        jurisdiction=actor.jurisdiction_id or 0,
        register=REGISTER,
        data__contains={"leader": {"id": str(person.pk)}},
        data__done_on__startswith=f"{year}-",
    ).exclude(state=EntryState.WITHDRAWN)
    rows = sorted(entries, key=lambda entry: str(entry.data.get("done_on", "")))
    if not rows:
        return
    out.facts.append(Fact("履职记录", f"{len(rows)} 件"))
    out.part(f"亲自部署、过问、协调、督办。全年记录履职事项 {len(rows)} 件：")
    for number, entry in enumerate(rows[:MOST_DUTIES], 1):
        effect = entry.data.get("effect")
        said = f"{entry.data['matter']}{f'，{effect}' if effect else ''}".rstrip("。")
        out.lines.append(f"{number}. {_day(str(entry.data['done_on']))}，{said}。")
    out.lines.append("")


def _own_work(out: _Writing, person: Person, year: int) -> None:
    """Cases handled and acts taken in person. How many is no merit: it says what the person was there for."""
    opened = Case.objects.filter(handler=person, opened_on__year=year).count()
    acts = Act.objects.filter(person=person, performed_on__year=year)
    count = acts.aggregate(acts=Count("id"), cases=Count("case", distinct=True))
    said = []
    if opened:
        said.append(f"承办案件 {opened} 件")
        out.facts.append(Fact("本人承办案件", f"{opened} 件"))
    if count["acts"]:
        said.append(f"在 {count['cases']} 件案件中作出审批、决定等办理记录 {count['acts']} 项")
        out.facts.append(Fact("本人办理记录", f"{count['acts']} 项，涉及 {count['cases']} 件案件"))
    if said:
        out.part(f"办理具体事项。{'；'.join(said)}。")
        out.lines.append("")


def _unit_figures(out: _Writing, unit: Organization, year: int, today: date) -> None:
    known = shelf()
    wanted = [name for name in OF_THE_UNIT if name in known]
    found = values(wanted, scope=Scope.unit(unit), period=Period.year(year), today=today)
    said = []
    for name, value in found.items():
        if value.number is None or (value.figure.ratio is None and not value.number):
            continue
        said.append(f"{value.figure.title} {_said(value)}")
        out.facts.append(Fact(f"{unit}{value.figure.title}", _said(value), figure=name))
    if said:
        out.part(f"本单位法治建设情况。{'；'.join(said)}。")
        out.lines.append("")


def _learning(out: _Writing, person: Person, year: int) -> None:
    """Exams sat and hours of training."""
    sat = Candidate.objects.filter(person=person, sat_on__year=year, exam__state=ExamState.PUBLISHED).exclude(
        passed=None
    )
    attended = Attendance.objects.filter(
        person=person, training__held_on__year=year, training__withdrawn_why=""
    ).aggregate(hours=Sum("hours"))["hours"] or Decimal(0)
    said = [
        f"{each.sat_on:%m月%d日}参加“{each.exam.title}”，{'合格' if each.passed else '不合格'}"
        for each in sat.select_related("exam").order_by("sat_on")
        if each.sat_on
    ]
    if attended:
        said.append(f"参加培训 {attended.normalize():f} 学时")
        out.facts.append(Fact("培训学时", f"{attended.normalize():f} 学时"))
    if said:
        out.facts += [Fact("考试", each) for each in said[: len(said) - bool(attended)]]
        out.part(f"学法用法。{'；'.join(said)}。")
        out.lines.append("")


def _problems(out: _Writing, unit: Organization | None, year: int) -> None:
    """What supervision and the ledger of problems say of the unit: to begin from, not to hide."""
    if unit is None:
        return
    findings = Finding.objects.filter(organization__path__startswith=unit.path, found_at__year=year)
    count = findings.count()
    if count:
        open_ = findings.filter(state="open").count()
        out.facts.append(Fact("监督发现", f"{count} 项，未处理 {open_} 项"))
        out.lines.append(f"1. 本单位案件被监督发现问题 {count} 项，其中 {open_} 项尚未处理。")
    rows: Sequence[Problem] = list(
        Problem.objects.filter(unit__path__startswith=unit.path, state=Problem.State.OPEN).order_by("due_on")[:10]
    )
    for number, problem in enumerate(rows, 2 if count else 1):
        out.lines.append(
            f"{number}. {problem.text.rstrip('。')}（问题台账 {problem.number}，整改期限 {problem.due_on}）。"
        )
    if count or rows:
        out.lines.append("")


def _said(value: Value) -> str:
    if value.of is None or value.to is None:
        return value.prose
    return f"{value.prose}（{value.of.normalize():f}／{value.to.normalize():f}）"


def _day(text: str) -> str:
    day = date.fromisoformat(text[:10])
    return f"{day.month}月{day.day}日"
