"""Drafts as everybody reads them: only what is public, opinions that are kept once, answers after the end."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.consultations import answering, consulting, speaking
from fazhi.consultations.models import Consultation, Opinion
from fazhi.consultations.speaking import Heard, Voice
from fazhi.government.actors import Actor
from fazhi.intake import rates
from fazhi.portal.drafts.saying import OF_AN_ADDRESS
from tests.conftest import District
from tests.consultations.townhall import ADOPTED, REJECTED, answered, fresh, opened, over, prepared, said

pytestmark = pytest.mark.django_db
SAID = {"text": "夜间优惠到早上七点。", "category": "citizen", "point": "第三条", "name": "", "phone": ""}


@pytest.fixture(autouse=True)
def clock(settings: Any, at: datetime) -> Callable[[datetime], None]:
    """The clock of the site; it stands on the day of the announcement."""

    def move(moment: datetime) -> None:
        settings.FIXED_NOW = moment.isoformat()

    move(at)
    return move


def text_of(response: Any) -> str:
    return str(response.content.decode())


def served(client: Client, address: str) -> dict[str, str]:
    """The hidden token of the form, as a person gets it."""
    found = re.search(r'name="token" value="([^"]+)"', text_of(client.get(address)))
    assert found
    return {"token": found[1]}


def test_draft_is_read_on_the_page_with_its_articles(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    page = text_of(Client().get(f"/open/drafts/{made.pk}/"))
    assert "还有 30 天" in page
    assert 'id="第二条"' in page
    assert "公共停车场应当设置无障碍停车位" in page
    assert f"/open/drafts/{made.pk}/say/?point=%E7%AC%AC%E4%BA%8C%E6%9D%A1" in page
    assert "《重大行政决策程序暂行条例》第十五条第一款" in page


def test_draft_in_preparation_does_not_exist_for_anybody(handler: Actor, district: District, at: datetime) -> None:
    made = prepared(handler, district.market, at)
    file = made.files.get()
    client = Client()
    for address in ("", "say/", f"files/{file.pk}/"):
        assert client.get(f"/open/drafts/{made.pk}/{address}").status_code == 404
    assert made.title not in text_of(client.get("/open/drafts/"))
    consulting.withdraw(actor=handler, consultation=made, reason="不办了", at=at)
    assert client.get(f"/open/drafts/{made.pk}/").status_code == 404


def test_paper_is_a_download_that_cannot_run(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    got = Client().get(f"/open/drafts/{made.pk}/files/{made.files.get().pk}/")
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "第一条" in text_of(got)


def test_opinion_goes_from_the_form_to_a_receipt(
    handler: Actor, district: District, at: datetime, clock: Callable[[datetime], None]
) -> None:
    made = opened(handler, district.market, at)
    client, address = Client(), f"/open/drafts/{made.pk}/say/"
    sent = SAID | served(client, address)
    clock(at + timedelta(minutes=3))
    answer = client.post(address, sent)
    receipt = text_of(client.get(answer["Location"]))
    opinion = Opinion.objects.get()
    assert (opinion.text, opinion.point, opinion.seq) == ("夜间优惠到早上七点。", "第三条", 1)
    assert "征2026-001-0001" in receipt
    assert "夜间优惠" not in receipt
    again = client.post(address, sent)
    # The address is signed with the second at which it was made.
    places = {each["Location"].partition(":")[0] for each in (answer, again)}
    assert (len(places), Opinion.objects.count()) == (1, 1)


def test_receipt_of_another_does_not_open(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    said(made, "好。", at)
    assert Client().get(f"/open/drafts/{made.pk}/said/1/").status_code == 404


@pytest.mark.parametrize(
    ("more", "minutes", "told"),
    [
        ({"text": " "}, 3, "请写下您的意见。"),
        ({"text": "长" * 5001}, 3, "意见最多 5000 字，现在有 5001 字。"),
        ({"phone": "12"}, 3, "电话号码不对"),
        ({"website": "http://spam.example"}, 3, "请不要填写这一栏"),
        ({"token": "forged"}, 3, "已经失效"),
        ({}, 0, "提交得太快了"),
        ({}, 60 * 49, "已经失效"),
    ],
)
def test_refused_opinion_keeps_what_was_typed(
    handler: Actor,
    district: District,
    at: datetime,
    clock: Callable[[datetime], None],
    more: dict[str, str],
    minutes: int,
    told: str,
) -> None:
    made = opened(handler, district.market, at)
    client, address = Client(), f"/open/drafts/{made.pk}/say/"
    sent = SAID | {"name": "钱多多"} | served(client, address) | more
    clock(at + timedelta(minutes=minutes))
    page = client.post(address, sent)
    assert (page.status_code, Opinion.objects.count()) == (422, 0)
    assert told in text_of(page)
    assert 'value="钱多多"' in text_of(page)
    assert sent["text"] in text_of(page)
    assert "maxlength" not in text_of(page).partition("<textarea")[2].partition(">")[0]
    assert '<option value="第三条" selected>' in text_of(page)
    assert "no-store" in page["Cache-Control"]


def test_old_form_is_taken_when_it_is_sent_once_more(
    handler: Actor, district: District, at: datetime, clock: Callable[[datetime], None]
) -> None:
    made = opened(handler, district.market, at)
    client, address = Client(), f"/open/drafts/{made.pk}/say/"
    sent = SAID | served(client, address)
    clock(at + timedelta(days=3))
    page = text_of(client.post(address, sent))
    renewed = re.search(r'name="token" value="([^"]+)"', page)
    assert renewed
    clock(at + timedelta(days=3, minutes=1))
    assert client.post(address, sent | {"token": renewed[1]}).status_code == 302
    assert Opinion.objects.count() == 1


def test_opinion_after_the_end_is_not_taken_and_not_lost(
    handler: Actor, district: District, at: datetime, clock: Callable[[datetime], None]
) -> None:
    made = opened(handler, district.market, at)
    client, address = Client(), f"/open/drafts/{made.pk}/say/"
    clock(datetime.fromisoformat("2026-04-01T23:59:00+08:00"))
    sent = SAID | served(client, address)
    clock(datetime.fromisoformat("2026-04-02T00:00:10+08:00"))
    page = client.post(address, sent)
    assert page.status_code == 422
    assert "征求意见已于 2026-04-01 截止" in text_of(page)
    assert "夜间优惠到早上七点。" in text_of(page)
    assert "我要提意见" not in text_of(client.get(f"/open/drafts/{made.pk}/"))


def test_answers_are_public_only_once_published_and_masked(
    handler: Actor, district: District, at: datetime, clock: Callable[[datetime], None]
) -> None:
    made = opened(handler, district.market, at)
    said(made, "我叫钱多多，电话13800138000，增加无障碍车位。", at, name="钱多多", phone="13800138000")
    said(made, "全部免费。", at, point="第三条", category="enterprise")
    client, address = Client(), f"/open/drafts/{made.pk}/"
    clock(over(made))
    consulting.close_passed(at=over(made))
    before = text_of(client.get(address))
    assert "全部免费" not in before
    assert "正在研究收到的意见" in before
    answered(handler, made, {1: ADOPTED, 2: REJECTED})
    page = text_of(client.get(address))
    assert "我叫钱**，电话138****8000，增加无障碍车位。" in page
    assert ("钱多多" in page, "13800138000" in page) == (False, False)
    assert "收费标准由价格主管部门另行制定。" in page
    narrowed = text_of(client.get(address, {"fate": "rejected"}))
    assert ("全部免费" in narrowed, "无障碍" in narrowed) == (True, True)  # the draft itself speaks of 无障碍
    assert "征2026-001-0001" not in narrowed


def test_page_of_many_opinions_costs_no_more_than_of_few(
    handler: Actor, district: District, at: datetime, clock: Callable[[datetime], None]
) -> None:
    made = opened(handler, district.market, at)

    client, address = Client(), f"/open/drafts/{made.pk}/"
    heard = [Heard(Voice(f"第{number}条意见：增加车位。"), "letter", at.date()) for number in range(1_000)]
    speaking.record(actor=handler, consultation=made, heard=heard, at=at)
    answering.answer(actor=handler, consultation=made, seqs=range(1, 1_001), fate="adopted", reason="", at=at)
    clock(over(made))
    consulting.close_passed(at=over(made))
    consulting.publish_answers(actor=handler, consultation=fresh(made.pk), summary="都采纳了。", at=over(made))
    with CaptureQueriesContext(
        connection,
    ) as many:
        page = text_of(client.get(address))
    assert "1000" in page
    assert page.count("<blockquote") == 50
    assert len(many) <= 14


def test_list_costs_the_same_for_one_and_for_three(handler: Actor, district: District, at: datetime) -> None:
    opened(handler, district.market, at)
    client = Client()
    client.get("/open/drafts/")
    with CaptureQueriesContext(connection) as one:
        client.get("/open/drafts/")
    for _ in range(2):
        opened(handler, district.market, at)
    with CaptureQueriesContext(connection) as three:
        page = client.get("/open/drafts/")
    assert len(one) == len(three)
    assert "max-age=60" in page["Cache-Control"]
    assert Consultation.objects.count() == 3


def test_files_of_another_draft_are_not_handed_out(handler: Actor, district: District, at: datetime) -> None:
    shown, hidden = opened(handler, district.market, at), prepared(handler, district.market, at)
    assert Client().get(f"/open/drafts/{shown.pk}/files/{hidden.files.get().pk}/").status_code == 404


def test_many_opinions_from_one_place_are_asked_to_wait_and_kept(
    handler: Actor, district: District, at: datetime, clock: Callable[[datetime], None]
) -> None:
    made = opened(handler, district.market, at)
    client, address = Client(), f"/open/drafts/{made.pk}/say/"
    sent = SAID | served(client, address)
    clock(at + timedelta(minutes=5))
    for _ in range(OF_AN_ADDRESS.most):
        rates.count(OF_AN_ADDRESS, "127.0.0.1", at=at + timedelta(minutes=4))
    page = client.post(address, sent)
    assert (page.status_code, Opinion.objects.count()) == (422, 0)
    assert "请 10:04 以后再提交" in text_of(page)
    assert "夜间优惠到早上七点。" in text_of(page)
    clock(at + timedelta(minutes=65))
    assert client.post(address, sent).status_code == 302
