"""How a decision is made, as far as everybody may know it: named stages, public notices, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.publishing.models import Notice, NoticeState
from tests.cases.conftest import reviewer
from tests.conftest import District
from tests.consultations.test_from_cases import announced
from tests.consultations.townhall import opened

__all__ = ["reviewer"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = at.isoformat()


def text_of(response: Any) -> str:
    return str(response.content.decode())


def notice(case: Case, publication: str, at: datetime, state: str = NoticeState.PUBLISHED, **more: Any) -> Notice:
    """What the rule of the procedure made public."""
    fields = [{"name": "document_title", "title": "文件名称", "text": "公开的名称", "value": "公开的名称"}]
    return Notice.objects.create(
        jurisdiction=case.jurisdiction,
        organization=case.organization,
        case=case,
        procedure=case.procedure,
        publication=publication,
        seq=case.head_seq,
        state=state,
        title=f"公开：{publication}",
        fields=fields,
        due_from=at.date(),
        published_on=at.date(),
        **more,
    )


def test_decision_of_which_nothing_is_public_does_not_exist(handler: Actor, district: District, at: datetime) -> None:
    case = announced(handler, district, at)
    client = Client()
    assert client.get(f"/open/decisions/{case.pk}/").status_code == 404
    assert "共 0 项" in text_of(client.get("/open/decisions/"))


@pytest.mark.parametrize("state", [NoticeState.DUE, NoticeState.HELD, NoticeState.REMOVED])
def test_notice_that_is_not_public_makes_no_page(handler: Actor, district: District, at: datetime, state: str) -> None:
    case = announced(handler, district, at)
    notice(case, "draft", at, state)
    assert Client().get(f"/open/decisions/{case.pk}/").status_code == 404


def test_page_shows_stages_and_public_notices_and_no_field_of_the_case(
    handler: Actor, district: District, at: datetime
) -> None:
    case = announced(handler, district, at)
    given = Given(
        "assess",
        at.date(),
        data={"assessment": "内部评估说法", "legal_grounds": [{"law": "内部依据甲", "matter": "乙"}]},
    )
    taking.take(actor=handler, case_id=case.pk, given=given, at=at)
    case.refresh_from_db()
    notice(case, "draft", at)
    page = text_of(Client().get(f"/open/decisions/{case.pk}/"))
    assert page.index("启动和起草") < page.index("公开征求意见") < page.index("合法性审核")
    assert "公开：draft" in page
    assert "公开的名称" in page
    for value in told(case):
        assert value not in page, f"{value} is of the case alone"


def told(case: Case) -> list[str]:
    """Every text of the case's data that is long enough to be known again, and what stands around it."""
    found = [case.number, case.title, case.handler.name, case.handler.login]

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)
        elif isinstance(value, str) and len(value) > 2 and not value.isascii():
            found.append(value)

    walk(case.data)
    # The body that publishes is named as such, and it is the drafter here; 征求意见稿 is a word of every page.
    return [each for each in found if each not in ("区市场监管局", "征求意见稿")]


def test_secret_decision_is_never_shown(handler: Actor, district: District, at: datetime) -> None:
    case = announced(handler, district, at, features=["rights", "secret"])
    notice(case, "draft", at)
    assert Client().get(f"/open/decisions/{case.pk}/").status_code == 404


def test_consultation_leads_to_the_decision_and_back(handler: Actor, district: District, at: datetime) -> None:
    case = announced(handler, district, at)
    made = opened(handler, district.market, at)
    made.case = case
    made.save()
    page = text_of(Client().get(f"/open/drafts/{made.pk}/"))
    assert f"/open/decisions/{case.pk}/" in page
    progress = text_of(Client().get(f"/open/decisions/{case.pk}/"))
    assert f"/open/drafts/{made.pk}/" in progress
    assert "正在进行" in progress
    assert progress.count('aria-current="step"') == 1


def test_list_costs_the_same_for_one_and_for_three(
    handler: Actor, district: District, at: datetime, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    notice(announced(handler, district, at), "draft", at)
    client = Client()
    client.get("/open/decisions/")
    with CaptureQueriesContext(connection) as one:
        client.get("/open/decisions/")
    for _ in range(2):
        notice(announced(handler, district, at), "draft", at)
    with CaptureQueriesContext(connection) as three:
        page = text_of(client.get("/open/decisions/"))
    assert "共 3 项" in page
    assert len(one) == len(three)
    with django_assert_max_num_queries(12):
        client.get("/open/decisions/")


def stages_of(page: str) -> list[tuple[str, str]]:
    """(stage, how far it is) as the page shows them, in its order."""
    return re.findall(r'<p class="line"><b>([^<]+)</b> <span class="reached">([^<]+)</span>', page)


def test_page_shows_what_nobody_recorded_and_what_is_to_come_with_their_articles(
    handler: Actor, reviewer: Actor, head: Actor, district: District, at: datetime
) -> None:
    case = announced(handler, district, at, features=["rights"])
    notice(case, "draft", at)

    def take(actor: Actor, step: str, result: str = "", **data: Any) -> None:
        moment = at + timedelta(days=35)
        given = Given(step, moment.date(), result, data=data)
        taking.take(actor=actor, case_id=case.pk, given=given, at=moment)

    take(handler, "assess", assessment="评估", legal_grounds=[{"law": "甲法", "matter": "乙"}])
    take(handler, "submit", materials=["draft"])
    take(reviewer, "review", "passed", prohibited=["none"])
    take(head, "deliberate", "adopted", meeting="局长办公会", meeting_kind="office")
    page = text_of(Client().get(f"/open/decisions/{case.pk}/"))
    assert stages_of(page) == [
        ("启动和起草", "已完成"),
        ("公开征求意见", "已完成"),
        ("意见采纳情况", "未记录"),
        ("公平竞争审查", "未记录"),
        ("合法性审核", "已完成"),
        ("集体讨论决定", "已完成"),
        ("公布", "正在进行"),
        ("备案", "尚未进行"),
    ]
    unrecorded = page[page.index("意见采纳情况") : page.index("合法性审核")]
    assert "《优化营商环境条例》第六十二条第二款" in unrecorded
    assert "涉及经营者经济活动的，应当审查。" in unrecorded
