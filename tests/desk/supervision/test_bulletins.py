"""Pages of bulletins over HTTP: draft, edit, issue, the document."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from docx import Document

from fazhi.government.actors import Actor
from fazhi.plans import bulletins
from fazhi.plans.models import Bulletin
from tests.conftest import District
from tests.plans.supervision_cases import issued

SignIn = Callable[[Actor], Client]
Queries = Callable[[Client, str], int]
LIST = "/supervision/bulletins/"


@pytest.fixture
def draft(coordinator: Actor, district: District, at: datetime) -> Bulletin:
    issued(coordinator, district.market, at - timedelta(days=10))
    return bulletins.draft(
        actor=coordinator, jurisdiction=district.jurisdiction, since=date(2026, 2, 1), until=date(2026, 3, 2), at=at
    )


def page_of(bulletin: Bulletin) -> str:
    return f"{LIST}{bulletin.pk}/"


def test_drafting_leads_to_the_draft(sign_in: SignIn, coordinator: Actor) -> None:
    client = sign_in(coordinator)
    assert client.get(f"{LIST}new/").context["form"].initial == {"since": date(2026, 3, 1), "until": date(2026, 3, 2)}
    response = client.post(f"{LIST}new/", {"since": "2026-03-01", "until": "2026-03-31"}, follow=True)
    assert response.redirect_chain == [(page_of(Bulletin.objects.get()), 302)]
    assert "一、总体情况" in response.content.decode()


def test_draft_is_edited_then_issued_then_fixed(sign_in: SignIn, coordinator: Actor, draft: Bulletin) -> None:
    client = sign_in(coordinator)
    given = {"title": "清和区督查通报", "body": "一、概况\r\n\r\n总体良好。", "version": 0}
    assert client.post(page_of(draft), given).status_code == 302
    response = client.post(f"{page_of(draft)}issue/", follow=True)
    assert "已签发，为2026年第1期。" in response.content.decode()
    draft.refresh_from_db()
    assert draft.body == ["一、概况", "总体良好。"]
    again = client.post(page_of(draft), given | {"version": 1})
    assert again.status_code == 422
    assert client.post(f"{page_of(draft)}discard/").status_code == 422


def test_edit_of_a_stale_draft_keeps_what_was_typed(sign_in: SignIn, coordinator: Actor, draft: Bulletin) -> None:
    bulletins.edit(actor=coordinator, bulletin=draft, title="先到", body=["先到。"], version=0)
    response = sign_in(coordinator).post(page_of(draft), {"title": "后到", "body": "后到。", "version": 0})
    assert response.status_code == 422
    assert response.context["form"]["body"].value() == "后到。"


def test_document_holds_text_and_annex(sign_in: SignIn, coordinator: Actor, draft: Bulletin) -> None:
    response = sign_in(coordinator).get(f"{page_of(draft)}docx/")
    document = Document(io.BytesIO(response.content))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[:4] == [
        "清和区督查通报",
        "（草稿，未签发）",
        "现将2026年2月1日至2026年3月2日督查督办情况通报如下。",
        "一、总体情况",
    ]
    assert texts[-4:] == ["清和区司法局", "2026年3月2日", "附件", "逾期事项清单"]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "清督〔2026〕1号",
        "区市场监管局",
        "占道经营整治进展缓慢，请限期整改。",
        "三日反馈（未完成）",
        "2026年2月23日24时",
        "红牌",
    ]


def test_unit_reads_issued_bulletins_only(
    sign_in: SignIn, handler: Actor, coordinator: Actor, draft: Bulletin, at: datetime
) -> None:
    client = sign_in(handler)
    for path in (page_of(draft), f"{page_of(draft)}docx/"):
        assert client.get(path).status_code == 404
    bulletins.issue(actor=coordinator, bulletin=draft, at=at)
    for path in (page_of(draft), f"{page_of(draft)}docx/"):
        assert client.get(path).status_code == 200
    assert "2026年第1期" in client.get(LIST).content.decode()


def test_others_stay_outside(
    sign_in: SignIn, handler: Actor, outsider: Actor, audit_admin: Actor, draft: Bulletin
) -> None:
    assert sign_in(handler).get(f"{LIST}new/").status_code == 403
    assert sign_in(handler).post(f"{page_of(draft)}issue/").status_code == 403
    assert sign_in(audit_admin).get(LIST).status_code == 403
    stranger = sign_in(outsider)
    assert [stranger.post(f"{page_of(draft)}{verb}/").status_code for verb in ("issue", "discard")] == [404, 404]
    assert stranger.get(page_of(draft)).status_code == 404


def test_list_costs_the_same_whatever_its_length(
    sign_in: SignIn, coordinator: Actor, district: District, draft: Bulletin, at: datetime, queries_of: Queries
) -> None:
    client = sign_in(coordinator)
    one = queries_of(client, LIST)
    for _ in range(2):
        bulletins.draft(
            actor=coordinator, jurisdiction=district.jurisdiction, since=date(2026, 2, 1), until=date(2026, 3, 2), at=at
        )
    assert queries_of(client, LIST) == one
