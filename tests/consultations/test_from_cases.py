"""Consultations that cases announce: prepared by themselves, once; opinions given back to the case's own step."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given
from fazhi.consultations import answering, consulting, from_cases
from fazhi.consultations.kinds import check_catalog_kinds, check_kinds, kinds, load_kinds
from fazhi.consultations.models import Consultation, Role, State
from fazhi.consultations.refusals import Refused
from fazhi.files.store import keep
from fazhi.government.actors import Actor
from fazhi.procedures.language.library import Library
from tests.conftest import District
from tests.consultations.townhall import DRAFT, over, said

pytestmark = pytest.mark.django_db

OPENED = {
    "document_title": "清和区公共停车管理办法",
    "maker_level": "department",
    "drafter": "区市场监管局",
    "features": ["rights", "impact", "business"],
}
ANNOUNCED = {"comment_channels": ["website"], "comment_until": "2026-04-02"}


def announced(actor: Actor, district: District, at: datetime, **more: object) -> Case:
    """A normative document whose draft was announced."""
    case = taking.open_case(
        actor=actor,
        procedure="normative_document",
        organization=district.market,
        given=Given("initiate", at.date(), data=OPENED | more),
        at=at,
    ).case
    for step, data in (("draft", {"draft_version": "征求意见稿"}), ("announce", ANNOUNCED)):
        taking.take(actor=actor, case_id=case.pk, given=Given(step, at.date(), data=data), at=at)
    return Case.objects.get(pk=case.pk)


def test_announcement_makes_one_draft_prefilled_from_the_case(handler: Actor, district: District, at: datetime) -> None:
    case = announced(handler, district, at)
    assert (from_cases.prepare_announced(at=at), from_cases.prepare_announced(at=at)) == (1, 0)
    made = Consultation.objects.get()
    assert (made.case_id, made.seq, made.state) == (case.pk, 3, State.DRAFT)
    assert (made.kind, made.title, made.closes_on) == (
        "normative_business", "清和区公共停车管理办法", date(2026, 4, 2),
    )  # fmt: skip
    assert from_cases.prepare(actor=handler, case=case, seq=3, at=at) == made
    with pytest.raises(Refused, match="没有公告征求意见"):
        from_cases.prepare(actor=handler, case=case, seq=2, at=at)


def test_case_that_is_not_public_makes_no_draft(handler: Actor, district: District, at: datetime) -> None:
    case = announced(handler, district, at, features=["rights", "secret"])
    assert from_cases.prepare_announced(at=at) == 0
    with pytest.raises(Refused):
        from_cases.prepare(actor=handler, case=case, seq=3, at=at)


def test_announcement_of_long_ago_makes_no_draft(handler: Actor, district: District, at: datetime) -> None:
    announced(handler, district, at)
    assert from_cases.prepare_announced(at=at + timedelta(days=61)) == 0


def test_opinions_go_back_into_the_case_with_their_fates(handler: Actor, district: District, at: datetime) -> None:
    case = announced(handler, district, at)
    from_cases.prepare_announced(at=at)
    made = Consultation.objects.get()
    kept = keep(name="稿.txt", data=DRAFT.encode(), jurisdiction=district.jurisdiction, by=None, at=at)
    consulting.attach(actor=handler, consultation=made, role=Role.DRAFT, kept=kept, at=at)
    made.refresh_from_db()
    made.explanation = "停车位不足"
    made.save()
    made = consulting.open_(actor=handler, consultation=made, closes_on=date(2026, 4, 2), at=at)
    for text in ("反对收费。", "反对收费！", "我叫钱多多，增加车位。"):
        said(made, text, at)
    with pytest.raises(Refused, match="届满后才能汇总"):
        from_cases.write_back(actor=handler, consultation=made, at=at)
    later = over(made)
    consulting.close_passed(at=later)
    answering.answer(
        actor=handler, consultation=made, seqs=[1], fate="explained", reason="收费有依据", at=later, with_alike=True
    )
    with pytest.raises(Refused, match="还有 1 条意见没有答复"):
        from_cases.write_back(actor=handler, consultation=made, at=later)
    answering.answer(actor=handler, consultation=made, seqs=[3], fate="adopted", reason="", at=later)
    from_cases.write_back(actor=handler, consultation=made, at=later)
    data = Case.objects.get(pk=case.pk).data
    assert data["comments_received"] in (3, "3")
    assert [(row["opinion"], row["handling"]) for row in data["public_opinions"]] == [
        ("反对收费。（同样内容 2 条）", "rejected"),
        ("我叫钱**，增加车位。", "adopted"),
    ]


def test_catalog_names_only_what_procedures_have() -> None:
    assert check_catalog_kinds() == []
    problems = check_kinds(load_kinds(), Library(()))
    assert len(problems) == len(kinds().from_cases) + len(kinds().progress)
    assert "没有名为“major_decision”的程序" in str(problems[0])
