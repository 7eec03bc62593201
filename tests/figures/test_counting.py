"""Figures count what the acts say, and the list behind each is what was counted: through the verbs, on real cases."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given, Taken
from fazhi.figures import freezing
from fazhi.figures.counting import By, Value, table, values
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.listing import MadeOfFiguresError, behind
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.record.merkle import EMPTY_ROOT
from tests.cases.walks import informed
from tests.conftest import District

PENALTY = {"counts": "cases", "of": "administrative_penalty_summary"}
FIGURES = {
    name: Figure.model_validate(made, strict=False)
    for name, made in {
        "opened": {"title": "立案", **PENALTY},
        "closed": {"title": "办结", **PENALTY, "dated": "closed_on"},
        "open": {"title": "在办", **PENALTY, "dated": "at_end"},
        "people": {"title": "处罚自然人", **PENALTY, "where": "party.kind == 'person'", "kind": "party.kind"},
        "informed": {"title": "已告知", **PENALTY, "where": "done('inform')"},
        "informing": {"title": "告知次数", "counts": "acts", "of": PENALTY["of"], "step": "inform"},
        "share": {"title": "告知率", "unit": "%", "ratio": {"of": "informed", "to": "opened", "empty": "没有立案"}},
        "left": {"title": "未告知", "difference": ["opened", "informed"]},
    }.items()
}
YEAR = Period.year(2026)


@pytest.fixture
def whole(district: District) -> Scope:
    return Scope.whole(district.jurisdiction.pk)


@pytest.fixture
def told(opened: Callable[..., Taken], officers: list[Actor], at: datetime) -> list[Taken]:
    """Three cases, of which the first went on to informing the party."""
    cases = [opened(), opened(party={"kind": "legal_person", "name": "甲公司", "address": "东街1号"}), opened()]
    informed(cases[0].case, officers[0], at)
    return cases


def counted(whole: Scope, at: datetime, period: Period = YEAR) -> dict[str, Decimal | None]:
    found = values(FIGURES, scope=whole, period=period, today=at.date())
    return {name: value.number for name, value in found.items()}


def test_every_kind_of_figure_counts(told: list[Taken], whole: Scope, at: datetime) -> None:
    assert counted(whole, at) == {
        "opened": 3, "closed": 0, "open": 3, "people": 2, "informed": 1, "informing": 1, "share": Decimal("33.3"),
        "left": 2,
    }  # fmt: skip


def test_nothing_falls_into_another_year(told: list[Taken], whole: Scope, at: datetime) -> None:
    before = values(FIGURES, scope=whole, period=Period.year(2025), today=at.date())
    assert {value.number for name, value in before.items() if name != "share"} == {0}
    assert (before["share"].text, before["share"].note) == ("—", "没有立案")


@pytest.mark.parametrize("by", By)
def test_a_list_holds_what_was_counted_under_each_key(by: By, told: list[Taken], whole: Scope, at: datetime) -> None:
    cells = table(FIGURES, scope=whole, period=YEAR, today=at.date(), by=by)
    for name, keys in cells.items():
        if FIGURES[name].counts is None or FIGURES[name].dated == "at_end":
            continue
        for key, value in keys.items():
            found = behind(name, scope=whole, period=YEAR, today=at.date(), by=by, key=key, figure=FIGURES[name])
            assert found.total == value.number, (name, key)
    assert {key: value.number for key, value in cells["people"].items()} in (
        {"person": 2}, {told[0].case.organization_id: 2}, {"2026-03": 2}, {None: 2},
    )  # fmt: skip


def test_what_stood_open_is_counted_at_the_end_of_each_month(told: list[Taken], whole: Scope, at: datetime) -> None:
    months = table(FIGURES, scope=whole, period=YEAR, today=date(2026, 4, 10), by=By.MONTH)["open"]
    assert {key: value.number for key, value in months.items()} == {
        "2026-01": 0, "2026-02": 0, "2026-03": 3, "2026-04": 3,
    }  # fmt: skip


def test_months_counted_at_once_are_those_counted_one_by_one(told: list[Taken], whole: Scope, at: datetime) -> None:
    today = date(2026, 4, 10)
    Case.objects.filter(pk=told[1].case.pk).update(opened_on=date(2025, 12, 31), closed_on=date(2026, 3, 31))
    Case.objects.filter(pk=told[2].case.pk).update(opened_on=date(2026, 3, 31), closed_on=date(2026, 4, 10))
    at_once = table(FIGURES, scope=whole, period=YEAR, today=today, by=By.MONTH)["open"]
    one_by_one = {
        f"{month.first:%Y-%m}": values(FIGURES, scope=whole, period=month, today=today)["open"]
        for month in YEAR.until(today).months()
    }
    assert at_once == one_by_one
    assert [int(each.number or 0) for each in at_once.values()] == [1, 1, 2, 1]


def test_a_body_counts_its_own(told: list[Taken], district: District, at: datetime) -> None:
    own, other = Scope.unit(district.market), Scope.unit(district.urban)
    assert (counted(own, at)["opened"], counted(other, at)["opened"]) == (3, 0)


def test_a_head_sees_the_own_body_and_a_coordinator_all(
    told: list[Taken], head: Actor, other_head: Actor, coordinator: Actor, outsider: Actor, at: datetime
) -> None:
    seen = [counted(Scope.of(actor), at)["opened"] for actor in (head, other_head, coordinator, outsider)]
    assert seen == [3, 0, 3, 0]


def test_a_ratio_has_no_list_of_its_own(whole: Scope, at: datetime) -> None:
    ratio = next(name for name in shelf() if shelf().get(name).ratio)
    with pytest.raises(MadeOfFiguresError, match="组成部分"):
        behind(ratio, scope=whole, period=YEAR, today=at.date())


@pytest.mark.parametrize(
    ("of", "to", "number", "said"),
    [(4, 4, "100.0", "100%"), (9999, 10000, "100.0", "100.0%"), (3, 6, "50.0", "50%"), (0, 4, "0.0", "0%"),
     (2, 3, "66.7", "66.7%")],
)  # fmt: skip
def test_prose_says_a_whole_share_without_places_and_a_rounded_one_with(
    of: int, to: int, number: str, said: str
) -> None:
    value = Value(FIGURES["share"], Decimal(number), Decimal(of), Decimal(to))
    assert value.prose == said


def test_a_frozen_figure_shows_what_came_after(
    told: list[Taken], opened: Callable[..., Taken], coordinator: Actor, whole: Scope, at: datetime
) -> None:
    asked = {name: FIGURES[name] for name in ("opened", "people")}
    taken = freezing.freeze(actor=coordinator, figures=asked, period=YEAR, scope=whole, at=at, title="年度报告")
    new = opened().case
    found = {each.figure: each for each in freezing.differences(taken, at.date(), scope=whole)}
    assert [(each.frozen.number, each.now.number, each.came) for each in found.values()] == [
        (3, 4, (str(new.pk),)), (2, 3, (str(new.pk),)),
    ]  # fmt: skip
    assert all(freezing.proves(each.frozen) and not each.redefined for each in found.values())


def test_a_record_that_changed_is_named_though_the_number_is_the_same(
    told: list[Taken], coordinator: Actor, officers: list[Actor], whole: Scope, at: datetime
) -> None:
    taken = freezing.freeze(
        actor=coordinator, figures={"opened": FIGURES["opened"]}, period=YEAR, scope=whole, at=at, title="半年"
    )
    changed = told[1].case
    given = Given("stop", at.date(), "ordinary", data={"ordinary_reason": "拟罚款超过当场处罚限额"})
    taking.take(actor=officers[0], case_id=changed.pk, given=given, at=at + timedelta(hours=1))
    (difference,) = freezing.differences(taken, at.date(), scope=whole)
    assert (difference.same, difference.changed) == (True, (str(changed.pk),))


def test_a_frozen_ratio_is_bound_to_the_records_of_its_parts(
    told: list[Taken], coordinator: Actor, whole: Scope, at: datetime
) -> None:
    """Else everybody's ratio would bear the one root of nothing, which proves nothing."""
    asked = {name: FIGURES[name] for name in ("share", "left", "informed", "opened")}
    taken = freezing.freeze(actor=coordinator, figures=asked, period=YEAR, scope=whole, at=at, title="年度报告")
    rows = {row.figure: row for row in taken.figures.all()}
    assert len({bytes(row.root) for row in rows.values()} | {EMPTY_ROOT}) == 5
    assert [(rows[name].count, freezing.records_of(rows[name])) for name in ("share", "left")] == [(0, {}), (0, {})]
    assert all(freezing.proves(row) for row in rows.values())
    assert {each.came + each.went for each in freezing.differences(taken, at.date(), scope=whole)} == {()}


def test_freezing_is_for_those_who_answer_for_figures(head: Actor, whole: Scope, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        freezing.freeze(actor=head, figures=FIGURES, period=YEAR, scope=whole, at=at, title="")


def test_every_figure_of_the_catalog_can_be_asked(whole: Scope, at: datetime) -> None:
    found = values(shelf(), scope=whole, period=YEAR, today=at.date())
    assert list(found) == list(shelf())
    for by in By:
        assert set(table(shelf(), scope=whole, period=YEAR, today=at.date(), by=by)) == set(shelf())
