"""What tests of exams share: a bank of plain questions, an exam over it, a candidate's way through a paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from fazhi.exams import bank, candidates, exams, papers, sittings
from fazhi.exams.candidates import Nominee
from fazhi.exams.exams import Plan
from fazhi.exams.marking.drawing import Line
from fazhi.exams.marking.questions import QuestionKind
from fazhi.exams.models import Exam, Mode, PaperKind, Purpose, Sitting, Staffing
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.revising import Revised, revise
from tests.conftest import District

ANSWERS = {"single": "B", "multiple": "ABD", "judgement": "A"}
LINES = (
    Line("penalty", QuestionKind.JUDGEMENT, "", 2, Decimal(1)),
    Line("penalty", QuestionKind.SINGLE, "", 3, Decimal(2)),
    Line("penalty", QuestionKind.MULTIPLE, "", 2, Decimal(4)),
)
FULL = Decimal(16)


def question(code: str, kind: str, subject: str = "penalty", difficulty: str = "easy", **more: str) -> dict[str, Any]:
    """A question of the bank; the right answer follows from its kind."""
    options = {f"option_{letter}": f"{code} 选项{letter}" for letter in "abcd"} if kind != "judgement" else {}
    named = {"code": code, "subject": subject, "kind": kind, "difficulty": difficulty, "article": "行政处罚法#33.1"}
    return named | options | {"stem": f"{code} 的题干", "answer": ANSWERS[kind]} | more


def fill(district: District, *, at: datetime, each: int = 6, subject: str = "penalty") -> Revised:
    """Puts so many questions of each kind into the bank."""
    rows = [
        question(f"{subject[:2]}-{kind[:1]}{number:03}", kind, subject) for kind in ANSWERS for number in range(each)
    ]
    return change_bank(district, [Change(ChangeKind.ADD, data=row) for row in rows], at=at)


def change_bank(district: District, changes: Sequence[Change], *, at: datetime) -> Revised:
    return revise(
        actor=None,
        jurisdiction=district.jurisdiction,
        register=bank.REGISTER,
        changes=changes,
        reason="题库维护",
        since=at.date(),
        at=at,
    )


def plan(at: datetime, **changes: Any) -> Plan:
    """An exam that is open from now for two hours, an hour's work, ten marks to pass."""
    usual = {
        "title": "行政执法人员资格考试",
        "purpose": Purpose.QUALIFICATION,
        "mode": Mode.ONLINE,
        "opens_at": at,
        "closes_at": at + timedelta(hours=2),
        "minutes": 60,
        "pass_mark": Decimal(10),
        "attempts": 2,
    }
    return Plan(**(usual | changes))


def draft(actor: Actor, unit: Organization, at: datetime, **changes: Any) -> Exam:
    return exams.make(actor=actor, organization=unit, plan=plan(at, **changes), at=at)


def with_rules(actor: Actor, exam: Exam, at: datetime, **changes: Any) -> Exam:
    usual = {"kind": PaperKind.EACH, "subjects": ["penalty"], "lines": LINES, "multiple": "all", "shuffled": True}
    return papers.set_rules(actor=actor, exam=exam, at=at, **(usual | changes))


def open_exam(actor: Actor, unit: Organization, people: Sequence[Actor], at: datetime, **changes: Any) -> Exam:
    """A published exam with these people on its list; `rules` change its paper."""
    rules = changes.pop("rules", {})
    made = with_rules(actor, draft(actor, unit, at, **changes), at, **rules)
    enrol(actor, made, people, at)
    return exams.publish(actor=actor, exam=made, at=at)


def enrol(actor: Actor, exam: Exam, people: Sequence[Actor], at: datetime) -> candidates.Enrolled:
    nominees = [
        Nominee(
            each.person.name,
            Organization.objects.get(pk=each.seats[0].organization_id),
            each.person,
            Staffing.CIVIL,
            "副局长",
        )
        for each in people
    ]
    return candidates.enrol(actor=actor, exam=exam, nominees=nominees, at=at)


def right_answers(sitting: Sitting) -> dict[int, str]:
    """The right letters by question of a paper."""
    found = bank.questions_of(line["q"] for line in sitting.paper)
    return {number: "".join(sorted(each.answer)) for number, each in found.items()}


def give(actor: Actor, sitting: Sitting, letters: Mapping[int, str], at: datetime) -> None:
    for number, chosen in letters.items():
        sittings.answer(actor=actor, sitting=sitting, question=number, letters=chosen, at=at)


def sit(actor: Actor, exam: Exam, at: datetime, *, right: bool = True) -> Sitting:
    """Begins, answers everything (rightly, or nothing at all) and hands in."""
    sitting = sittings.start(actor=actor, exam=exam, at=at)
    if right:
        give(actor, sitting, right_answers(sitting), at)
    return sittings.submit(actor=actor, sitting=sitting, at=at)
