"""Notices follow the acts of their case: due, published, corrected, taken down — and no second time."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from fazhi.cases import correcting
from fazhi.cases.models import Act, Case
from fazhi.government.actors import Actor
from fazhi.publishing import reading, sweeping
from fazhi.publishing.models import Bookmark, Notice, NoticeState, NoticeStep, Removal
from fazhi.publishing.settling import NOTHING, Settled
from tests.conftest import District
from tests.publishing.conftest import Take

Settle = Callable[..., Settled]


def kinds(notice: Notice) -> list[str]:
    return list(notice.steps.values_list("kind", flat=True))


def texts(notice: Notice) -> dict[str, str]:
    return {each["name"]: each["text"] for each in notice.fields}


def correct(case: Case, actor: Actor, seq: int, **data: str) -> None:
    correcting.correct(
        actor=actor, case_id=case.pk, seq=seq, reason="笔误", data=data, at=case.last_act_at + timedelta(minutes=5)
    )
    case.refresh_from_db()


def test_a_publication_by_a_step_is_due_until_the_step_is_taken(
    fined: Case, officers: list[Actor], act: Take, settled: Settle
) -> None:
    assert settled(fined) == Settled(due=1)
    notice = Notice.objects.get()
    # 20 working days from the decision on Monday 2 March: 4–6 April are the holiday of 清明.
    assert (notice.state, notice.due_from, notice.due_on) == (NoticeState.DUE, date(2026, 3, 2), date(2026, 3, 30))
    assert notice.title == "当场处罚决定：钱某：占道摆卖水果，经劝说未当场收摊。"
    assert texts(notice) == {
        "party": "钱某",
        "facts": "占道摆卖水果，经劝说未当场收摊。",
        "law_basis": "清和市市容管理条例第二十条",
        "fine": "50元",
    }
    act(fined, officers[0], "publish", on=date(2026, 3, 5))
    assert settled(fined) == Settled(published=1)
    notice.refresh_from_db()
    assert (notice.state, notice.published_on) == (NoticeState.PUBLISHED, date(2026, 3, 5))
    assert kinds(notice) == ["due", "published"]


def test_settling_twice_changes_nothing(notice: Notice, settled: Settle) -> None:
    assert [settled(notice.case), settled(notice.case)] == [NOTHING, NOTHING]
    assert notice.steps.count() == 2


def test_what_the_condition_does_not_ask_for_is_not_due(
    case: Case, officers: list[Actor], at: datetime, act: Take, settled: Settle
) -> None:
    assert settled(case) == NOTHING
    assert Notice.objects.count() == 0


def test_the_platform_publishes_what_no_step_publishes(drafted: Case, settled: Settle) -> None:
    assert settled(drafted) == Settled(due=1, published=1)
    notice = Notice.objects.get()
    assert (notice.publication, notice.published_on) == ("draft", date(2026, 3, 2))
    assert texts(notice)["document_title"] == "清和区户外广告管理办法"


def test_each_new_announcement_is_published_and_the_old_one_keeps_what_it_said(
    drafted: Case, other_handler: Actor, act: Take, settled: Settle
) -> None:
    settled(drafted)
    act(drafted, other_handler, "draft", draft_version="第二次征求意见稿")
    assert settled(drafted) == NOTHING
    act(drafted, other_handler, "announce", comment_channels=["website"], comment_until="2026-05-10")
    assert settled(drafted) == Settled(due=1, published=1)
    first, second = Notice.objects.order_by("seq")
    assert [texts(each)["comment_until"] for each in (first, second)] == ["2026年4月10日", "2026年5月10日"]


def test_a_correction_shows_as_a_correction(notice: Notice, officers: list[Actor], settled: Settle) -> None:
    correct(notice.case, officers[0], 1, facts="占道摆卖水果和蔬菜，钱某经劝说未当场收摊。")
    assert settled(notice.case) == Settled(corrected=1)
    notice.refresh_from_db()
    assert "蔬菜" in texts(notice)["facts"]
    last = notice.steps.last()
    assert last is not None
    assert (last.kind, last.reason, last.fields) == ("corrected", "更正：违法行为", notice.fields)
    assert reading.find(reading.public(notice.jurisdiction, on=date(2026, 3, 2)), "蔬菜").count() == 1


def test_what_no_longer_has_to_be_public_goes_and_comes_back(
    notice: Notice, officers: list[Actor], settled: Settle
) -> None:
    record = notice.case.acts.get(step="record")
    correct(notice.case, officers[0], record.seq, social_influence=False)
    assert settled(notice.case) == Settled(removed=1)
    notice.refresh_from_db()
    assert (notice.state, notice.removal) == (NoticeState.REMOVED, Removal.LAPSED)
    correct(notice.case, officers[0], record.seq, social_influence=True)
    assert settled(notice.case) == Settled(due=1, published=1)
    notice.refresh_from_db()
    assert (notice.state, notice.removal, notice.published_on) == (NoticeState.PUBLISHED, "", date(2026, 3, 2))


def test_the_step_that_withdraws_takes_it_down_and_says_why(
    notice: Notice, officers: list[Actor], head: Actor, act: Take, settled: Settle
) -> None:
    act(notice.case, head, "revoke", revoke_reason="当事人不是钱某")
    assert settled(notice.case) == NOTHING
    act(notice.case, officers[0], "unpublish", unpublish_reason="对钱某（住清和区东街12号）的决定已经撤销。")
    assert settled(notice.case) == Settled(removed=1)
    told = reading.withdrawn(notice.jurisdiction).get()
    assert (told.said, told.removal) == ("对钱某（住某地）的决定已经撤销。", Removal.WITHDRAWN)
    assert reading.public(notice.jurisdiction, on=date(2026, 3, 2)).count() == 0


def test_new_acts_are_found_and_looked_at_again_until_they_are_old(fined: Case, drafted: Case) -> None:
    soon = drafted.last_act_at + timedelta(minutes=1)
    # Acts are looked at by thousands: a case whose acts fall into two lots is looked at twice.
    before = Act.objects.earliest("id").pk - 1
    Bookmark.objects.bulk_create([Bookmark(name=name, act=before) for name in (sweeping.MINUTE, sweeping.NIGHT)])
    first = sweeping.settle_new(at=soon)
    assert (first.cases, first.settled, first.failed) == (2, Settled(due=2, published=1), ())
    assert sweeping.settle_new(at=soon).settled == NOTHING
    assert sweeping.settle_new(at=soon + timedelta(hours=2)).cases > 0
    assert sweeping.settle_new(at=soon + timedelta(hours=2)).cases == 0
    assert sweeping.settle_again(at=soon + timedelta(hours=3)).cases == 2
    assert Bookmark.objects.get(name="night").act == Bookmark.objects.get(name="minute").act
    assert sweeping.settle_again(at=soon + timedelta(hours=3)).cases == 0


def test_what_has_been_public_long_enough_is_taken_down_after_its_last_day(notice: Notice) -> None:
    Notice.objects.update(removes_on=date(2026, 6, 2))
    last_day = datetime.fromisoformat("2026-06-02T23:59:00+08:00")
    assert sweeping.remove_expired(at=last_day) == 0
    assert reading.public(notice.jurisdiction, on=last_day.date()).count() == 1
    assert reading.public(notice.jurisdiction, on=last_day.date() + timedelta(days=1)).count() == 0
    assert sweeping.remove_expired(at=last_day + timedelta(minutes=2)) == 1
    notice.refresh_from_db()
    assert (notice.state, notice.removal) == (NoticeState.REMOVED, Removal.EXPIRED)


def test_steps_cannot_be_changed(notice: Notice) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        NoticeStep.objects.update(reason="另写")


def test_another_district_sees_none(notice: Notice, outsider: Actor, head: Actor, district: District) -> None:
    assert (reading.visible(outsider).count(), reading.visible(head).count()) == (0, 1)
    assert [each.count for each in reading.counts_by_kind(district.jurisdiction, on=date(2026, 3, 2))] == [1]
