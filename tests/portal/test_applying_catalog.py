"""Every form of the catalog can be opened on every page, and says what is missing before anything was typed."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fazhi.portal.applying.steps import pages_of
from fazhi.procedures.applications.library import forms
from tests.conftest import District

QUESTION = re.compile(r'<div class="field[ "].*?(?=<div class="field[ "]|<div class="buttons)', re.S)


@pytest.mark.parametrize("form", [each.id for each in forms()])
def test_no_two_questions_share_an_input(district: District, form: str) -> None:
    page = Client().get(f"/open/apply/{form}/1/").content.decode()
    asked = [set(re.findall(r'name="([^"]+)"', each)) for each in QUESTION.findall(page)]
    named = [name for names in asked for name in names]
    assert len(asked) > 1
    assert len(named) == len(set(named))


@pytest.mark.parametrize("form", [each.id for each in forms()])
def test_form_of_the_catalog(district: District, settings: Any, at: datetime, form: str) -> None:
    client, base = Client(), f"/open/apply/{form}"
    assert client.get(f"{base}/").status_code == 200
    pages = pages_of(forms().get(form))
    answers = [client.post(f"{base}/{page.slug}/", {"to": "next"}).status_code for page in pages[:-1]]
    assert answers[0] == 422
    assert set(answers) <= {302, 422}
    assert {client.get(f"{base}/{page.slug}/").status_code for page in pages} == {200}
    settings.FIXED_NOW = (at + timedelta(minutes=1)).isoformat()
    assert client.post(f"{base}/check/", {}).status_code == 422


def test_bodies_stand_in_the_order_of_the_kinds_that_a_form_names(district: District) -> None:
    page = Client().get("/open/apply/mediation/body/").content.decode()
    offered = re.findall(r'name="body"[^>]*>\s*<span>([^<]+)', page)
    assert offered == [
        "清和区东街街道办事处", "清和区司法局", "清和区市场监督管理局", "清和区城市管理局",
    ]  # fmt: skip


def test_other_side_is_asked_in_plain_words_and_little(district: District) -> None:
    page = Client().get("/open/apply/mediation/2/").content.decode()
    asked = re.findall(r'name="other_side\.(\w+)"', page)
    assert sorted(set(asked)) == ["address", "kind", "name", "phone"]
    assert "公司、机关、学校等单位（法人）" in page
    assert "自然人" not in page


def test_snapshot_asks_for_the_telephone_of_who_wants_to_be_called(district: District) -> None:
    client, base = Client(), "/open/apply/snapshot"
    said = {"title": "井盖坏了", "facts": "掉了一角。", "urgency": "ordinary", "wants_reply": "true", "place": "东街"}
    asked = "title facts urgency wants_reply"
    first = client.post(f"{base}/1/", {**said, "applicant_kind": "person", "asked": asked, "to": "next"})
    assert first["Location"] == f"{base}/you/"
    wrong = client.post(f"{base}/you/", {"name": "钱知行", "phone": "", "to": "next"})
    assert (wrong.status_code, "照您前面选的，要打这个电话联系您" in wrong.content.decode()) == (422, True)
    assert client.post(f"{base}/you/", {"name": "钱知行", "phone": "13812345678", "to": "next"}).status_code == 302


def test_missing_material_is_said_to_be_missing_not_refused(district: District) -> None:
    client = Client()
    client.post("/open/apply/snapshot/1/", {"applicant_kind": "person", "to": "2"})
    text = client.post("/open/apply/snapshot/papers/", {"to": "next"}).content.decode()
    assert ("还缺材料" in text, "有文件没有收下" in text) == (True, False)
