"""What people decide about a notice, by a ground of the list; and nothing of it stays public."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.government.actors import Actor
from fazhi.government.models import AdministrationRecord
from fazhi.government.permissions import NotAllowed
from fazhi.publishing import holding, reading
from fazhi.publishing.models import Notice, NoticeState, NoticeStep
from fazhi.publishing.refusals import Refused
from fazhi.publishing.rules import check_rules, grounds, grounds_for
from fazhi.publishing.settling import NOTHING, Settled
from tests.publishing.conftest import Take

Settle = Callable[..., Settled]
LATER = timedelta(days=1)
WHY = "涉及尚未公开的工艺参数"


def hold(actor: Actor, notice: Notice, at: datetime, *, ground: str = "trade_secret", reason: str = WHY) -> Notice:
    return holding.hold(actor=actor, notice_id=notice.pk, ground=ground, reason=reason, at=at + LATER)


def public(notice: Notice) -> list[Notice]:
    return list(reading.public(notice.jurisdiction, on=date(2026, 3, 3)))


def test_what_is_held_back_is_public_no_longer(notice: Notice, head: Actor, at: datetime, settled: Settle) -> None:
    assert public(notice) == [notice]
    hold(head, notice, at)
    assert public(notice) == []
    assert list(reading.find(reading.public(notice.jurisdiction, on=date(2026, 3, 3)), "钱某")) == []
    assert reading.counts_by_kind(notice.jurisdiction, on=date(2026, 3, 3)) == ()
    assert list(reading.withdrawn(notice.jurisdiction)) == []
    assert settled(notice.case) == NOTHING
    assert [each.state for each in reading.of_case(notice.case_id)] == [NoticeState.HELD]
    last = NoticeStep.objects.filter(notice=notice).last()
    assert last is not None
    ground = "涉及商业秘密，公开会损害第三方合法权益（《政府信息公开条例》第十五条、《行政处罚法》第五十条）"
    assert (last.kind, last.ground, last.reason, last.by) == ("held", ground, WHY, head.person)
    assert AdministrationRecord.objects.filter(verb="决定免予公开", by=head.person).count() == 1


def test_what_is_let_go_is_public_again(notice: Notice, head: Actor, at: datetime) -> None:
    hold(head, notice, at)
    found = holding.release(actor=head, notice_id=notice.pk, reason="第三方书面同意公开", at=at + 2 * LATER)
    assert (found.state, found.published_on) == (NoticeState.PUBLISHED, date(2026, 3, 2))
    assert list(found.steps.values_list("kind", flat=True)) == ["due", "published", "held", "released", "published"]


def test_what_was_held_before_it_was_public_is_public_from_the_day_it_is_let_go(
    fined: Any, officers: list[Actor], head: Actor, at: datetime, act: Take, settled: Settle
) -> None:
    settled(fined)
    notice = Notice.objects.get()
    hold(head, notice, at)
    act(fined, officers[0], "publish", on=date(2026, 3, 2))
    assert settled(fined) == NOTHING
    found = holding.release(actor=head, notice_id=notice.pk, reason="第三方书面同意公开", at=at + 8 * LATER)
    assert (found.state, found.published_on) == (NoticeState.PUBLISHED, date(2026, 3, 10))


def test_what_is_taken_down_says_why_and_can_be_put_back(notice: Notice, handler: Actor, at: datetime) -> None:
    said = "公开的罚款数额有误，更正后重新公开。"
    holding.remove(actor=handler, notice_id=notice.pk, ground="inaccurate", said=said, at=at + LATER)
    assert public(notice) == []
    told = reading.withdrawn(notice.jurisdiction).get()
    assert (told.said, told.removed_on) == (said, date(2026, 3, 3))
    found = holding.restore(actor=handler, notice_id=notice.pk, reason="已经更正办理记录", at=at + 2 * LATER)
    assert (found.state, found.published_on, found.said) == (NoticeState.PUBLISHED, date(2026, 3, 2), "")
    with pytest.raises(Refused, match="只有经决定撤下的"):
        holding.restore(actor=handler, notice_id=notice.pk, reason="已经更正办理记录", at=at + 3 * LATER)


@pytest.mark.parametrize(
    ("wrong", "say", "field"),
    [
        ({"ground": ""}, "请从列出的法定理由中选一项。", "ground"),
        ({"ground": "annulled"}, "请从列出的法定理由中选一项。", "ground"),
        ({"reason": "  秘 "}, "请写明具体理由，4至1000字。", "reason"),
        ({"reason": "长" * 1001}, "请写明具体理由，4至1000字。", "reason"),
    ],
)
def test_no_ground_or_no_reason_is_refused(
    wrong: dict[str, str], say: str, field: str, notice: Notice, head: Actor, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        hold(head, notice, at, **wrong)
    assert (refused.value.say, refused.value.field) == (say, field)
    assert public(notice) == [notice]


def test_only_the_head_of_the_body_holds_back(
    notice: Notice, handler: Actor, other_head: Actor, supervisor: Actor, at: datetime
) -> None:
    for actor in (handler, other_head, supervisor):
        with pytest.raises(NotAllowed):
            hold(actor, notice, at)
    assert public(notice) == [notice]


def test_grounds_and_endings_fit_the_procedures() -> None:
    assert check_rules() == []
    assert "annulled" in grounds_for("remove", "administrative_penalty")
    assert "annulled" not in grounds_for("remove", "normative_document")
    assert grounds()["process"].articles == "《政府信息公开条例》第十六条第二款"


def test_every_ground_has_its_article_and_a_use() -> None:
    assert {name for name, each in grounds().items() if not each.basis or not each.for_} == set()
