"""A citizen fills in a form without scripts: nothing typed is lost, and it is handed in once."""

import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from fazhi.intake import drafts
from fazhi.intake.models import Application, Draft, DraftFile
from fazhi.portal.applying import checking
from tests.conftest import District
from tests.intake.office import example_form as example_form
from tests.portal.applying_pages import ANSWERS, BASE, YOU, answer_to, fill_in, go_on, proof_for

pytestmark = pytest.mark.usefixtures("example_form")


@pytest.fixture
def citizen(district: District) -> Client:
    return Client()


def receipt(client: Client) -> tuple[str, str]:
    """Number and code on the receipt."""
    page = client.get(f"{BASE}/sent/").content.decode()
    number, code = re.findall(r"<dd[^>]*>([^<]+)</dd>", page.partition('class="receipt"')[2])[:2]
    return number, code


def test_choosing_and_start_are_plain(citizen: Client) -> None:
    page = citizen.get("/open/apply/").content.decode()
    assert "我想要一份政府部门的文件、数据" in page
    start = citizen.get(f"{BASE}/")
    assert "任何人、任何单位都可以申请" in start.content.decode()
    assert start.cookies == {}
    assert Draft.objects.count() == 0


def test_form_that_is_not_there(citizen: Client) -> None:
    assert citizen.get("/open/apply/nothing/").status_code == 404
    assert citizen.get(f"{BASE}/9/").status_code == 404


def test_form_filled_in_and_sent(citizen: Client, settings: Any, at: datetime, district: District) -> None:
    page = fill_in(citizen, settings, at, district.market.pk)
    for word in ("个人", "2025年度老旧小区改造补助清单", "清和区市场监督管理局", "钱知行", "13812345678", "没有上传"):
        assert word in page
    sent = citizen.post(f"{BASE}/check/", {"answer": answer_to(page)})
    assert (sent.status_code, sent["Location"]) == (302, f"{BASE}/sent/")
    application = Application.objects.get()
    number, code = receipt(citizen)
    assert (application.number, application.organization) == (number, district.market)
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", code)
    assert "2026年3月11日" in citizen.get(f"{BASE}/sent/").content.decode()
    assert citizen.get("/open/follow/matter/").status_code == 200


def test_form_sent_twice_is_one_application(citizen: Client, settings: Any, at: datetime, district: District) -> None:
    answer = answer_to(fill_in(citizen, settings, at, district.market.pk))
    again = [citizen.post(f"{BASE}/check/", {"answer": answer})["Location"] for _ in range(2)]
    assert again == [f"{BASE}/sent/"] * 2
    assert Application.objects.count() == 1
    assert receipt(citizen) == receipt(citizen)


def test_receipt_is_gone_after_half_an_hour(citizen: Client, settings: Any, at: datetime, district: District) -> None:
    page = fill_in(citizen, settings, at, district.market.pk)
    citizen.post(f"{BASE}/check/", {"answer": answer_to(page)})
    settings.FIXED_NOW = (at + timedelta(minutes=1) + drafts.RECEIPT).isoformat()
    assert citizen.get(f"{BASE}/sent/").status_code == 302
    assert citizen.get("/open/follow/matter/")["Location"] == "/open/follow/"


def test_mistakes_cost_nothing_typed(citizen: Client, district: District) -> None:
    story = "第一行\n<b>第二行</b>"
    refused = go_on(citizen, "1", asked="information form_wanted needs_help", information="", form_wanted=story)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "请填写“想要的信息”。" in page
    assert "请选择您是个人还是单位。" in page
    again = citizen.get(f"{BASE}/1/").content.decode()
    assert "第二行&lt;/b&gt;" in again
    wrong = go_on(citizen, "you", name="钱知行", phone="1381234567", id_number="110105194912310021")
    assert wrong.status_code == 422
    page = citizen.get(f"{BASE}/you/").content.decode()
    assert 'value="1381234567"' in page
    assert 'value="110105194912310021"' in page


def test_question_that_comes_up_by_an_answer(citizen: Client) -> None:
    asked = "information form_wanted needs_help"
    page = go_on(citizen, "1", applicant_kind="legal_person", information="清单", asked=asked)
    assert page.status_code == 200
    assert "根据您的回答，还有几个问题" in page.content.decode()
    assert "单位是哪一类" in page.content.decode()
    asked += " applicant_category"
    assert go_on(citizen, "1", applicant_kind="legal_person", information="清单", asked=asked).status_code == 422
    named = {"applicant_kind": "legal_person", "applicant_category": "business"}
    done = go_on(citizen, "1", **named, information="清单", asked=asked)
    assert done["Location"] == f"{BASE}/body/"


def test_draft_that_is_no_longer_kept_is_said_kindly(citizen: Client) -> None:
    late = go_on(citizen, "you", **YOU)
    assert late["Location"] == f"{BASE}/1/"
    assert "以前填的内容已经不在了" in citizen.get(f"{BASE}/1/").content.decode()
    assert 'value="钱知行"' in citizen.get(f"{BASE}/you/").content.decode()
    go_on(citizen, "1", applicant_kind="person", information="清单", asked="information form_wanted needs_help")
    assert "以前填的内容已经不在了" not in citizen.get(f"{BASE}/1/").content.decode()


def test_going_back_keeps_what_is_unfinished(citizen: Client) -> None:
    citizen.post(f"{BASE}/you/", {"name": "钱", "phone": "1", "to": "body"})
    assert 'value="钱"' in citizen.get(f"{BASE}/you/").content.decode()


def test_draft_is_sealed_and_of_one_browser(citizen: Client, district: District) -> None:
    go_on(citizen, "1", **ANSWERS)
    go_on(citizen, "you", **YOU)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM intake_draft d")
        row = cursor.fetchone()[0]
    token = citizen.cookies["fazhi_draft"]
    assert [word for word in ("钱知行", "13812345678", "老旧小区", token.value) if word in row] == []
    assert (token["httponly"], token["samesite"], token["path"]) == (True, "Lax", f"{BASE}/")
    assert "钱知行" not in Client().get(f"{BASE}/you/").content.decode()


def test_draft_after_a_day(citizen: Client, settings: Any, at: datetime) -> None:
    go_on(citizen, "you", **YOU)
    settings.FIXED_NOW = (at + timedelta(hours=25)).isoformat()
    assert "钱知行" not in citizen.get(f"{BASE}/you/").content.decode()
    go_on(Client(), "you", **YOU)
    assert Draft.objects.count() == 1


def test_draft_emptied(citizen: Client) -> None:
    go_on(citizen, "you", **YOU)
    assert citizen.post(f"{BASE}/drop/")["Location"] == f"{BASE}/"
    assert Draft.objects.count() == 0


def picture(name: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue())


def test_wrong_file_says_so_and_the_others_are_kept(citizen: Client) -> None:
    files = {"file.0": [picture("正面.jpg"), SimpleUploadedFile("表.doc", b"\xd0\xcf\x11\xe0"), picture("反面.jpg")]}
    page = citizen.post(f"{BASE}/papers/", {**files, "to": "next"})
    said = page.content.decode()
    assert page.status_code == 422
    assert "“身份证明”最多交2个文件，多出来的1个没有收下。" in said
    assert "“表.doc”是旧格式" in said
    assert [each.name for each in DraftFile.objects.all()] == ["身份证明.jpg"]
    assert "正面.jpg" in citizen.get(f"{BASE}/papers/").content.decode()
    citizen.post(f"{BASE}/papers/", {"remove": DraftFile.objects.get().pk})
    assert DraftFile.objects.count() == 0


def test_check_names_what_was_skipped(citizen: Client, settings: Any, at: datetime) -> None:
    go_on(citizen, "papers")
    settings.FIXED_NOW = (at + timedelta(minutes=1)).isoformat()
    page = citizen.get(f"{BASE}/check/").content.decode()
    refused = citizen.post(f"{BASE}/check/", {"answer": answer_to(page)}).content.decode()
    assert "还有 6 处要改" in refused
    sentences = (
        "请选择您是个人还是单位。",
        "请填写“想要的信息”。",
        "请选择“向哪个单位要”。",
        "请填写“姓名”。",
        "请填写“身份证号”。",
        "请填写“电话”。",
    )
    for say in sentences:
        assert refused.count(say) == 1
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("posted", "say"),
    [
        ({"answer": "99"}, "请回答最下面的小问题"),
        ({}, "请稍等几秒再按一次"),
        ({"proof": "0"}, "请稍等几秒再按一次"),
        ({"website": "http://example.com"}, "没有提交成功"),
    ],
)
def test_programs_are_held_up(
    citizen: Client, settings: Any, at: datetime, district: District, posted: dict[str, str], say: str
) -> None:
    fill_in(citizen, settings, at, district.market.pk)
    refused = citizen.post(f"{BASE}/check/", posted)
    assert refused.status_code == 422
    assert say in refused.content.decode()
    assert "钱知行" in refused.content.decode()
    assert Application.objects.count() == 0


def test_sending_at_once_is_held_up(citizen: Client, settings: Any, at: datetime, district: District) -> None:
    page = fill_in(citizen, settings, at, district.market.pk)
    settings.FIXED_NOW = (at + timedelta(seconds=1)).isoformat()
    refused = citizen.post(f"{BASE}/check/", {"proof": proof_for(page)})
    assert "提交得太快了" in refused.content.decode()


def test_proof_of_work_passes_without_the_question(
    citizen: Client, settings: Any, at: datetime, district: District
) -> None:
    page = fill_in(citizen, settings, at, district.market.pk)
    assert citizen.post(f"{BASE}/check/", {"proof": proof_for(page), "answer": ""}).status_code == 302


def test_too_many_without_scripts_keeps_what_was_typed(settings: Any, at: datetime, district: District) -> None:
    for number in range(checking.ANSWERED.most + 1):
        citizen = Client()
        settings.FIXED_NOW = at.isoformat()
        page = fill_in(citizen, settings, at, district.market.pk)
        last = citizen.post(f"{BASE}/check/", {"answer": answer_to(page)})
        assert last.status_code == (302 if number < checking.ANSWERED.most else 429)
    assert "您填写的内容都还在" in last.content.decode()
    assert "3月2日 10:01" in last.content.decode()
    assert "钱知行" in citizen.get(f"{BASE}/check/").content.decode()
    assert Application.objects.count() == checking.ANSWERED.most


def test_draft_that_is_worked_on_does_not_run_out(
    citizen: Client, settings: Any, at: datetime, district: District
) -> None:
    day = int(drafts.KEPT.total_seconds())
    assert go_on(citizen, "1", **ANSWERS).cookies["fazhi_draft"]["max-age"] == day
    for hours, page, typed in ((20, "1", ANSWERS), (40, "body", {"body": district.market.pk})):
        settings.FIXED_NOW = (at + timedelta(hours=hours)).isoformat()
        # The browser drops a cookie a day after it was set: each page that is sent sets it anew.
        assert go_on(citizen, page, **typed).cookies["fazhi_draft"]["max-age"] == day
    assert "fazhi_draft" not in citizen.get(f"{BASE}/body/").cookies
    assert ANSWERS["information"] in citizen.get(f"{BASE}/1/").content.decode()
