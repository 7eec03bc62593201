"""A draft of the powers list goes into its procedure, and comes into force with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.procedures.registers.library import load_shelf
from fazhi.registers.models import Draft, Entry
from fazhi.registers.models.draft import DraftState
from tests.conftest import District

Enter = Callable[[Actor], Client]
POWER = {
    "f.code": "330201001", "f.implementation_code": "11330102MB0330201001", "f.name": "对无照经营的处罚",
    "f.kind": "penalty",
    "f.legal_basis": "《无证无照经营查处办法》第十三条", "f.basis_levels": ["administrative_regulation"],
    "f.body_nature": "statutory", "f.source": "own", "f.exercise_level": "county", "f.undertaking_office": "执法大队",
    "f.duties": "立案、调查、告知、决定、送达、执行", "f.supervision_phone": "0990-8800123",
    "draft_title": "2026年第一批调整",
}  # fmt: skip


@pytest.fixture
def small_shelf(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """The catalog's own registers."""
    shelf = load_shelf()
    monkeypatch.setattr("fazhi.procedures.registers.library.shelf", lambda: shelf)
    settings.HOME = tmp_path


def test_a_draft_of_powers_opens_its_case(sign_in: Enter, handler: Actor, district: District) -> None:
    client = sign_in(handler)
    form = client.get("/registers/power_items/add/").content.decode()
    assert "只能经程序变更" in form
    answer = client.post("/registers/power_items/add/", POWER | {"f.body": str(district.market.pk)})
    assert answer.status_code == 302, answer.context["complaints"]
    draft = Draft.objects.get()
    assert answer["Location"] == f"/registers/drafts/{draft.pk}/"
    assert "提交审核" in client.get(f"/registers/drafts/{draft.pk}/").content.decode()
    answer = client.post(f"/registers/drafts/{draft.pk}/submit/")
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.pk}/"
    draft.refresh_from_db()
    assert (draft.state, draft.case_id) == (DraftState.SUBMITTED, case.pk)
    page = client.get(f"/registers/drafts/{draft.pk}/").content.decode()
    assert f"/cases/{case.pk}/" in page
    assert "删去" not in page
    assert client.post(f"/registers/drafts/{draft.pk}/drop/").status_code == 422
    assert client.post(f"/registers/drafts/{draft.pk}/reopen/").status_code == 404
    assert not Entry.objects.exists()
