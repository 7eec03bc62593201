"""Certificates 合格证明: numbered, one to each who passed, and the letter to the organisation department."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fazhi.documents.official_docx import AnnexTable, OfficialDocument, write_official_document
from fazhi.exams.holding import locked
from fazhi.exams.marking.scoring import plain
from fazhi.exams.models import Candidate, Certificate, Exam, Purpose
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.plans import numbering

SERIES = "exam_certificate"
WORD = "法考证"


@transaction.atomic
def issue(*, actor: Actor, exam: Exam, at: datetime) -> list[Certificate]:
    """Numbers a certificate for everyone who passed and has none. Raises NotAllowed; Refused before confirming."""
    held = locked(actor, exam)
    if held.confirmed_at is None:
        raise Refused("成绩还没有确认，确认后才能出具合格证明。")
    passed = list(held.candidates.select_for_update(of=("self",)).filter(passed=True, certificate=None).order_by("id"))
    if not passed:
        return []
    today = timezone.localtime(at).date()
    year = today.year
    numbers = numbering.take(jurisdiction_id=held.jurisdiction_id, kind=SERIES, year=year, count=len(passed))
    return Certificate.objects.bulk_create(
        [
            Certificate(
                jurisdiction_id=held.jurisdiction_id,
                candidate=candidate,
                number=numbering.document_number(held.jurisdiction, WORD, year, number),
                score=candidate.score or 0,
                sat_on=candidate.sat_on or today,
                issued_by=actor.person,
                issued_at=at,
            )
            for candidate, number in zip(passed, numbers, strict=True)
        ]
    )


def paper(certificate: Certificate) -> bytes:
    """One certificate as .docx."""
    candidate = certificate.candidate
    exam = candidate.exam
    post = f"，拟任{candidate.intended_post}" if candidate.intended_post else ""
    return write_official_document(
        OfficialDocument(
            title=f"{_kind(exam)}合格证明",
            serial=certificate.number,
            body=[
                f"{candidate.name}，{candidate.organization.name}{post}，于{_day(certificate.sat_on)}参加“{exam.title}”，"
                f"成绩{plain(certificate.score)}分（满分{plain(exam.full_mark)}分，合格{plain(exam.pass_mark)}分），考试合格。",
                "特此证明。",
            ],
            signature=exam.organization.name,
            date=_day(timezone.localtime(certificate.issued_at).date()),
            made_at=certificate.issued_at,
        )
    )


def reply(*, exam: Exam, addressee: str, at: datetime) -> bytes:
    """The results of an exam as a letter 复函: who passed, who did not, who did not sit, all in its annex.

    Those who did not pass or did not sit are named in the text itself: the appointment does not go on without it.
    """
    people = list(exam.candidates.select_related("organization", "certificate"))
    passed = [each for each in people if each.passed]
    missing = [each for each in people if not each.passed]
    body = [
        f"按照任前法律知识考试安排，我单位组织了“{exam.title}”。应考{len(people)}人，合格{len(passed)}人。"
        if exam.purpose == Purpose.PRE_APPOINTMENT
        else f"我单位组织了“{exam.title}”。应考{len(people)}人，合格{len(passed)}人。",
    ]
    if missing:
        body.append(f"下列{len(missing)}人未考或者不合格：{'、'.join(_named(each) for each in missing)}。")
        if exam.purpose == Purpose.PRE_APPOINTMENT:
            body.append("上述人员任前法律知识考试未合格，请在办理任职手续时予以考虑。")
    body.append("附件：考试成绩名单")
    return write_official_document(
        OfficialDocument(
            title=f"关于{exam.title}结果的函",
            addressees=f"{addressee}：" if addressee else "",
            body=body,
            signature=exam.organization.name,
            date=_day(timezone.localtime(at).date()),
            annex=AnnexTable("考试成绩名单", HEADER, _rows(people), WIDTHS),
            made_at=at,
        )
    )


HEADER = ("序号", "姓名", "单位", "拟任职务", "成绩", "结果", "证明编号")
WIDTHS = (12, 20, 36, 34, 14, 16, 24)


def outcome(candidate: Candidate) -> str:
    """合格, 不合格 or 未考."""
    return "未考" if candidate.passed is None else "合格" if candidate.passed else "不合格"


def _rows(people: Iterable[Candidate]) -> Sequence[Sequence[str]]:
    return [
        (
            str(number),
            each.name,
            str(each.organization),
            each.intended_post,
            plain(each.score) if each.score is not None else "",
            outcome(each),
            each.certificate.number if hasattr(each, "certificate") else "",
        )
        for number, each in enumerate(people, 1)
    ]


def _named(candidate: Candidate) -> str:
    post = f"，拟任{candidate.intended_post}" if candidate.intended_post else ""
    return f"{candidate.name}（{candidate.organization}{post}，{outcome(candidate)}）"


def _kind(exam: Exam) -> str:
    return Purpose(exam.purpose).label


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
