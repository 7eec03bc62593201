"""诉讼风险提示 on the page of a case: which fit, and who signed for them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.registers.models import Entry
from tests.conftest import District
from tests.portal.gazette_issue import put

Enter = Callable[[Actor], Client]
RECEIPTS = "litigation_risk_receipts"


def tip(district: District, at: datetime, code: str, **otherwise: Any) -> str:
    said = {
        "code": code, "domain": "penalty", "risk": f"风险{code}", "tip": "没有告知的，决定不能成立。",
        "prevention": "先发告知书。", "articles": "《行政处罚法》第四十四条",
        "procedures": ["administrative_inspection", "administrative_penalty_summary"],
        "started_on": "2026-01-05",
    }  # fmt: skip
    return str(put(district, at, "litigation_risk_tips", **(said | otherwise)))


def address(case: Case, *more: str) -> str:
    return f"/cases/{case.pk}/" + "".join(f"{each}/" for each in more)


def page_of(client: Client, case: Case) -> str:
    return client.get(address(case)).content.decode()


@pytest.fixture
def tips(district: District, at: datetime) -> list[str]:
    return [
        tip(district, at, "FX-1"),
        tip(district, at, "FX-2", words="拆迁、菜市场"),
        tip(district, at, "FX-3", words="工伤"),
        tip(district, at, "FX-4", procedures=["administrative_licence"]),
        tip(district, at, "FX-5", started_on="2026-12-01"),
    ]


def test_a_case_without_tips_has_no_block(sign_in: Enter, case: Case, officers: list[Actor]) -> None:
    assert "诉讼风险提示" not in page_of(sign_in(officers[0]), case)


def test_tips_fit_by_procedure_by_words_and_by_day(
    sign_in: Enter, case: Case, officers: list[Actor], tips: list[str]
) -> None:
    page = page_of(sign_in(officers[0]), case)
    assert [f"风险FX-{number}" in page for number in range(1, 6)] == [True, True, False, False, False]
    assert "诉讼风险提示（2）" in page
    assert "2 条待签收" in page


def test_signing_says_who_which_and_since_when(
    sign_in: Enter, case: Case, officers: list[Actor], tips: list[str], at: datetime
) -> None:
    client = sign_in(officers[0])
    answer = client.post(address(case, "risk-tips"), {"tip": tips[:2]}, follow=True)
    assert "已签收 2 条风险提示" in answer.content.decode()
    receipt = Entry.objects.get(register=RECEIPTS)
    assert {each["id"] for each in receipt.data["tips"]} == set(tips[:2])
    assert receipt.organization_id == case.organization_id
    kept = {name: receipt.data[name] for name in ("case_number", "pushed_on", "signed_on", "state")}
    assert kept == {
        "case_number": case.number,
        "pushed_on": case.opened_on.isoformat(),
        "signed_on": at.date().isoformat(),
        "state": "signed",
    }
    assert receipt.data["signed_by"]["name"] == officers[0].person.name
    page = page_of(client, case)
    assert "已全部签收" in page
    assert address(case, "risk-tips") not in page


def test_a_tip_that_came_later_is_signed_for_by_itself(
    sign_in: Enter, case: Case, officers: list[Actor], tips: list[str], district: District, at: datetime
) -> None:
    client = sign_in(officers[0])
    client.post(address(case, "risk-tips"), {"tip": tips[:2]})
    again = client.post(address(case, "risk-tips"), {"tip": tips[:2]}, follow=True)
    assert "没有待签收的风险提示" in again.content.decode()
    later = tip(district, at, "FX-6", started_on=at.date().isoformat())
    assert "1 条待签收" in page_of(client, case)
    client.post(address(case, "risk-tips"), {"tip": [later, tips[0], "not-an-id"]})
    receipts = Entry.objects.filter(register=RECEIPTS).order_by("key")
    assert [len(each.data["tips"]) for each in receipts] == [2, 1]
    assert [each.key.rpartition("-")[2] for each in receipts] == ["1", "2"]


def test_nobody_else_signs(
    sign_in: Enter, case: Case, supervisor: Actor, other_handler: Actor, tips: list[str]
) -> None:
    assert "诉讼风险提示（2）" in page_of(sign_in(supervisor), case)
    assert address(case, "risk-tips") not in page_of(sign_in(supervisor), case)
    answers = [
        sign_in(each).post(address(case, "risk-tips"), {"tip": tips[:2]}) for each in (supervisor, other_handler)
    ]
    assert [answer.status_code in (403, 404) for answer in answers] == [True, True]
    assert Entry.objects.filter(register=RECEIPTS).count() == 0


def test_what_was_handed_out_waits_for_the_body_alone(
    sign_in: Enter, handler: Actor, other_handler: Actor, tips: list[str], district: District, at: datetime
) -> None:
    put(
        district, at, RECEIPTS, number="发放〔2026〕1-1", body={"id": str(district.market.pk)}, occasion="batch",
        tips=[{"id": tips[0]}], pushed_on=at.date().isoformat(), state="waiting",
    )  # fmt: skip
    assert ["待签收的诉讼风险提示" in sign_in(each).get("/").content.decode() for each in (handler, other_handler)] == [
        True,
        False,
    ]
