"""Changing registers on the desk: adding, amending, suspending, withdrawing, undoing; drafts; personal data."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from fazhi.government.actors import Actor
from fazhi.registers import drafts
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Draft, Entry, Revision, Unmasking
from fazhi.registers.models.draft import DraftState
from tests.conftest import District
from tests.registers.conftest import Revise, amend, stall

Enter = Callable[[Actor], Client]
GROUND = {"reason": "新设摊点", "document": "市监发〔2026〕2号", "since": "2026-03-02"}


@pytest.fixture
def typed(district: District) -> dict[str, Any]:
    """A stall as a form posts it."""
    fields = {"code": "B-1", "name": "早点摊", "kind": "goods", "body": str(district.market.pk)}
    return {f"f.{name}": value for name, value in fields.items()} | GROUND


def test_an_entry_is_added(sign_in: Enter, handler: Actor, typed: dict[str, Any]) -> None:
    client = sign_in(handler)
    assert client.get("/registers/stalls/add/").status_code == 200
    more = {"f.telephone": "13800000001", "f.tags": ["night", "fair"], "f.fee": "300", "f.note": "一行\n二行"}
    answer = client.post("/registers/stalls/add/", typed | more)
    entry = Entry.objects.get()
    assert answer["Location"] == f"/registers/stalls/{entry.pk}/"
    assert (entry.title, entry.data["tags"], entry.data["fee"]) == ("早点摊", ["night", "fair"], "300.00")
    revision = Revision.objects.get()
    assert (revision.reason, revision.document, revision.person) == ("新设摊点", "市监发〔2026〕2号", handler.person)


def test_a_refused_form_comes_again_with_everything_typed(
    sign_in: Enter, handler: Actor, typed: dict[str, Any]
) -> None:
    wrong = typed | {"f.kind": "food", "f.name": "", "f.note": "写好的说明", "f.telephone": "13800000001", "reason": ""}
    answer = sign_in(handler).post("/registers/stalls/add/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "写好的说明" in page
    assert [say for say in ("请填写事由", "请填写“名称”", "食品摊点须填写许可证号") if say not in page] == []
    assert page.count('aria-invalid="true"') >= 1
    assert not Entry.objects.exists()


def test_an_entry_is_amended_and_only_what_differs_is_written(
    sign_in: Enter, handler: Actor, added: Callable[..., Entry], typed: dict[str, Any]
) -> None:
    entry = added("A-1", name="旧名", telephone="13800000001", tags=["night"])
    client, address = sign_in(handler), f"/registers/stalls/{entry.pk}/amend/"
    form = client.get(address).content.decode()
    assert "已登记：******" in form
    assert "13800000001" not in form
    assert 'name="f.code"' not in form
    same = typed | {"f.name": "旧名", "f.tags": ["night"], "seq": "1"}
    nothing = client.post(address, same)
    assert nothing.status_code == 422
    assert "没有改动任何一项" in nothing.content.decode()
    assert client.post(address, same | {"f.name": "新名", "reason": "更名"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.title, entry.seq, entry.data["telephone"]["find"]) == ("新名", 2, entry.data["telephone"]["find"])
    page = client.get(f"/registers/stalls/{entry.pk}/").content.decode()
    assert "旧名</del>" in page
    assert "新名</ins>" in page
    assert "更名" in page
    late = client.post(address, same | {"f.name": "再改"})
    assert late.status_code == 422
    assert "您填写期间，第2次修订改过这一条目" in late.content.decode()
    assert client.post(address, same | {"seq": "2", "f.name": "新名", "f.telephone.clear": "on"}).status_code == 302
    entry.refresh_from_db()
    assert entry.data.get("telephone") is None


def test_the_state_of_an_entry_is_changed(sign_in: Enter, handler: Actor, added: Callable[..., Entry]) -> None:
    entry, client = added("A-1"), sign_in(handler)
    states = []
    for kind in ("suspend", "resume", "withdraw", "restore"):
        assert client.get(f"/registers/stalls/{entry.pk}/{kind}/").status_code == 200
        assert client.post(f"/registers/stalls/{entry.pk}/{kind}/", GROUND).status_code == 302
        entry.refresh_from_db()
        states.append(entry.state)
    assert states == ["suspended", "in_force", "withdrawn", "in_force"]
    assert client.get(f"/registers/stalls/{entry.pk}/resume/").status_code == 404
    assert client.get(f"/registers/stalls/{entry.pk}/burn/").status_code == 404


def test_a_change_for_a_later_day_waits(
    sign_in: Enter, handler: Actor, added: Callable[..., Entry], typed: dict[str, Any]
) -> None:
    client = sign_in(handler)
    answer = client.post("/registers/stalls/add/", typed | {"since": "2026-04-01"})
    assert answer["Location"] == "/registers/stalls/revisions/1/"
    assert not Entry.objects.exists()
    assert "早点摊" in client.get("/registers/stalls/?on=2026-04-01").content.decode()


def test_others_entries_are_not_theirs_to_change(
    sign_in: Enter, other_handler: Actor, supervisor: Actor, coordinator: Actor, added: Callable[..., Entry],
    typed: dict[str, Any],
) -> None:  # fmt: skip
    entry = added("A-1")
    codes = {}
    for actor in (other_handler, supervisor, coordinator):
        client = sign_in(actor)
        answers = [client.get(f"/registers/stalls/{entry.pk}/{each}/").status_code for each in ("amend", "withdraw")]
        shown = "/amend/" in client.get(f"/registers/stalls/{entry.pk}/").content.decode()
        codes[actor.person.login] = (*answers, shown)
    assert codes == {"cheng.jing": (403, 403, False), "jian.du": (403, 403, False), "tong.chou": (200, 200, True)}
    assert sign_in(other_handler).post("/registers/stalls/add/", typed).status_code == 403
    assert sign_in(other_handler).get("/registers/goods/add/").status_code == 403
    assert Entry.objects.count() == 1


def test_a_revision_is_undone_by_a_new_one(
    sign_in: Enter, handler: Actor, added: Callable[..., Entry], revise: Revise
) -> None:
    entry = added("A-1", name="原名")
    revise([amend(entry.pk, name="误改")])
    client = sign_in(handler)
    assert "撤销此次修订" in client.get("/registers/stalls/revisions/2/").content.decode()
    answer = client.post("/registers/stalls/revisions/2/undo/", {"reason": "改错了", "since": "2026-03-02"})
    assert answer["Location"] == "/registers/stalls/revisions/3/"
    entry.refresh_from_db()
    assert entry.title == "原名"
    assert "第3次修订" in client.get("/registers/stalls/revisions/2/").content.decode()
    again = client.post("/registers/stalls/revisions/1/undo/", {"reason": "再撤", "since": "2026-03-02"})
    assert again.status_code == 422


def test_personal_data_is_shown_once_for_a_purpose(
    sign_in: Enter, head: Actor, handler: Actor, other_head: Actor, added: Callable[..., Entry]
) -> None:
    entry, client = added("A-1", telephone="13800000001"), sign_in(head)
    address = f"/registers/stalls/{entry.pk}/unmask/telephone/"
    assert address in client.get(f"/registers/stalls/{entry.pk}/").content.decode()
    assert "13800000001" not in client.get(address).content.decode()
    refused = client.post(address, {"purpose": ""})
    assert refused.status_code == 422
    assert "请写明查看个人信息的用途" in refused.content.decode()
    seen = client.post(address, {"purpose": "核对年审材料"})
    assert "13800000001" in seen.content.decode()
    assert "no-store" in seen["Cache-Control"]
    assert "13800000001" not in client.get(f"/registers/stalls/{entry.pk}/").content.decode()
    record = Unmasking.objects.get()
    assert (record.person, record.field, record.purpose) == (head.person, "telephone", "核对年审材料")
    assert sign_in(handler).post(address, {"purpose": "看看"}).status_code == 403
    assert sign_in(other_head).post(address, {"purpose": "看看"}).status_code == 403
    assert client.post(f"/registers/stalls/{entry.pk}/unmask/name/", {"purpose": "看看"}).status_code == 404
    assert Unmasking.objects.count() == 1


def test_open_personal_data_leaves_for_a_purpose(
    sign_in: Enter, head: Actor, handler: Actor, added: Callable[..., Entry]
) -> None:
    added("A-1", telephone="13800000001")
    client, address = sign_in(head), "/registers/stalls/export/?q=A-1"
    assert client.post(address, {"purpose": ""}).status_code == 422
    assert client.post(address, {"purpose": "年度核查"})["Content-Type"].endswith("sheet")
    assert Unmasking.objects.get().purpose == "年度核查"
    assert sign_in(handler).get(address).status_code == 403


def test_a_guarded_register_changes_by_drafts(
    sign_in: Enter, handler: Actor, district: District, revise: Revise
) -> None:
    client = sign_in(handler)
    power = {"f.code": "0101", "f.name": "处罚某事", "f.body": str(district.market.pk)}
    answer = client.post("/registers/powers/add/", power | {"draft_title": "第一批调整"})
    draft = Draft.objects.get()
    assert answer["Location"] == f"/registers/drafts/{draft.pk}/"
    assert not Entry.objects.exists()
    into = power | {"f.code": "0102", "f.name": "处罚另一事", "draft": str(draft.pk)}
    assert client.post("/registers/powers/add/", into).status_code == 302
    page = client.get(f"/registers/drafts/{draft.pk}/").content.decode()
    assert "处罚某事" in page
    assert "处罚另一事" in page
    edit = f"/registers/drafts/{draft.pk}/changes/1/"
    assert "处罚另一事" in client.get(edit).content.decode()
    assert client.post(edit, into | {"f.name": "处罚别的事"}).status_code == 302
    assert client.post(f"/registers/drafts/{draft.pk}/remove/", {"number": "0"}).status_code == 302
    draft.refresh_from_db()
    assert [(each["data"]["name"], draft.added) for each in draft.changes] == [("处罚别的事", 1)]
    assert client.get(f"/registers/drafts/{draft.pk}/apply/").status_code == 404
    assert client.post(f"/registers/drafts/{draft.pk}/drop/").status_code == 302
    draft.refresh_from_db()
    assert draft.state == DraftState.DROPPED
    assert "第一批调整" in client.get("/registers/powers/drafts/").content.decode()


def test_a_draft_of_a_register_that_is_changed_directly_is_put_into_force(
    sign_in: Enter, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    draft = drafts.make(
        actor=handler, jurisdiction=district.jurisdiction, register="stalls", title="导入", at=at,
        changes=[stall("C-1"), stall("C-2")], organization=district.market,
    )  # fmt: skip
    client, address = sign_in(handler), f"/registers/drafts/{draft.pk}/apply/"
    assert client.post(address, {"reason": "", "since": "2026-03-02"}).status_code == 422
    answer = client.post(address, {"reason": "年度导入", "since": "2026-03-02"})
    assert answer["Location"] == "/registers/stalls/revisions/1/"
    assert Entry.objects.count() == 2
    again = client.post(address, {"reason": "年度导入", "since": "2026-03-02"})
    assert again.status_code == 422
    assert "已经生效" in again.content.decode()


def test_a_revision_of_a_guarded_register_is_taken_back_by_a_draft(
    sign_in: Enter, handler: Actor, revise: Revise, district: District
) -> None:
    data = {"code": "0101", "name": "处罚某事", "body": "区市场监管局"}
    done = revise([Change(ChangeKind.ADD, data=data)], register="powers", case_id=uuid4())
    answer = sign_in(handler).post("/registers/powers/revisions/1/undo/", {"title": "撤销第1次修订"})
    draft = Draft.objects.get()
    assert answer["Location"] == f"/registers/drafts/{draft.pk}/"
    assert [(each["kind"], each["entry"]) for each in draft.changes] == [("withdraw", str(done.entries[0]))]
