"""Pages of monthly reporting over HTTP."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fazhi.government.actors import Actor
from fazhi.plans import monthly
from fazhi.plans.models import MonthlyReminder, MonthlyReport, MonthlyRound
from tests.conftest import District
from tests.plans.supervision_cases import planned

SignIn = Callable[[Actor], Client]
Queries = Callable[[Client, str], int]
LIST = "/supervision/monthly/"
WORDS = {"progress": "完成3次检查。", "problems": "", "requests": "", "next_steps": ""}


@pytest.fixture
def february(coordinator: Actor, district: District, at: datetime) -> MonthlyRound:
    """The round of February with market and urban in it."""
    planned(coordinator, at, district.market, district.urban)
    opened = monthly.open_round(jurisdiction=district.jurisdiction, at=at)
    assert opened is not None
    return opened


def page_of(round_: MonthlyRound) -> str:
    return f"{LIST}{round_.pk}/"


def test_round_shows_who_reported_and_who_is_missing(
    sign_in: SignIn, february: MonthlyRound, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    monthly.report(actor=handler, round=february, unit=district.market, at=at, **WORDS)
    response = sign_in(coordinator).get(page_of(february))
    standing = [(str(each.unit), mark.words) for each, mark in response.context["units"]]
    assert standing == [("区城管局", "待报"), ("区市场监管局", "已报")]
    assert response.context["missing"] == 1


def test_unit_reports_and_corrects(
    sign_in: SignIn,
    february: MonthlyRound,
    handler: Actor,
    district: District,
    upload: Callable[[str, bytes], SimpleUploadedFile],
) -> None:
    client = sign_in(handler)
    address = f"{page_of(february)}report/"
    given = WORDS | {"unit": district.market.pk, "attachments": upload("台账.txt", "一".encode())}
    assert client.post(address, given, follow=True).redirect_chain == [(page_of(february), 302)]
    assert client.get(address).context["form"].initial["progress"] == "完成3次检查。"
    client.post(address, WORDS | {"unit": district.market.pk, "progress": "完成4次检查。"})
    assert list(MonthlyReport.objects.values_list("progress", flat=True)) == ["完成3次检查。", "完成4次检查。"]
    assert [each.name for each in MonthlyReport.objects.earliest("id").files.all()] == ["台账.txt"]


def test_empty_report_is_shown_again(
    sign_in: SignIn, february: MonthlyRound, handler: Actor, district: District
) -> None:
    given = {"unit": district.market.pk, "progress": "", "requests": "请协调数据共享。"}
    response = sign_in(handler).post(f"{page_of(february)}report/", given)
    assert (response.status_code, response.context["form"].errors) == (422, {"progress": ["请填写本月进展。"]})
    assert "请协调数据共享。" in response.content.decode()


def test_request_is_answered(
    sign_in: SignIn, february: MonthlyRound, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    asked = monthly.report(
        actor=handler, round=february, unit=district.market, at=at, **(WORDS | {"requests": "请协调数据共享。"})
    )
    client = sign_in(coordinator)
    assert "待答复的协调事项" in client.get("/").content.decode()
    client.post(f"{LIST}reports/{asked.pk}/reply/", {"text": "已商数据局。"})
    assert [reply.text for reply in asked.replies.all()] == ["已商数据局。"]
    assert "已商数据局。" in sign_in(handler).get(page_of(february)).content.decode()
    assert "待答复的协调事项" not in client.get("/").content.decode()


def test_urging_reaches_the_unit_which_signs(
    sign_in: SignIn, february: MonthlyRound, coordinator: Actor, handler: Actor
) -> None:
    response = sign_in(coordinator).post(f"{page_of(february)}urge/", follow=True)
    assert "已催报 2 个单位。" in response.content.decode()
    client = sign_in(handler)
    seen = client.get(page_of(february)).content.decode()
    reminder = MonthlyReminder.objects.get(unit__short_name="区市场监管局")
    assert f"/supervision/monthly/reminders/{reminder.pk}/read/" in seen
    client.post(f"/supervision/monthly/reminders/{reminder.pk}/read/")
    reminder.refresh_from_db()
    assert reminder.read_by == handler.person


def test_owed_report_waits_on_the_home_page(
    sign_in: SignIn, february: MonthlyRound, handler: Actor, settings: Any, at: datetime
) -> None:
    settings.FIXED_NOW = at.replace(day=7).isoformat()
    seen = sign_in(handler).get("/").content.decode()
    assert ("2026年2月月报" in seen, "缺报" in seen) == (True, True)


def test_round_and_list_cost_the_same_whatever_is_in_them(
    sign_in: SignIn,
    february: MonthlyRound,
    coordinator: Actor,
    handler: Actor,
    other_handler: Actor,
    district: District,
    at: datetime,
    queries_of: Queries,
) -> None:
    client = sign_in(coordinator)
    words = WORDS | {"requests": "请协调。"}
    monthly.report(actor=handler, round=february, unit=district.market, at=at, **words)
    one = [queries_of(client, path) for path in (page_of(february), LIST, "/")]
    monthly.report(actor=other_handler, round=february, unit=district.urban, at=at, **words)
    monthly.report(actor=handler, round=february, unit=district.market, at=at, **words)
    assert [queries_of(client, path) for path in (page_of(february), LIST, "/")] == one


def test_others_stay_outside(
    sign_in: SignIn, february: MonthlyRound, handler: Actor, street_handler: Actor, outsider: Actor, audit_admin: Actor
) -> None:
    assert sign_in(outsider).get(page_of(february)).status_code == 404
    assert sign_in(street_handler).get(page_of(february)).status_code == 404
    assert sign_in(street_handler).get(f"{page_of(february)}report/").status_code == 404
    assert sign_in(audit_admin).get(LIST).status_code == 403
    assert sign_in(handler).post(f"{page_of(february)}urge/").status_code == 403
    assert sign_in(outsider).post(f"{page_of(february)}urge/").status_code == 404
