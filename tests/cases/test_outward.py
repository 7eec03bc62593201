"""What acts change in registers: a list of powers through its procedure, the catalogue of normative documents."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import proposing, taking
from fazhi.cases.models import Case, EntryUse
from fazhi.cases.rebuilding import rebuild
from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.registers import drafts
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Draft, Entry, Revision
from fazhi.registers.models.draft import DraftState
from fazhi.registers.standing import standing
from tests.cases.listing import change, power_item

Take = Callable[..., Case]


@pytest.fixture
def take(at: datetime) -> Take:
    """Takes a step on the day ``days`` after the first."""

    def make(actor: Actor, case: Case, step: str, result: str = "", *, days: int = 0, **data: Any) -> Case:
        moment = at + timedelta(days=days)
        given = Given(step, moment.date(), result, data=data)
        return taking.take(actor=actor, case_id=case.pk, given=given, at=moment).case

    return make


APPLICATION = {
    "trigger": "law",
    "trigger_on": "2026-03-01",
    "trigger_document": "某条例第二十条",
    "reason": "条例修改",
    "grounds": [{"item": "对占道经营的处罚", "action": "cancel", "basis": "某条例第二十条"}],
    "self_checks": ["basis", "penalty", "permit", "coercion", "entrust", "proof", "complete"],
}


@pytest.fixture
def draft(district: Any, handler: Actor, at: datetime) -> Draft:
    """The market bureau proposes to withdraw an item of its list."""
    item = power_item(district.market, code="ZF001")
    return drafts.make(
        actor=handler,
        jurisdiction=district.jurisdiction,
        register="power_items",
        title="取消占道经营处罚",
        changes=[Change(ChangeKind.WITHDRAW, item)],
        organization=district.market,
        at=at,
    )


def approved(take: Take, handler: Actor, head: Actor, case: Case) -> Case:
    take(handler, case, "apply", **APPLICATION)
    take(head, case, "agree", "agreed")
    take(handler, case, "review_legality", "passed")
    take(handler, case, "review_establishment", "passed")
    return take(handler, case, "decide", "approved", approval_document="清政纪〔2026〕7号", effective_on="2026-04-01")


def test_a_list_of_powers_is_changed_when_its_case_is_published(
    draft: Draft, handler: Actor, head: Actor, take: Take, at: datetime
) -> None:
    case = proposing.propose(actor=handler, draft=draft, at=at)
    draft.refresh_from_db()
    assert (draft.state, draft.case_id, case.title) == (DraftState.SUBMITTED, case.pk, "取消占道经营处罚")
    case = approved(take, handler, head, case)
    case = take(handler, case, "publish", publish_channels=["website"])
    draft.refresh_from_db()
    assert (case.outcome, draft.state) == ("published", DraftState.APPLIED)
    revision = Revision.objects.get(ledger__register="power_items", seq=draft.revision)
    assert (revision.case_id, revision.since, revision.document) == (case.pk, date(2026, 4, 1), "清政纪〔2026〕7号")
    act = case.acts.get(step="publish")
    assert act.content["revised"] == [{"register": "power_items", "revision": revision.seq}]
    entry = Entry.objects.get(register="power_items")
    days = (date(2026, 3, 31), date(2026, 4, 1))
    assert [standing([entry.pk], on=day)[entry.pk].valid for day in days] == [True, False]


def test_an_item_that_was_revised_meanwhile_stops_the_publication(
    draft: Draft, handler: Actor, head: Actor, take: Take, at: datetime, district: Any
) -> None:
    case = approved(take, handler, head, proposing.propose(actor=handler, draft=draft, at=at))
    entry = Entry.objects.get(register="power_items")
    change(
        district.market, "power_items", ChangeKind.AMEND, entry.pk, on=at.date(), data={"undertaking_office": "二科"}
    )
    with pytest.raises(ActRefused, match="在编制以后又有变更") as refused:
        take(handler, case, "publish", publish_channels=["website"])
    assert refused.value.field == "changes"
    case.refresh_from_db()
    assert case.outcome == ""
    assert not case.acts.filter(step="publish").exists()


def test_a_returned_draft_can_be_worked_on_and_handed_in_again(
    draft: Draft, handler: Actor, head: Actor, take: Take, at: datetime
) -> None:
    case = proposing.propose(actor=handler, draft=draft, at=at)
    take(handler, case, "apply", **APPLICATION)
    take(head, case, "agree", "returned", opinion="先核对依据")
    draft.refresh_from_db()
    assert (draft.state, draft.case_id) == (DraftState.OPEN, None)
    with pytest.raises(ActRefused, match="请先在拟调整页面提交审核"):
        take(handler, case, "resubmit", changes=str(draft.pk))
    drafts.submit(actor=handler, draft=draft, at=at)
    take(handler, case, "resubmit", changes=str(draft.pk))
    case = approved(take, handler, head, case)
    assert take(handler, case, "publish", publish_channels=["website"]).outcome == "published"


def test_a_withdrawn_case_gives_the_draft_back(draft: Draft, handler: Actor, take: Take, at: datetime) -> None:
    case = proposing.propose(actor=handler, draft=draft, at=at)
    take(handler, case, "withdraw", withdraw_reason="不再调整")
    draft.refresh_from_db()
    assert (draft.state, draft.case_id) == (DraftState.OPEN, None)


def test_a_draft_that_another_case_carries_is_refused(
    draft: Draft, handler: Actor, at: datetime, district: Any
) -> None:
    proposing.propose(actor=handler, draft=draft, at=at)
    given = Given("register", at.date(), data={"changes": str(draft.pk)})
    with pytest.raises(ActRefused, match="已经由另一案件办理"):
        taking.open_case(
            actor=handler, procedure="power_list_adjustment", organization=district.market, given=given, at=at
        )


def test_proposing_twice_gives_the_same_case(draft: Draft, handler: Actor, at: datetime) -> None:
    first = proposing.propose(actor=handler, draft=draft, at=at)
    draft.refresh_from_db()
    assert proposing.propose(actor=handler, draft=draft, at=at).pk == first.pk


# --- normative documents ----------------------------------------------------------------------------------------


@pytest.fixture
def issued(handler: Actor, head: Actor, reviewer: Actor, take: Take, at: datetime, district: Any) -> Case:
    """A normative document of a department that is issued on 2026-03-02, from 2026-04-01 on, valid for five years."""
    opening = {
        "document_title": "清和区户外招牌设置管理规定",
        "maker_level": "township",
        "drafter": "区市场监管局",
        "features": ["rights"],
    }
    given = Given("initiate", at.date(), data=opening)
    case = taking.open_case(
        actor=handler, procedure="normative_document", organization=district.market, given=given, at=at
    ).case
    assessed = {"assessment": "需要", "legal_grounds": [{"law": "某条例", "matter": "招牌"}]}
    take(handler, case, "assess", **assessed)
    take(handler, case, "draft", draft_version="送审稿")
    take(handler, case, "submit", materials=["draft", "notes", "grounds", "comments", "assessment"])
    take(reviewer, case, "review", "passed", prohibited=["none"])
    take(head, case, "deliberate", "adopted", meeting="第3次局长办公会", meeting_kind="office")
    numbered = {"document_number": "清市监规〔2026〕1号", "effective_on": "2026-04-01", "validity": "5 years"}
    return take(handler, case, "issue", **numbered)


def listed() -> Entry:
    return Entry.objects.get(register="normative_documents")


def test_a_published_document_enters_the_catalogue_without_typing(issued: Case, handler: Actor, take: Take) -> None:
    case = take(handler, issued, "publish", publish_channels=["website"], publish_address="https://example.test/1")
    entry = listed()
    assert (entry.key, entry.title) == ("清市监规〔2026〕1号", "清和区户外招牌设置管理规定")
    assert (entry.valid_from, entry.valid_until) == (date(2026, 4, 1), date(2031, 4, 1))
    said = {name: entry.data.get(name) for name in ("maker_level", "published_on", "address")}
    assert said == {"maker_level": "town", "published_on": "2026-03-02", "address": "https://example.test/1"}
    assert entry.data["maker"]["name"] == "清和区市场监督管理局"
    act = case.acts.get(step="publish")
    assert act.content["recorded"] == [
        {"register": "normative_documents", "entry": str(entry.pk), "does": "add", "revision": 1}
    ]


def test_use_of_what_a_case_recorded_is_rebuilt(issued: Case, handler: Actor, take: Take, at: datetime) -> None:
    case = take(handler, issued, "publish", publish_channels=["website"])
    seen = list(EntryUse.objects.values_list("register", "entry_id", "field"))
    assert seen == [("normative_documents", listed().pk, "")]
    rebuild(case.pk, at=at)
    assert list(EntryUse.objects.values_list("register", "entry_id", "field")) == seen


def test_a_renewed_document_is_valid_longer_and_a_repealed_one_is_withdrawn(
    issued: Case, handler: Actor, take: Take
) -> None:
    take(handler, issued, "publish", publish_channels=["website"])
    take(handler, issued, "clean_up", "kept", days=30, cleanup_batch="2026年清理", cleanup_reason="仍有必要")
    assert (listed().data["cleanup"], listed().data["cleaned_on"]) == ("keep", "2026-04-01")
    take(handler, issued, "renew", days=30, renewal_number="清市监规〔2026〕8号", validity="2 years")
    assert listed().valid_until == date(2028, 4, 1)
    ending = {"ending_decision": "清市监〔2026〕30号", "ending_reason": "上位法修改"}
    take(handler, issued, "repeal", "repealed", days=60, **ending)
    stand = standing([listed().pk], on=date(2026, 5, 1))[listed().pk]
    assert stand.why == "已于2026-05-01取消（依据：清市监〔2026〕30号）"


def test_a_document_that_a_keeper_has_listed_by_hand_is_not_doubled(
    issued: Case, handler: Actor, take: Take, district: Any
) -> None:
    by_hand = {
        "document_number": "清市监规〔2026〕1号",
        "title": "户外招牌规定（暂名）",
        "maker": str(district.market.pk),
        "maker_level": "department",
        "effective_on": "2026-04-01",
    }
    change(district.market, "normative_documents", ChangeKind.ADD, None, on=date(2026, 3, 1), data=by_hand)
    take(handler, issued, "publish", publish_channels=["website"])
    assert listed().title == "清和区户外招牌设置管理规定"


def test_a_document_of_the_past_is_listed_without_its_day_of_publication(
    issued: Case, handler: Actor, take: Take
) -> None:
    take(handler, issued, "publish", days=60, publish_channels=["website"])
    assert "published_on" not in listed().data
