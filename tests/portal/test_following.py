"""Following one's matter: number and code posted, never in an address; everything that can be said, said there."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from fazhi.government.actors import Actor
from fazhi.intake import applying, handling
from fazhi.intake.applying import Submitted
from fazhi.intake.models import Application
from fazhi.portal.applying import following, session
from fazhi.procedures.applications.library import forms
from tests.conftest import District
from tests.intake.office import CITIZEN, WANTED
from tests.intake.office import example_form as example_form

pytestmark = pytest.mark.usefixtures("example_form")
ENTER, MATTER = "/open/follow/", "/open/follow/matter/"


@pytest.fixture
def handed_in(district: District, at: datetime) -> Submitted:
    return applying.submit(
        form=forms().get("example"),
        organization=district.market,
        applicant=CITIZEN,
        data={"information": WANTED},
        at=at,
    )


@pytest.fixture
def citizen(handed_in: Submitted) -> Client:
    """Who has shown number and code."""
    client = Client()
    client.post(ENTER, {"number": handed_in.application.number, "code": handed_in.code})
    return client


@pytest.mark.parametrize("number", ["2026000001", "138-1234-5678"])
def test_entering(handed_in: Submitted, number: str) -> None:
    client = Client()
    response = client.post(ENTER, {"number": number, "code": handed_in.code.lower()})
    assert (response.status_code, response["Location"]) == (302, MATTER)
    cookie = client.cookies[session.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/open/follow/")
    assert handed_in.code not in cookie.value
    page = client.get(MATTER)
    assert page["Cache-Control"] == "private, no-store"
    text = page.content.decode()
    for word in ("已经收到，等待工作人员查看", "清和区市场监督管理局", "2026年3月11日", "到期没有答复的"):
        assert word in text
    assert [word for word in ("钱知行", "13812345678", handed_in.code) if word in text] == []


def test_entering_wrongly_keeps_what_was_typed(handed_in: Submitted) -> None:
    pages = [
        Client().post(ENTER, {"number": number, "code": code})
        for number, code in (("2026000001", "AAAA"), ("2026009999", handed_in.code), ("2026009999", "AAAA"))
    ]
    assert [page.status_code for page in pages] == [422] * 3
    assert 'value="2026009999"' in pages[1].content.decode()
    assert len({page.content.decode().count("没有查到") for page in pages}) == 1


def test_entering_too_often(handed_in: Submitted) -> None:
    tried = [Client().post(ENTER, {"number": "1", "code": "A"}).status_code for _ in range(following.TRIES.most + 1)]
    assert tried == [422] * following.TRIES.most + [429]


def test_half_an_hour_later(citizen: Client, settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = (at + timedelta(minutes=31)).isoformat()
    assert citizen.get(MATTER)["Location"] == ENTER
    assert citizen.get("/open/follow/say/urge/")["Location"] == ENTER


def test_cookie_that_was_changed(citizen: Client) -> None:
    citizen.cookies[session.COOKIE] = citizen.cookies[session.COOKIE].value[:-2] + "xx"
    assert citizen.get(MATTER)["Location"] == ENTER


def test_leaving(citizen: Client) -> None:
    citizen.post("/open/follow/end/")
    assert citizen.get(MATTER)["Location"] == ENTER


def picture(name: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


def test_supplement_with_files(citizen: Client, handed_in: Submitted) -> None:
    sent = citizen.post("/open/follow/say/supplement/", {"text": "请看照片", "files": [picture("钱知行.jpg")]})
    assert sent["Location"] == f"{MATTER}?told=supplement"
    page = citizen.get(sent["Location"]).content.decode()
    assert "您补充的内容已经收到" in page
    assert "补充材料.jpg" in page
    wrong = citizen.post(
        "/open/follow/say/supplement/",
        {"text": "再补", "files": [picture("a.jpg"), SimpleUploadedFile("b.exe", b"MZ")]},
    )
    assert wrong.status_code == 422
    assert "其余的已经收下" in wrong.content.decode()
    assert handed_in.application.attachments.count() == 2


def test_everything_that_can_be_said(citizen: Client, handed_in: Submitted, handler: Actor, at: datetime) -> None:
    pk = handed_in.application.pk
    assert citizen.post("/open/follow/say/urge/", {})["Location"] == f"{MATTER}?told=urge"
    assert "已经替您催办过了" in citizen.post("/open/follow/say/urge/", {}).content.decode()
    handling.answer(actor=handler, application_id=pk, text="已公开。", remedies="可以申请行政复议。", at=at)
    page = citizen.get(MATTER).content.decode()
    assert "可以申请行政复议。" in page
    assert citizen.post("/open/follow/say/rate/", {}).status_code == 422
    assert citizen.post("/open/follow/say/rate/", {"satisfaction": "2"})["Location"] == f"{MATTER}?told=rate"
    refused = citizen.post("/open/follow/say/reopen/", {"text": ""})
    assert refused.status_code == 422
    assert citizen.post("/open/follow/say/reopen/", {"text": "不全"})["Location"] == f"{MATTER}?told=reopen"
    assert citizen.post("/open/follow/say/withdraw/", {})["Location"] == f"{MATTER}?told=withdraw"
    assert Application.objects.get(pk=pk).state == "withdrawn"
    assert citizen.get("/open/follow/say/nothing/").status_code == 404


def test_paper_that_is_not_theirs(citizen: Client) -> None:
    assert citizen.get("/open/follow/paper/1/disclosure_reply/").status_code == 404
