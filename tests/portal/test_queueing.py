"""More people at once than can be served: the page waits for them, and nobody fills in anything twice."""

import io
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from PIL import Image

from fazhi.government.models import Organization
from fazhi.intake import drafts, queueing
from fazhi.intake.models import Application, Draft, DraftFile, Waiting
from tests.conftest import District
from tests.intake.office import another as another
from tests.intake.office import example_form as example_form
from tests.portal.applying_pages import BASE, answer_to, fill_in, go_on

pytestmark = pytest.mark.usefixtures("example_form")
WAIT, SENT, CHECK = f"{BASE}/wait/", f"{BASE}/sent/", f"{BASE}/check/"


@pytest.fixture(autouse=True)
def no_room(settings: Any) -> None:
    settings.INTAKE_AT_ONCE = 0


@pytest.fixture
def press(settings: Any, at: datetime, district: District) -> Any:
    """A citizen fills in the form and presses 提交 a minute later."""

    def pressed() -> Client:
        citizen = Client()
        settings.FIXED_NOW = at.isoformat()
        answer = answer_to(fill_in(citizen, settings, at, district.market.pk))
        sent = citizen.post(CHECK, {"answer": answer})
        assert (sent.status_code, sent["Location"]) == (302, WAIT)
        return citizen

    return pressed


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else works the queue off, and has not come far."""
    monkeypatch.setattr(queueing, "_next", lambda _: False)


def test_whoever_finds_no_room_waits_and_is_handed_in(press: Any, settings: Any, at: datetime) -> None:
    citizen = press()
    assert (Application.objects.count(), Waiting.objects.count()) == (0, 1)
    settings.FIXED_NOW = (at + timedelta(days=1, hours=9)).isoformat()
    assert queueing.work_off(now=lambda: at + timedelta(days=1)) == 1
    application = Application.objects.get()
    # Pressed on Monday, handed in on Tuesday: it came in on Monday, and seven working days run from there.
    assert application.received_at == at + timedelta(minutes=1)
    assert application.due_on == date(2026, 3, 11)
    assert citizen.get(WAIT)["Location"] == SENT
    # Nobody had seen the code: the half hour begins with the first look, not with the night.
    page = citizen.get(SENT).content.decode()
    assert application.number in page
    code = re.search(r'class="code">([2-9A-Z-]{14})<', page)
    assert code is not None
    assert citizen.get("/open/follow/matter/").status_code == 200
    settings.FIXED_NOW = (at + timedelta(days=1, hours=9, minutes=29)).isoformat()
    assert code[1] in citizen.get(SENT).content.decode()
    settings.FIXED_NOW = (at + timedelta(days=1, hours=9) + drafts.RECEIPT).isoformat()
    assert citizen.get(SENT).status_code == 302


def test_the_page_says_how_many_are_ahead_and_renews_itself(press: Any, stuck: None) -> None:
    first, second = press(), press()
    seen = [each.get(WAIT) for each in (first, second)]
    assert [each["Refresh"] for each in seen] == ["4", "4"]
    assert ["马上轮到您" in each.content.decode() for each in seen] == [True, False]
    assert "前面约 1 件" in seen[1].content.decode()
    assert "3月2日 09:01:00" in seen[1].content.decode()
    assert seen[1]["Cache-Control"] == "private, no-store"
    calm = second.get(WAIT, {"still": "1"})
    assert "Refresh" not in calm
    assert "现在不自动刷新" in calm.content.decode()


def test_a_look_at_the_page_moves_the_queue_on(press: Any) -> None:
    first, last = press(), press()
    assert last.get(WAIT)["Location"] == SENT
    assert first.get(WAIT)["Location"] == SENT
    numbers = list(Application.objects.order_by("received_at", "number").values_list("number", flat=True))
    assert numbers == ["2026000001", "2026000002"]
    assert numbers[0] in first.get(SENT).content.decode()
    assert numbers[1] in last.get(SENT).content.decode()


def test_as_long_as_somebody_waits_there_is_no_way_past(press: Any, settings: Any, stuck: None) -> None:
    press()
    settings.INTAKE_AT_ONCE = 4
    press()
    assert Waiting.objects.count() == 2


def test_pressed_twice_it_waits_once(press: Any, stuck: None) -> None:
    citizen = press()
    for address in (CHECK, f"{BASE}/1/", f"{BASE}/papers/"):
        assert citizen.post(address, {"information": "改过的", "asked": "information"})["Location"] == WAIT
    assert citizen.get(SENT)["Location"] == WAIT
    assert Waiting.objects.count() == 1


def test_emptying_does_not_lose_what_was_sent(press: Any, stuck: None) -> None:
    citizen = press()
    assert citizen.post(f"{BASE}/drop/")["Location"] == WAIT
    assert Draft.objects.count() == 1


def test_a_page_left_open_in_another_window_changes_nothing(press: Any, stuck: None, at: datetime) -> None:
    press()
    draft = Draft.objects.get()
    before = drafts.Written(draft, "", {"typed": {}})
    after = drafts.write(before, {"typed": {"information": "别的"}}, at=at)
    assert after.waits
    assert after.content["typed"]["information"] == "2025年度老旧小区改造补助清单"


def test_leaving_the_queue_gives_the_form_back(press: Any, settings: Any, stuck: None) -> None:
    citizen = press()
    assert citizen.post(WAIT)["Location"] == CHECK
    page = citizen.get(CHECK).content.decode()
    assert "钱知行" in page
    assert Waiting.objects.count() == 0
    settings.INTAKE_AT_ONCE = 4
    assert citizen.post(CHECK, {"answer": answer_to(page)})["Location"] == SENT
    assert citizen.post(WAIT)["Location"] == SENT


def test_refused_in_the_queue_it_comes_back_with_everything(press: Any, district: District, settings: Any) -> None:
    citizen = press()
    Organization.objects.filter(pk=district.market.pk).update(dissolved_on="2026-03-02")
    assert citizen.get(WAIT)["Location"] == CHECK
    page = citizen.get(CHECK).content.decode()
    assert "还有 1 处要改" in page
    assert page.count("请选择“向哪个单位要”。") == 1
    assert "排队登记的时候发现上面的问题" in page
    assert "钱知行" in page
    at_the_field = citizen.get(f"{BASE}/body/")
    assert (at_the_field.status_code, "请选择“向哪个单位要”。" in at_the_field.content.decode()) == (200, True)
    assert go_on(citizen, "body", body=district.urban.pk)["Location"] == CHECK
    page = citizen.get(CHECK).content.decode()
    assert "要改</h2>" not in page
    settings.INTAKE_AT_ONCE = 4
    assert citizen.post(CHECK, {"answer": answer_to(page)})["Location"] == SENT
    assert Application.objects.get().organization == district.urban


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "JPEG")
    return SimpleUploadedFile("正面.jpg", out.getvalue())


def test_files_wait_with_it(settings: Any, at: datetime, district: District) -> None:
    citizen = Client()
    answer = answer_to(fill_in(citizen, settings, at, district.market.pk))
    assert citizen.post(f"{BASE}/papers/", {"file.0": picture(), "to": "next"})["Location"] == CHECK
    assert citizen.post(CHECK, {"answer": answer})["Location"] == WAIT
    assert queueing.work_off(now=lambda: at + timedelta(hours=1)) == 1
    assert [each.title for each in Application.objects.get().attachments.all()] == ["身份证明"]
    assert DraftFile.objects.count() == 0


CITIZENS, AT_ONCE = 20, 2


@pytest.mark.django_db(transaction=True)
def test_a_burst_comes_through_in_order_each_once(
    settings: Any, at: datetime, district: District, another: psycopg.Connection[Any]
) -> None:
    settings.INTAKE_AT_ONCE = AT_ONCE
    one = Client()
    fill_in(one, settings, at, district.market.pk)
    filled = drafts.find(one.cookies["fazhi_draft"].value, form="example", at=at)
    assert filled is not None
    citizens = [_ready(number, filled.content, at, district) for number in range(CITIZENS)]
    # Nobody works the queue off until everybody has pressed, so that its order can be seen.
    another.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [queueing.CLASS, queueing.WORKER])
    gate = Barrier(CITIZENS)

    def press(citizen: Client, answer: str) -> str:
        connection.ensure_connection()
        gate.wait(30)
        return str(citizen.post(CHECK, {"answer": answer})["Location"])

    ends = _together(press, citizens)
    assert set(ends) <= {SENT, WAIT}
    waiting = list(Waiting.objects.values_list("draft__token", flat=True))
    assert (len(waiting), ends.count(WAIT)) == (CITIZENS - ends.count(SENT),) * 2
    another.rollback()

    def follow(citizen: Client, _: str) -> str:
        while citizen.get(WAIT).headers.get("Location") != SENT:
            pass
        return str(citizen.get(SENT).content.decode())

    # Those who look at the same time work it off between them; the others find theirs done.
    _together(follow, citizens[: 2 * AT_ONCE])
    receipts = [follow(*each) for each in citizens]
    handed = list(Application.objects.order_by("number").values_list("key", "number"))
    assert [number for _, number in handed] == [f"2026{number:06}" for number in range(1, CITIZENS + 1)]
    assert [key for key, _ in handed if key in waiting] == waiting
    assert [key for key, _ in handed[-len(waiting) :]] == waiting
    assert sorted(_number(each) for each in receipts) == [number for _, number in handed]


def _ready(number: int, typed: dict[str, Any], at: datetime, district: District) -> tuple[Client, str]:
    """A citizen before the last button, on an address and with a telephone of their own."""
    citizen, about = Client(REMOTE_ADDR=f"10.0.0.{number}"), {**typed["about"], "phone": f"138123456{number:02}"}
    begun = drafts.begin(form="example", jurisdiction=district.jurisdiction, at=at)
    drafts.write(begun, {**typed, "about": about}, at=at)
    citizen.cookies["fazhi_draft"] = begun.token
    return citizen, answer_to(citizen.get(CHECK).content.decode())


def _together(act: Callable[[Client, str], str], citizens: Sequence[tuple[Client, str]]) -> list[str]:
    """All at the same moment, each in a thread with a connection of its own."""

    def one(citizen: tuple[Client, str]) -> str:
        try:
            return act(*citizen)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(citizens)) as pool:
        return list(pool.map(one, citizens))


def _number(page: str) -> str:
    return re.findall(r"<dd[^>]*>([^<]+)</dd>", page.partition('class="receipt"')[2])[0]
