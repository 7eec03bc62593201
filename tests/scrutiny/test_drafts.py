"""A handed-in report is held against the records, number by number, and again when the records have changed."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.plans import problems
from fazhi.scrutiny import drafts, queries
from fazhi.scrutiny.models import Draft, StatedFigure
from fazhi.scrutiny.refusals import Refused
from fazhi.scrutiny.rights import visible_drafts
from fazhi.scrutiny.verdicts import Verdict
from tests.conftest import District

Receive = Callable[..., Draft]


def line(draft: Draft, what: str) -> StatedFigure:
    return next(each for each in draft.figures.all() if what in each.what)


def test_number_that_the_records_give_agrees(receive: Receive) -> None:
    stated = line(receive(registered="3"), "登记法治建设问题")
    assert (stated.figure, stated.verdict, stated.recorded, stated.difference) == (
        "problems_registered", Verdict.AGREES, Decimal(3), Decimal(0),
    )  # fmt: skip


def test_planted_wrong_number_differs_by_so_many(receive: Receive) -> None:
    stated = line(receive(registered="8"), "登记法治建设问题")
    assert (stated.verdict, stated.recorded_text, stated.difference) == (Verdict.DIFFERS, "3个", Decimal(5))
    assert stated.say == "文中 8个，记录 3个，文中多 5个。"


def test_number_of_nothing_that_is_recorded_is_unbacked(receive: Receive) -> None:
    stated = line(receive(), "方案")
    assert (stated.figure, stated.verdict) == ("", Verdict.UNBACKED)


def test_number_that_contradicts_the_text_says_so(receive: Receive) -> None:
    draft = receive(rate="99.04%")
    assert [fault["say"] for fault in draft.faults] == [
        "“合格率”写 99.04%，按“抽检食品2140批次”“合格2098批次”计算为 98.04%，相差 1 个百分点。"
    ]
    assert line(draft, "合格率").verdict == Verdict.CONTRADICTS


def test_aims_are_left_alone(receive: Receive) -> None:
    assert line(receive(), "法律援助").verdict == Verdict.LEFT


def test_earlier_report_is_kept_as_stated(receive: Receive) -> None:
    draft = receive(kind="past", registered="8")
    stated = line(draft, "登记法治建设问题")
    assert (stated.figure, stated.verdict, stated.recorded) == ("problems_registered", Verdict.STATED, None)


def test_recheck_asks_the_records_again(receive: Receive, coordinator: Actor, district: District, at: datetime) -> None:
    draft = receive(registered="4")
    problems.register(
        actor=coordinator, unit=district.market, source="report", text="又一个", due_on=date(2026, 6, 30), at=at
    )
    assert line(draft, "登记法治建设问题").verdict == Verdict.DIFFERS
    drafts.recheck(actor=coordinator, draft=draft, at=at)
    assert line(draft, "登记法治建设问题").verdict == Verdict.AGREES


def test_counts_are_by_verdict(receive: Receive) -> None:
    receive(registered="8")
    found = queries.with_counts(Draft.objects.all()).get()
    assert (found.counted_differs, found.counted_agrees, found.counted_left) == (1, 2, 1)


@pytest.mark.parametrize(
    ("name", "data", "year", "field"),
    [
        ("空.txt", b"", 2026, "file"),
        ("无数字.txt", "没有数字。".encode(), 2026, "file"),
        ("报告.txt", "办结案件5件。".encode(), 1889, "year"),
        ("报告.txt", "办结案件5件。".encode(), 2099, "year"),
    ],
)
def test_what_cannot_be_checked_is_refused(
    coordinator: Actor, at: datetime, name: str, data: bytes, year: int, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        drafts.receive(actor=coordinator, name=name, data=data, year=year, kind="draft", at=at)
    assert refusal.value.field == field
    assert not Draft.objects.exists()


def test_district_report_is_for_its_makers(head: Actor, district: District, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        drafts.receive(actor=head, name="报告.txt", data="办结案件5件。".encode(), year=2026, kind="draft", at=at)
    own = drafts.receive(
        actor=head, name="报告.txt", data="办结案件5件。".encode(), year=2026, kind="draft", at=at,
        organization=district.market,
    )  # fmt: skip
    assert own.organization == district.market


def test_draft_is_seen_by_those_who_may_check_it(
    receive: Receive, coordinator: Actor, head: Actor, other_head: Actor, district: District, at: datetime
) -> None:
    whole, past = receive(), receive(kind="past")
    own = drafts.receive(
        actor=head, name="报告.txt", data="办结案件5件。".encode(), year=2026, kind="draft", at=at,
        organization=district.market,
    )  # fmt: skip
    assert set(visible_drafts(coordinator)) == {whole, past, own}
    assert set(visible_drafts(head)) == {past, own}
    assert set(visible_drafts(other_head)) == {past}
