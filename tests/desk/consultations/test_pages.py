"""The desk of consultations: from a new one to published answers, at speed; strangers kept out; fixed cost."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from fazhi.consultations import consulting, speaking
from fazhi.consultations.models import Consultation, Opinion, State
from fazhi.consultations.speaking import Heard, Voice
from fazhi.documents.spreadsheet import Column, Sheet, write_workbook
from fazhi.government.actors import Actor
from tests.conftest import District
from tests.consultations.test_from_cases import announced
from tests.consultations.townhall import DRAFT, fresh, opened, over, prepared, said

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def clock(settings: Any, at: datetime) -> Callable[[datetime], None]:
    def move(moment: datetime) -> None:
        settings.FIXED_NOW = moment.isoformat()

    move(at)
    return move


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_consultation_is_made_step_by_step(handler: Actor, district: District, sign_in: SignIn) -> None:
    client = sign_in(handler)
    made = client.post(
        "/consultations/new/",
        {
            "unit": district.market.pk,
            "kind": "major_decision",
            "title": "公共停车管理办法（征求意见稿）",
            "explanation": "停车位不足。",
            "channels": ["portal"],
            "is_anonymous": "on",
        },
    )
    found = Consultation.objects.get()
    assert made["Location"] == f"/consultations/{found.pk}/"
    assert "发布前还要：放入草案（征求意见稿）。" in text_of(client.get(made["Location"]))
    papers = {"role": "draft", "papers": SimpleUploadedFile("征求意见稿.txt", DRAFT.encode())}
    assert client.post(f"/consultations/{found.pk}/papers/", papers).status_code == 302
    assert "从草案读出 3 条" in text_of(client.get(made["Location"]))
    opening = text_of(client.get(f"/consultations/{found.pk}/open/"))
    assert 'value="2026-04-01"' in opening
    short = client.post(f"/consultations/{found.pk}/open/", {"closes_on": "2026-03-31"})
    assert (short.status_code, fresh(found.pk).state) == (422, State.DRAFT)
    assert "期限只有 29 日" in text_of(short)
    client.post(f"/consultations/{found.pk}/open/", {"closes_on": "2026-04-01"})
    assert fresh(found.pk).state == State.OPEN
    assert f"/open/drafts/{found.pk}/" in text_of(client.get(made["Location"]))


def test_paper_of_another_kind_is_refused_with_words(
    handler: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    made = prepared(handler, district.market, at)
    bad = {"role": "draft", "papers": SimpleUploadedFile("稿.docx", b"not a zip")}
    page = sign_in(handler).post(f"/consultations/{made.pk}/papers/", bad)
    assert (page.status_code, made.files.count()) == (422, 1)
    assert "内容不是 .docx 文件" in text_of(page)


def test_ticked_opinions_are_answered_together_and_ticks_survive_a_refusal(
    handler: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    made = opened(handler, district.market, at)
    for text in ("反对收费。", "反对收费！", "增加车位。"):
        said(made, text, at)
    client, address = sign_in(handler), f"/consultations/{made.pk}/opinions/?fate=waiting"
    refused = client.post(address, {"seq": ["1"], "fate": "rejected", "reason": ""})
    assert refused.status_code == 422
    assert "未采纳的要写明理由" in text_of(refused)
    assert 'value="1" form="answer-form" aria-label="选第 1 条" checked' in text_of(refused)
    answer = {"seq": ["1"], "fate": "rejected", "reason": "另有规定", "with_alike": "on"}
    answered = client.post(address, answer)
    assert answered["Location"] == address
    assert list(made.opinions.values_list("fate", flat=True)) == ["rejected", "rejected", ""]
    again = client.post(address, {"seq": ["3"], "fate": "partly", "earlier": "另有规定"})
    assert again.status_code == 302
    assert made.opinions.get(seq=3).reason == "另有规定"


def test_page_of_a_thousand_opinions_costs_as_much_as_of_three(
    handler: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    made = opened(handler, district.market, at)
    client, address = sign_in(handler), f"/consultations/{made.pk}/opinions/"
    for number in range(3):
        said(made, f"第{number}条", at)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    heard = [Heard(Voice(f"意见{number}"), "letter", at.date()) for number in range(1_000)]
    speaking.record(actor=handler, consultation=made, heard=heard, at=at)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert len(few) == len(many)
    assert "1003" in text_of(page)


def test_opinion_page_hides_the_speaker_until_it_is_asked_for(
    handler: Actor, coordinator: Actor, other_handler: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    made = opened(handler, district.market, at)
    said(made, "我叫钱多多，请增加车位。", at, name="钱多多", phone="13800138000")
    client, address = sign_in(handler), f"/consultations/{made.pk}/opinions/1/"
    assert "13800138000" not in text_of(client.get(address))
    assert "13800138000" in text_of(client.post(address, {"what": "speaker"}))
    assert "查看提出人" in text_of(client.get(address))
    stranger = sign_in(other_handler)
    assert "我叫钱**" in text_of(stranger.get(address))
    assert "我叫钱多多" not in text_of(stranger.get(address))
    assert stranger.post(address, {"what": "speaker"}).status_code == 403


def test_public_text_is_mended_and_answer_leads_to_the_next(
    handler: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    made = opened(handler, district.market, at)
    for text in ("王五家门口要车位。", "多设充电桩。"):
        said(made, text, at)
    client, address = sign_in(handler), f"/consultations/{made.pk}/opinions/1/"
    client.post(address, {"what": "text", "is_shown": "1", "shown_text": "某户门口要车位。"})
    assert made.opinions.get(seq=1).shown_text == "某户门口要车位。"
    refused = client.post(address, {"what": "text", "is_shown": "0", "shown_text": ""})
    assert refused.status_code == 422
    following = client.post(address, {"what": "answer", "fate": "adopted", "next": "1"})
    assert following["Location"] == f"/consultations/{made.pk}/opinions/2/"


def test_workbook_of_opinions_is_taken_whole_or_not_at_all(
    handler: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    made = opened(handler, district.market, at)

    def book(*rows: list[str]) -> SimpleUploadedFile:
        columns = [Column(name, 20) for name in ("意见内容", "提出人类别", "渠道", "收到日期")]
        sheet = Sheet(title="意见", heading="意见登记表", subheading="", columns=columns, rows=list(rows))
        return SimpleUploadedFile("意见.xlsx", write_workbook([sheet]))

    client, address = sign_in(handler), f"/consultations/{made.pk}/opinions/import/"
    common = {"channel": "letter", "received_on": "2026-03-02"}
    wrong = client.post(address, common | {"workbook": book(["好", "企业", "", ""], ["不好", "外星人", "", ""])})
    assert (wrong.status_code, made.opinions.count()) == (422, 0)
    assert "提出人类别“外星人”不认识" in text_of(wrong)
    right = book(["好", "企业", "座谈会", "2026年3月2日"], ["不好", "", "", ""])
    assert client.post(address, common | {"workbook": right}).status_code == 302
    kept = [(each.text, each.category, each.channel) for each in Opinion.objects.order_by("seq")]
    assert kept == [("好", "enterprise", "meeting"), ("不好", "other", "letter")]


def test_answers_are_published_from_the_page_and_taken_away_as_a_workbook(
    handler: Actor, district: District, at: datetime, sign_in: SignIn, clock: Callable[[datetime], None]
) -> None:
    made = opened(handler, district.market, at)
    said(made, "增加车位。", at)
    client = sign_in(handler)
    clock(over(made))
    home = text_of(client.get("/"))
    assert "1 条待答复" in home
    client.post(f"/consultations/{made.pk}/opinions/", {"seq": ["1"], "fate": "adopted"})
    page = text_of(client.get(f"/consultations/{made.pk}/publish/"))
    assert "共收到意见 1 条：采纳 1 条。" in page
    client.post(f"/consultations/{made.pk}/publish/", {"summary": "共收到 1 条，已采纳。"})
    assert fresh(made.pk).state == State.ANSWERED
    book = client.get(f"/consultations/{made.pk}/opinions/?export=xlsx").content
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    values = [cell.value for row in sheet for cell in row]
    assert "增加车位。" in values


def test_strangers_see_but_do_not_change(
    handler: Actor, other_handler: Actor, outsider: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    made = opened(handler, district.market, at)
    client = sign_in(other_handler)
    assert client.get(f"/consultations/{made.pk}/").status_code == 200
    for part in ("extend/", "withdraw/", "publish/", "opinions/record/", "opinions/import/"):
        assert client.get(f"/consultations/{made.pk}/{part}").status_code == 403
    assert sign_in(outsider).get(f"/consultations/{made.pk}/").status_code == 404


def test_list_costs_the_same_for_one_and_for_three(
    handler: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    opened(handler, district.market, at)
    client = sign_in(handler)
    client.get("/consultations/")
    with CaptureQueriesContext(connection) as one:
        client.get("/consultations/")
    for _ in range(2):
        prepared(handler, district.market, at)
    with CaptureQueriesContext(connection) as three:
        page = text_of(client.get("/consultations/"))
    assert len(one) == len(three)
    assert page.count("筹备中") >= 2
    assert consulting.close_passed(at=at) == 0


def test_case_that_announced_is_prepared_from_the_list(
    handler: Actor, other_handler: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    case = announced(handler, district, at)
    client, address = sign_in(handler), f"/consultations/from-case/{case.pk}/3/"
    assert address in text_of(client.get("/consultations/"))
    assert address not in text_of(sign_in(other_handler).get("/consultations/"))
    client.post(address)
    made = Consultation.objects.get()
    assert (made.case_id, made.state) == (case.pk, State.DRAFT)
    assert address not in text_of(client.get("/consultations/"))
