"""The question bank 题库 as exams see it: the register of questions, in the edition of a day or of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fazhi.exams.marking.drawing import Item
from fazhi.exams.marking.questions import Question, QuestionKind, Unreadable, read
from fazhi.exams.models import Exam, ExamQuestion
from fazhi.exams.refusals import Refused
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import reading
from fazhi.registers.models import EntryState, Ledger, Version

REGISTER = "exam_questions"


@dataclass(frozen=True)
class Banked:
    """A question of the bank as it stands on a day."""

    version: Version
    question: Question


def definition() -> RegisterDefinition:
    """The register of questions. Raises the register's refusal where the catalog has none."""
    return reading.definition(REGISTER)


def subjects() -> dict[str, str]:
    """Subjects by name, as the register lists them."""
    return dict(definition().fields["subject"].options)


def difficulties() -> dict[str, str]:
    """Levels of difficulty by name."""
    return dict(definition().fields["difficulty"].options)


def standing(*, jurisdiction_id: int, on: date, subjects: Sequence[str] = ()) -> list[Banked]:
    """The questions in force on a day, those of some subjects where any are named, by their code. Two queries.

    One that cannot be put to anybody (its answer fits no option) is left out: `faulty` names it.
    """
    return [banked for banked, _ in _read(_versions(jurisdiction_id, on, subjects)) if banked is not None]


def faulty(*, jurisdiction_id: int, on: date, subjects: Sequence[str] = ()) -> list[str]:
    """What is wrong with questions in force that cannot be used, one sentence each."""
    return [say for _, say in _read(_versions(jurisdiction_id, on, subjects)) if say]


def counted(banked: Iterable[Banked]) -> dict[tuple[str, str, str], int]:
    """How many questions there are, by subject, kind and difficulty."""
    found: dict[tuple[str, str, str], int] = {}
    for each in banked:
        key = (each.question.subject, each.question.kind.value, each.question.difficulty)
        found[key] = found.get(key, 0) + 1
    return found


def pool_of(exam: Exam) -> list[Item]:
    """The questions taken into an exam, as drawing sees them. One query."""
    rows = exam.questions.values_list(
        "id", "version__data__subject", "version__data__kind", "version__data__difficulty"
    )
    return [Item(number, subject or "", QuestionKind(kind), level or "") for number, subject, kind, level in rows]


def items_of(banked: Iterable[Banked]) -> list[Item]:
    """Questions of the bank as drawing sees them, keyed by their place."""
    return [
        Item(number, each.question.subject, each.question.kind, each.question.difficulty)
        for number, each in enumerate(banked)
    ]


def questions_of(numbers: Iterable[int]) -> dict[int, Question]:
    """The text of questions of an exam, by number, in the edition that was taken in. One query."""
    taken = ExamQuestion.objects.filter(pk__in=list(numbers)).select_related("version")
    return {each.pk: read(each.version.data) for each in taken}


def _versions(jurisdiction_id: int, on: date, subjects: Sequence[str]) -> list[Version]:
    ledger = Ledger.objects.filter(jurisdiction_id=jurisdiction_id, register=REGISTER).first()
    if ledger is None:
        return []
    found = reading.as_of(ledger, on).filter(state=EntryState.IN_FORCE)
    if subjects:
        found = found.filter(data__subject__in=list(subjects))
    return sorted(found, key=lambda version: version.key)


def _read(versions: Iterable[Version]) -> Iterable[tuple[Banked | None, str]]:
    for version in versions:
        try:
            yield Banked(version, read(version.data)), ""
        except Unreadable as fault:
            yield None, f"题号{version.key}：{fault}"


def require_subjects(names: Iterable[str]) -> list[str]:
    """The subjects, each once. Raises Refused for none, or for one that the bank does not know."""
    known: Mapping[str, str] = subjects()
    chosen = list(dict.fromkeys(names))
    if not chosen:
        raise Refused("请选择至少一个科目。", field="subjects")
    unknown = [name for name in chosen if name not in known]
    if unknown:
        raise Refused(f"题库里没有科目“{'、'.join(unknown)}”。", field="subjects")
    return chosen
