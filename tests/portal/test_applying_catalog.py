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
