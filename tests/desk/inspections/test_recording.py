"""The record of a visit as it is entered on a phone."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.registers.models import Entry
from tests.inspections.inspected import Inspecting

SignIn = Callable[[Actor], Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32


@pytest.fixture(autouse=True)
def now(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = (at + timedelta(hours=2)).isoformat()


def filled(market: Inspecting, **more: Any) -> dict[str, Any]:
    return {
        "performed_on": "2026-03-02",
        "officers": [str(each.person.pk) for each in market.officers],
        "id_shown": "on",
        "rights_told": "on",
        "place": "东街1号",
        "outcome-0": "good",
        "outcome-1": "bad",
        "note-1": "两袋过期",
        "item-2": "冷藏温度",
        "outcome-2": "good",
        "signing": "signed",
        "signer": "王某",
        "key": "a" * 32,
    } | more


def test_form_lists_the_published_points(market: Inspecting, shop: Entry, sign_in: SignIn):
    case = market.announced(shop)
    response = sign_in(market.officers[0]).get(reverse("desk:inspections:record", args=[case.pk]))
    page = response.content.decode()
    assert "1. 进货查验记录" in page
    assert "票证齐全" in page
    assert 'capture="environment"' in page
    assert [each.item for each in response.context["points"]] == ["进货查验记录", "食品保质期", "", "", ""]


def test_record_is_taken_as_the_step_of_the_case(market: Inspecting, shop: Entry, sign_in: SignIn):
    case = market.announced(shop)
    photo = SimpleUploadedFile("货架.png", PNG)
    drawn = "data:image/png;base64," + base64.b64encode(PNG + b"1").decode()
    response = sign_in(market.officers[0]).post(
        reverse("desk:inspections:record", args=[case.pk]), filled(market, photos=[photo], signature=drawn)
    )
    assert response.status_code == 302
    kept = Case.objects.get(pk=case.pk)
    assert kept.data["checks"] == [
        {"item": "进货查验记录", "outcome": "good"},
        {"item": "食品保质期", "outcome": "bad", "note": "两袋过期"},
        {"item": "冷藏温度", "outcome": "good"},
    ]
    names = [each.file.name for each in kept.attachments.select_related("file")]
    assert names == ["货架.png", "签名-王某.png"]


def test_point_without_an_answer_is_refused_and_all_is_kept(market: Inspecting, shop: Entry, sign_in: SignIn):
    case = market.announced(shop)
    response = sign_in(market.officers[0]).post(
        reverse("desk:inspections:record", args=[case.pk]), filled(market, **{"outcome-0": ""})
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "还有检查内容没有选结果：进货查验记录" in page
    assert 'value="两袋过期"' in page
    assert 'value="冷藏温度"' in page


def test_engine_refuses_on_the_phone_as_on_the_desk(market: Inspecting, shop: Entry, sign_in: SignIn):
    case = market.apply(shop)
    response = sign_in(market.officers[0]).post(reverse("desk:inspections:record", args=[case.pk]), filled(market))
    assert response.status_code == 422
    assert "没有经本单位负责人批准" in response.content.decode()


def test_refused_signature_without_a_witness_is_a_finding(market: Inspecting, shop: Entry, sign_in: SignIn):
    case = market.announced(shop)
    response = sign_in(market.officers[0]).post(
        reverse("desk:inspections:record", args=[case.pk]), filled(market, signing="refused", signer=""), follow=True
    )
    assert "拒绝签名或者无人在场，应当写明情况和见证人" in response.content.decode()


def test_other_bodies_cannot_record(market: Inspecting, shop: Entry, other_handler: Actor, sign_in: SignIn):
    case = market.announced(shop)
    assert sign_in(other_handler).get(reverse("desk:inspections:record", args=[case.pk])).status_code == 404
