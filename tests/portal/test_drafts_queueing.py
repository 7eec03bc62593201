"""Opinions in a burst: they wait in the queue of applications, as of the press, and nothing that was typed is lost."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from fazhi.consultations import consulting
from fazhi.consultations.models import Consultation, Opinion, State
from fazhi.government.actors import Actor
from fazhi.intake import queueing
from fazhi.intake.models import Draft, Waiting
from fazhi.procedures.pauses import PLACE
from tests.conftest import District
from tests.consultations.townhall import opened, over

SAID = {
    "text": "夜间优惠到早上七点。",
    "category": "citizen",
    "point": "第三条",
    "name": "钱知行",
    "phone": "13812345678",
}
Press = Callable[..., tuple[Client, str]]


@pytest.fixture
def consultation(handler: Actor, district: District, at: datetime) -> Consultation:
    return opened(handler, district.market, at)


@pytest.fixture
def press(settings: Any, at: datetime, consultation: Consultation) -> Press:
    """Somebody presses 提交意见 a minute later, or at a moment, while there is no room; gives where they are led."""
    settings.INTAKE_AT_ONCE = 0

    def pressed(moment: datetime = at + timedelta(minutes=1), **more: str) -> tuple[Client, str]:
        client, address = Client(), f"/open/drafts/{consultation.pk}/say/"
        settings.FIXED_NOW = (moment - timedelta(minutes=1)).isoformat()
        form = client.get(address).content.decode()
        settings.FIXED_NOW = moment.isoformat()
        return client, client.post(address, SAID | more | token_in(form))["Location"]

    return pressed


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else works the queue off, and has not come far."""
    monkeypatch.setattr(queueing, "_next", lambda _: False)


def token_in(page: str) -> dict[str, str]:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return {"token": found[1]}


def test_opinion_that_finds_no_room_waits_and_is_kept(press: Press, settings: Any, at: datetime) -> None:
    client, address = press()
    assert (Opinion.objects.count(), Waiting.objects.count()) == (0, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM intake_draft d")
        kept = cursor.fetchone()[0]
    assert [word for word in SAID.values() if word in kept] == []
    settings.FIXED_NOW = (at + timedelta(hours=3)).isoformat()
    assert queueing.work_off(now=lambda: at + timedelta(hours=2)) == 1
    opinion = Opinion.objects.get()
    assert (opinion.text, opinion.seq, opinion.received_at) == (SAID["text"], 1, at + timedelta(minutes=1))
    assert "征2026-001-0001" in client.get(address, follow=True).content.decode()
    assert (Draft.objects.count(), Waiting.objects.count()) == (0, 0)


def test_page_of_the_queue(press: Press, stuck: None) -> None:
    press()
    client, address = press(text="另一条。")
    page = client.get(address)
    assert ("前面约 1 件" in page.content.decode(), page["Refresh"]) == (True, "4")
    assert page["Cache-Control"] == "private, no-store"
    assert "Refresh" not in client.get(address, {"still": "1"})
    # What was typed is for the browser that typed it.
    stranger = Client().get(address)
    assert (stranger.status_code, stranger["Location"]) == (302, address.partition("wait/")[0])


def test_look_moves_the_queue_on(press: Press) -> None:
    client, address = press()
    assert "/said/" in client.get(address)["Location"]
    assert Opinion.objects.count() == 1


def test_there_is_no_way_past_whoever_waits(press: Press, settings: Any, stuck: None) -> None:
    press()
    settings.INTAKE_AT_ONCE = 4
    press(text="另一条。")
    assert (Opinion.objects.count(), Waiting.objects.count()) == (0, 2)
    Waiting.objects.all().delete()
    assert "/said/" in press(text="又一条。")[1]


def test_form_sent_twice_is_one_opinion(consultation: Consultation, settings: Any, at: datetime) -> None:
    settings.INTAKE_AT_ONCE = 0
    client, address = Client(), f"/open/drafts/{consultation.pk}/say/"
    sent = SAID | token_in(client.get(address).content.decode())
    settings.FIXED_NOW = (at + timedelta(minutes=1)).isoformat()
    places = {client.post(address, sent)["Location"] for _ in range(2)}
    assert len(places) == 1
    assert queueing.work_off(now=lambda: at + timedelta(hours=1)) == 2
    assert Opinion.objects.count() == 1
    assert "/said/" in client.post(address, sent)["Location"]


def test_what_is_wrong_is_said_at_once(consultation: Consultation, settings: Any, at: datetime) -> None:
    settings.INTAKE_AT_ONCE = 0
    client, address = Client(), f"/open/drafts/{consultation.pk}/say/"
    sent = SAID | token_in(client.get(address).content.decode()) | {"phone": "12"}
    settings.FIXED_NOW = (at + timedelta(minutes=1)).isoformat()
    answer = client.post(address, sent)
    assert (answer.status_code, "电话号码不对" in answer.content.decode()) == (422, True)
    assert SAID["text"] in answer.content.decode()
    assert Waiting.objects.count() == 0


def test_said_on_the_last_day_and_handed_in_after_the_close_is_in_time(
    press: Press, consultation: Consultation
) -> None:
    assert consultation.closes_on is not None
    moment = datetime.combine(consultation.closes_on, time(23, 59), PLACE)
    press(moment)
    consulting.close_passed(at=over(consultation))
    consultation.refresh_from_db()
    assert consultation.state == State.CLOSED
    queueing.work_off(now=lambda: over(consultation))
    opinion = Opinion.objects.get()
    assert (opinion.received_at, opinion.is_late) == (moment, False)


def test_refused_in_the_queue_it_comes_back_with_everything(
    press: Press, handler: Actor, consultation: Consultation, at: datetime, settings: Any
) -> None:
    client, address = press()
    consulting.withdraw(actor=handler, consultation=consultation, reason="不办了", at=at + timedelta(minutes=2))
    settings.FIXED_NOW = (at + timedelta(minutes=3)).isoformat()
    page = client.get(address).content.decode()
    assert "已撤回，不再接收意见" in page
    assert [word for word in ("夜间优惠到早上七点。", "钱知行", "13812345678") if word not in page] == []
    assert (Opinion.objects.count(), Waiting.objects.count()) == (0, 0)


def test_leaving_the_queue_gives_the_form_back(press: Press, settings: Any, at: datetime, stuck: None) -> None:
    client, address = press()
    assert client.post(address)["Location"] == address
    page = client.get(address).content.decode()
    assert [word for word in (SAID["text"], "钱知行", "13812345678") if word not in page] == []
    form = re.search(r'<form method="post" action="([^"]+/say/)"', page)
    assert form is not None
    assert Waiting.objects.count() == 0
    settings.INTAKE_AT_ONCE, settings.FIXED_NOW = 4, (at + timedelta(minutes=5)).isoformat()
    assert "/said/" in client.post(form[1], SAID | {"text": "改过的。"} | token_in(page))["Location"]
    assert Opinion.objects.get().text == "改过的。"
    # The address in the history leads to the receipt now.
    assert "/said/" in client.get(address)["Location"]
