"""Bulletins: what the draft says, editing by two, issuing, and that an issued one stays as it is."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.plans import bulletins, monthly
from fazhi.plans.followup import followups
from fazhi.plans.models import Bulletin
from fazhi.plans.refusals import Refused
from fazhi.plans.supervision_queries import visible_bulletins
from tests.conftest import District
from tests.plans.supervision_cases import issued, planned

SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def draft(coordinator: Actor, district: District, at: datetime) -> Bulletin:
    return bulletins.draft(
        actor=coordinator, jurisdiction=district.jurisdiction, since=SINCE, until=UNTIL, at=at + timedelta(days=5)
    )


def test_draft_of_a_quiet_month_says_so(draft: Bulletin) -> None:
    assert draft.title == "清和区督查通报"
    assert draft.body[:-2] == [
        "现将2026年3月1日至2026年3月31日督查督办情况通报如下。",
        "一、总体情况",
        "本期新交办督办事项0件；销号0件。截至2026年3月7日9时，在办0件。",
        "二、亮牌情况",
        "（一）红牌事项0件",
        "（二）黄牌事项0件",
        "三、任务逾期情况",
        "没有逾期未完成的任务。",
        "四、月度工作汇报情况",
        "本期没有到期的月度工作汇报。",
    ]
    assert draft.annex == []


def test_draft_lists_marked_matters_tasks_and_missing_reports(
    coordinator: Actor, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    planned(coordinator, at, district.market, district.urban, title="规范行政执法", due_on=date(2026, 3, 4))
    opened = monthly.open_round(jurisdiction=district.jurisdiction, at=at)
    assert opened is not None
    monthly.report(actor=handler, round=opened, unit=district.market, progress="有。", at=at)
    red = issued(coordinator, district.urban, at)
    yellow = issued(coordinator, district.market, at)
    followups.respond(actor=handler, followup=yellow, at=at)
    closed = issued(coordinator, district.market, at)
    followups.settle(actor=handler, followup=closed, text="已办结。", at=at)
    followups.close(actor=coordinator, followup=closed, text="属实。", at=at)
    made = bulletins.draft(
        actor=coordinator,
        jurisdiction=district.jurisdiction,
        since=SINCE,
        until=UNTIL,
        at=datetime(2026, 3, 7, 9, tzinfo=at.tzinfo),
    )
    assert made.body[2:-2] == [
        "本期新交办督办事项3件，涉及2个单位；销号1件。截至2026年3月7日9时，在办2件，其中列入通报的红牌1件、黄牌1件。",
        "二、亮牌情况",
        "（一）红牌事项1件",
        "区城管局：清督〔2026〕1号（“三日反馈”逾期）。",
        "（二）黄牌事项1件",
        "区市场监管局：清督〔2026〕2号（“三日反馈”逾期）。",
        "三、任务逾期情况",
        "区市场监管局1项：规范行政执法。",
        "四、月度工作汇报情况",
        "2026年2月月报应报2个单位，已报1个，未报：区城管局。",
    ]
    assert [(row["number"], row["node"], row["must_by"], row["mark"]) for row in made.annex] == [
        (yellow.number, "三日反馈（未完成）", "2026年3月5日24时", "黄牌"),
        (red.number, "三日反馈（未完成）", "2026年3月5日24时", "红牌"),
    ]


def test_draft_over_a_past_month_shows_it_as_it_ended(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    followups.settle(actor=handler, followup=followup, text="已办结。", at=datetime(2026, 4, 2, tzinfo=at.tzinfo))
    followups.close(actor=coordinator, followup=followup, text="属实。", at=datetime(2026, 4, 3, tzinfo=at.tzinfo))
    made = bulletins.draft(
        actor=coordinator,
        jurisdiction=district.jurisdiction,
        since=SINCE,
        until=UNTIL,
        at=datetime(2026, 4, 10, tzinfo=at.tzinfo),
    )
    assert made.body[2] == (
        "本期新交办督办事项1件，涉及1个单位；销号0件。截至2026年3月31日24时，在办1件，其中列入通报的红牌1件、黄牌0件。"
    )
    assert [row["node"] for row in made.annex] == ["三日反馈（未完成）", "一般事项七日办结（未完成）"]


@pytest.mark.parametrize(
    ("since", "until", "say"),
    [
        (UNTIL, SINCE, "结束日期早于开始日期。"),
        (date(2025, 1, 1), UNTIL, "一期通报最长一年，请缩短时段。"),
        (date(2026, 4, 1), date(2026, 4, 30), "开始日期还没有到。"),
    ],
)
def test_impossible_period_is_refused(
    since: date, until: date, say: str, coordinator: Actor, district: District, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        bulletins.draft(actor=coordinator, jurisdiction=district.jurisdiction, since=since, until=until, at=at)
    assert refused.value.say == say


def test_edit_keeps_the_paragraphs_that_hold_something(coordinator: Actor, draft: Bulletin) -> None:
    edited = bulletins.edit(
        actor=coordinator, bulletin=draft, title=" 通报 ", body=["一、概况", " ", "好。"], version=0
    )
    assert (edited.title, edited.body, edited.version) == ("通报", ["一、概况", "好。"], 1)


def test_edit_over_somebody_elses_change_is_refused(coordinator: Actor, draft: Bulletin) -> None:
    bulletins.edit(actor=coordinator, bulletin=draft, title="通报", body=["先到。"], version=0)
    with pytest.raises(Refused, match="他人刚刚修改过这份草稿"):
        bulletins.edit(actor=coordinator, bulletin=draft, title="通报", body=["后到。"], version=0)
    draft.refresh_from_db()
    assert draft.body == ["先到。"]


@pytest.mark.parametrize(
    ("title", "body", "field"), [("", ["好。"], "title"), ("长" * 201, ["好。"], "title"), ("通报", ["  "], "body")]
)
def test_empty_edit_is_refused(title: str, body: list[str], field: str, coordinator: Actor, draft: Bulletin) -> None:
    with pytest.raises(Refused) as refused:
        bulletins.edit(actor=coordinator, bulletin=draft, title=title, body=body, version=0)
    assert refused.value.field == field


def test_issued_bulletin_has_a_number_and_never_changes(coordinator: Actor, draft: Bulletin, at: datetime) -> None:
    sent = bulletins.issue(actor=coordinator, bulletin=draft, at=at)
    assert (sent.year, sent.number, sent.issued_by) == (2026, 1, coordinator.person)
    for attempt in (
        lambda: bulletins.edit(actor=coordinator, bulletin=draft, title="改", body=["改。"], version=0),
        lambda: bulletins.issue(actor=coordinator, bulletin=draft, at=at),
        lambda: bulletins.discard(actor=coordinator, bulletin=draft),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.say == "2026年第1期通报已签发，不能再改。如有差错，请另发一期更正。"


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_database_refuses_to_change_an_issued_bulletin(
    coordinator: Actor, draft: Bulletin, at: datetime, verb: str
) -> None:
    bulletins.issue(actor=coordinator, bulletin=draft, at=at)
    found = Bulletin.objects.filter(pk=draft.pk)
    with pytest.raises(IntegrityError, match="is issued"), transaction.atomic():
        found.update(title="x") if verb == "update" else found.delete()


def test_discarded_draft_leaves_no_gap(coordinator: Actor, district: District, draft: Bulletin, at: datetime) -> None:
    bulletins.discard(actor=coordinator, bulletin=draft)
    again = bulletins.draft(actor=coordinator, jurisdiction=district.jurisdiction, since=SINCE, until=UNTIL, at=at)
    assert bulletins.issue(actor=coordinator, bulletin=again, at=at).number == 1
    with pytest.raises(Refused, match="已被他人删除"):
        bulletins.discard(actor=coordinator, bulletin=draft)


def test_drafts_are_seen_by_those_who_issue_them(
    coordinator: Actor, handler: Actor, outsider: Actor, system_admin: Actor, draft: Bulletin, at: datetime
) -> None:
    assert [list(visible_bulletins(actor)) for actor in (coordinator, handler, outsider)] == [[draft], [], []]
    bulletins.issue(actor=coordinator, bulletin=draft, at=at)
    seen = [list(visible_bulletins(actor)) for actor in (coordinator, handler, outsider, system_admin)]
    assert seen == [[draft], [draft], [], []]


@pytest.mark.parametrize("who", ["handler", "head", "supervisor", "unit_admin", "outsider"])
def test_nobody_but_the_coordinator_writes_bulletins(
    who: str, request: pytest.FixtureRequest, district: District, draft: Bulletin, at: datetime
) -> None:
    actor = request.getfixturevalue(who)
    for attempt in (
        lambda: bulletins.draft(actor=actor, jurisdiction=district.jurisdiction, since=SINCE, until=UNTIL, at=at),
        lambda: bulletins.edit(actor=actor, bulletin=draft, title="改", body=["改。"], version=0),
        lambda: bulletins.issue(actor=actor, bulletin=draft, at=at),
        lambda: bulletins.discard(actor=actor, bulletin=draft),
    ):
        with pytest.raises(NotAllowed):
            attempt()
