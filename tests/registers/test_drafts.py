"""Drafts: prepared, put away, submitted and applied; never over somebody else's revision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.registers import drafts, sealing
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Draft, Entry, Revision
from fazhi.registers.refusals import ChangesRefused, Refused
from tests.conftest import District
from tests.registers.conftest import Revise, amend, stall, to

pytestmark = pytest.mark.usefixtures("small_shelf")


@pytest.fixture
def made(handler: Actor, district: District, at: datetime) -> Any:
    """Makes a draft of the market bureau."""

    def make(changes: Sequence[Change], *, actor: Actor = handler, register: str = "stalls") -> Draft:
        return drafts.make(
            actor=actor, jurisdiction=district.jurisdiction, register=register, title="一季度调整", changes=changes,
            organization=district.market, at=at,
        )  # fmt: skip

    return make


def applied(draft: Draft, at: datetime, **otherwise: Any) -> Any:
    said: dict[str, Any] = {
        "draft_id": draft.pk, "sm3": draft.sm3, "actor": None, "reason": "季度调整", "document": "", "since": at.date(),
        "at": at, "case_id": uuid4(),
    }  # fmt: skip
    return drafts.apply(**said | otherwise)


def power(code: str) -> Change:
    return Change(ChangeKind.ADD, data={"code": code, "name": f"{code}号检查", "body": "区市场监管局"})


def test_a_draft_goes_through_its_case(made: Any, handler: Actor, head: Actor, revise: Revise, at: datetime) -> None:
    old = revise([power("P-0"), power("P-9")], register="powers").entries
    draft = made([power("P-1"), amend(old[0], name="改名"), to(ChangeKind.WITHDRAW, old[1])], register="powers")
    assert (draft.added, draft.changed, draft.withdrawn, draft.based_on) == (1, 1, 1, 1)
    draft = drafts.submit(actor=handler, draft=draft, at=at)
    assert drafts.value_of(draft) == {
        "draft": draft.pk, "sm3": draft.sm3, "title": "一季度调整", "added": 1, "changed": 1, "withdrawn": 1
    }  # fmt: skip
    case = uuid4()
    done = applied(draft, at, actor=head, document="清府〔2026〕5号", case_id=case)
    assert (done.revision.kind, done.revision.case_id, done.revision.person) == ("procedure", case, head.person)
    assert {each.key: (each.title, each.state) for each in Entry.objects.all()} == {
        "P-0": ("改名", "in_force"), "P-1": ("P-1号检查", "in_force"), "P-9": ("P-9号检查", "withdrawn")
    }  # fmt: skip
    draft.refresh_from_db()
    assert (draft.state, draft.revision, draft.case_id) == ("applied", 2, case)
    with pytest.raises(Refused, match="已经生效（第2次修订），不能再次生效"):
        applied(draft, at)


def test_a_draft_keeps_personal_data_sealed(made: Any, at: datetime, handler: Actor) -> None:
    draft = made([stall("A-1", telephone="13800000001")])
    kept = Draft.objects.get(pk=draft.pk).changes[0]["data"]["telephone"]
    assert sealing.is_sealed(kept)
    applied(draft, at, actor=handler, case_id=None)
    assert Entry.objects.get().data["telephone"] == kept


def test_changes_are_put_replaced_and_taken_out(made: Any, handler: Actor, revise: Revise, at: datetime) -> None:
    entry = revise([stall("A-1", fee="1")]).entries[0]
    draft = made([amend(entry, fee="2"), stall("B-1")])
    draft = drafts.put(actor=handler, draft=draft, changes=[amend(entry, fee="3"), stall("B-2")], at=at)
    assert [(each.kind.value, each.data.get("fee")) for each in drafts.changes_of(draft)] == [
        ("add", None), ("amend", "3.00"), ("add", None)
    ]  # fmt: skip
    draft = drafts.put(actor=handler, draft=draft, changes=[stall("B-9")], at=at, number=0)
    assert [each.data.get("code") for each in drafts.changes_of(draft)] == ["B-9", None, "B-2"]
    draft = drafts.remove(actor=handler, draft=draft, number=1, at=at)
    assert (draft.added, draft.changed) == (2, 0)
    with pytest.raises(Refused, match="没有这一条"):
        drafts.remove(actor=handler, draft=draft, number=2, at=at)


def test_a_draft_with_faults_is_not_made(made: Any) -> None:
    with pytest.raises(ChangesRefused) as refused:
        made([stall("A-1"), stall("A-1"), stall("A-2", kind="x")])
    assert [each.number for each in refused.value.faults] == [1, 2]
    assert Draft.objects.count() == 0


def test_a_submitted_draft_is_closed(made: Any, handler: Actor, at: datetime) -> None:
    draft = drafts.submit(actor=handler, draft=made([stall("A-1")]), at=at)
    for verb in (
        lambda: drafts.put(actor=handler, draft=draft, changes=[stall("A-2")], at=at),
        lambda: drafts.remove(actor=handler, draft=draft, number=0, at=at),
        lambda: drafts.submit(actor=handler, draft=draft, at=at),
    ):
        with pytest.raises(Refused, match="已提交审核，不能再改"):
            verb()
    again = drafts.reopen(actor=handler, draft=draft, at=at)
    assert (again.state, again.sm3) == ("open", "")
    with pytest.raises(Refused, match="与送审时的内容不一致"):
        applied(drafts.submit(actor=handler, draft=again, at=at), at, sm3="0" * 64)


def test_a_draft_changed_behind_its_digest_does_not_apply(made: Any, handler: Actor, at: datetime) -> None:
    draft = drafts.submit(actor=handler, draft=made([stall("A-1", fee="1")]), at=at)
    changes = draft.changes
    changes[0]["data"]["fee"] = "9.00"
    Draft.objects.filter(pk=draft.pk).update(changes=changes)
    with pytest.raises(Refused, match="与送审时的内容不一致"):
        applied(draft, at)
    assert Revision.objects.count() == 0


def test_an_open_draft_does_not_pass_through_a_case(made: Any, at: datetime) -> None:
    with pytest.raises(Refused, match="编制中，不能生效"):
        applied(made([stall("A-1")]), at)


def test_a_draft_does_not_go_over_a_later_revision(made: Any, handler: Actor, revise: Revise, at: datetime) -> None:
    first, second = revise([stall("A-1"), stall("A-2")]).entries
    draft = made([amend(first, fee="1"), amend(second, fee="1")])
    sent = drafts.submit(actor=handler, draft=draft, at=at)
    revise([amend(second, note="别人改的")])
    with pytest.raises(ChangesRefused) as refused:
        applied(sent, at)
    assert [(each.number, each.say) for each in refused.value.faults] == [
        (1, "“A-2号摊”在编制以后又有变更（第2次修订），请重新核对后再提交。")
    ]
    again = drafts.reopen(actor=handler, draft=sent, at=at)
    with pytest.raises(ChangesRefused):
        drafts.submit(actor=handler, draft=again, at=at)
    # Looked at again: the changes are checked against the register as it now is.
    again = drafts.put(actor=handler, draft=again, changes=[amend(second, fee="1")], at=at)
    assert applied(drafts.submit(actor=handler, draft=again, at=at), at).revision.seq == 3


def test_a_dropped_draft_does_not_apply(made: Any, handler: Actor, at: datetime) -> None:
    draft = drafts.drop(actor=handler, draft=made([stall("A-1")]), at=at)
    with pytest.raises(Refused, match="已放弃，不能生效"):
        applied(draft, at, case_id=None, actor=handler)


def test_who_prepares_drafts(
    made: Any, handler: Actor, other_handler: Actor, outsider: Actor, coordinator: Actor, at: datetime
) -> None:
    draft = made([stall("A-1")])
    for actor in (other_handler, outsider):
        with pytest.raises(NotAllowed):
            made([stall("A-2")], actor=actor)
        with pytest.raises(NotAllowed):
            drafts.put(actor=actor, draft=draft, changes=[stall("A-2", body="区城管局")], at=at)
    assert drafts.put(actor=coordinator, draft=draft, changes=[stall("A-2")], at=at).added == 2
    assert list(drafts.visible(handler)) == [draft]
    assert list(drafts.visible(outsider)) == []


def test_a_revision_is_taken_back_through_a_draft(made: Any, handler: Actor, revise: Revise, at: datetime) -> None:
    first = revise([power("P-1")], register="powers").entries[0]
    done = revise([amend(first, name="改名"), power("P-2")], register="powers")
    draft = made(drafts.reversal_of(done.revision), register="powers")
    applied(drafts.submit(actor=handler, draft=draft, at=at), at)
    assert {each.key: (each.title, each.state) for each in Entry.objects.all()} == {
        "P-1": ("P-1号检查", "in_force"), "P-2": ("P-2号检查", "withdrawn")
    }  # fmt: skip
