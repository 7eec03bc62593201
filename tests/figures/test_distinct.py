"""Different bodies, persons, entries and words are counted once each; the list shows each, with its records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import ValidationError

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given, Taken
from fazhi.exams.models import Exam, Training
from fazhi.figures import freezing
from fazhi.figures.counting import By, table, values
from fazhi.figures.language.checking import check_figure
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.listing import Behind, behind
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from fazhi.registers.changes import ChangeKind
from fazhi.registers.models import Entry
from tests.cases.walks import informed
from tests.conftest import District
from tests.figures.people import appointments, courses
from tests.registers.conftest import Revise, added, amend, revise, small_shelf, to

__all__ = ["added", "appointments", "courses", "revise", "small_shelf"]

YEAR = Period.year(2026)
PENALTY = {"counts": "cases", "of": "administrative_penalty_summary"}
ACTS = {"counts": "acts", "of": PENALTY["of"], "step": ["open", "inform"]}
STALLS = {"counts": "entries", "of": "stalls", "dated": "starts_on"}


def defined(**given: object) -> Figure:
    """A definition as a file has it."""
    return Figure.model_validate({"title": "数", **given}, strict=False)


@pytest.fixture
def asked(district: District, at: datetime) -> dict[str, Any]:
    return {"scope": Scope.whole(district.jurisdiction.pk), "period": YEAR, "today": at.date()}


@pytest.fixture
def cases(opened: Callable[..., Taken], officers: list[Actor], at: datetime) -> list[Case]:
    """Three by one body: two by both officers, the last by the second alone; the first went on."""
    second = officers[1].person.pk
    found = [opened().case, opened().case, opened(on=at.date() - timedelta(days=30)).case]
    informed(found[0], officers[0], at)
    Case.objects.filter(pk=found[2].pk).update(
        opened_on=date(2026, 1, 5), data={**found[2].data, "officers": [{"id": str(second), "name": "秦法"}]}
    )
    return found


def number(figure: Figure, asked: dict[str, Any]) -> int:
    return int(values({"x": figure}, **asked)["x"].number or 0)


def opened_up(figure: Figure, asked: dict[str, Any]) -> Behind:
    return behind("x", **asked, figure=figure)


def things(figure: Figure, asked: dict[str, Any]) -> dict[str, int]:
    """What the list behind it shows: each thing by its title, with how many records name it."""
    return {thing.title: thing.records for thing in opened_up(figure, asked).things()}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({**PENALTY, "distinct": "organization"}, {"区市场监管局": 3}),
        ({**PENALTY, "distinct": "person"}, {"程班": 3}),
        ({**PENALTY, "distinct": "officers"}, {"程班": 2, "秦法": 3}),
        ({**ACTS, "distinct": "organization"}, {"区市场监管局": 4}),
        ({**ACTS, "distinct": "person"}, {"程班": 4}),
        ({**ACTS, "distinct": "officers"}, {"程班": 3, "秦法": 4}),
        ({**ACTS, "distinct": "result", "step": "inform"}, {}),
        ({**PENALTY, "distinct": "officers", "dated": "at_end"}, {"程班": 2, "秦法": 3}),
        ({**PENALTY, "distinct": "officers", "where": "done('inform')"}, {"程班": 1, "秦法": 1}),
    ],
)
def test_things_of_cases_are_counted_once_and_listed_with_their_records(
    given: dict[str, Any], shown: dict[str, int], cases: list[Case], asked: dict[str, Any]
) -> None:
    figure = defined(**given)
    assert (number(figure, asked), things(figure, asked)) == (len(shown), shown)
    assert opened_up(figure, asked).number == len(shown)


def test_records_of_one_thing_are_those_that_name_it(cases: list[Case], asked: dict[str, Any]) -> None:
    figure = defined(**PENALTY, distinct="officers")
    found = opened_up(figure, asked)
    by_title = {thing.title: thing for thing in found.things()}
    one = behind("x", **asked, figure=figure, thing=by_title["程班"].key)
    assert (found.total, one.total, by_title["程班"].records) == (3, 2, 2)
    assert set(one.records) == set(cases[:2])
    assert behind("x", **asked, figure=figure, thing="#0").total == 0


def test_months_are_counted_apart_and_do_not_add_up(cases: list[Case], asked: dict[str, Any]) -> None:
    figure = defined(**PENALTY, distinct="officers")
    cells = table({"x": figure}, **asked, by=By.MONTH)["x"]
    assert {key: cell.number for key, cell in cells.items()} == {"2026-01": 1, "2026-03": 2}
    assert number(figure, asked) == 2
    for key, cell in cells.items():
        assert behind("x", **asked, by=By.MONTH, key=key, figure=figure).number == cell.number


def test_another_body_counts_none_of_it(cases: list[Case], asked: dict[str, Any], district: District) -> None:
    figure = defined(**PENALTY, distinct="officers")
    found = [number(figure, asked | {"scope": Scope.unit(unit)}) for unit in (district.market, district.urban)]
    assert found == [2, 0]


def test_share_of_different_things(cases: list[Case], asked: dict[str, Any]) -> None:
    known = {
        "some": defined(**PENALTY, distinct="officers", where="!done('inform') && opened_on < date('2026-02-01')"),
        "all": defined(**PENALTY, distinct="officers"),
        "share": defined(unit="%", ratio={"of": "some", "to": "all", "empty": "没有"}),
    }
    found = values(known, **asked)["share"]
    assert (found.number, found.of, found.to) == (50, 1, 2)


def test_figures_of_the_same_things_take_one_statement(cases: list[Case], asked: dict[str, Any]) -> None:
    known = {
        str(place): defined(**ACTS, distinct="organization", where=f"performed_on > date('2026-01-{place:02}')")
        for place in range(1, 9)
    }
    with CaptureQueriesContext(connection) as queries:
        found = values(known, **asked)
    assert {value.number for value in found.values()} == {1}
    assert len(queries) == 1
    assert "cases_case" not in queries[0]["sql"]


def test_entries_name_bodies_persons_options_words(
    added: Callable[..., Entry], handler: Actor, asked: dict[str, Any], at: datetime
) -> None:
    day = at.date().isoformat()
    keeper = str(handler.person.pk)
    added("A-1", starts_on=day, keeper=keeper, tags=["夜市", "集市"], name="甲")
    added("A-2", starts_on=day, body="区城管局", tags=["夜市"], name="甲")
    added("A-3", starts_on=day, body="区城管局", keeper=keeper)
    shown = {
        "organization": {"区城管局": 2, "区市场监管局": 1},
        "body": {"区城管局": 2, "区市场监管局": 1},
        "keeper": {"程班": 2},
        "name": {"甲": 2, "A-3号摊": 1},
    }
    assert {name: things(defined(**STALLS, distinct=name), asked) for name in shown} == shown
    assert things(defined(**STALLS, distinct="tags"), asked) == {"夜市": 2, "集市": 1}
    assert {name: number(defined(**STALLS, distinct=name), asked) for name in (*shown, "tags")} == {
        "organization": 2, "body": 2, "keeper": 1, "name": 2, "tags": 2,
    }  # fmt: skip


def test_entries_that_stood_on_a_day_name_what_they_named_then(
    added: Callable[..., Entry], revise: Revise, asked: dict[str, Any], at: datetime
) -> None:
    early = at.date() - timedelta(days=50)
    one, other = added("A-1", since=early, name="甲"), added("A-2", since=early, name="乙")
    revise([amend(one.pk, name="乙")])
    figure = defined(counts="entries", of="stalls", dated="at_end", distinct="name")
    assert things(figure, asked) == {"乙": 2}
    then = asked | {"period": Period(early, early + timedelta(days=5))}
    assert (number(figure, then), things(figure, then)) == (2, {"乙": 1, "甲": 1})
    assert set(opened_up(figure, then).records) == {one, other}


def test_sealed_values_are_told_apart_without_being_opened(
    added: Callable[..., Entry], revise: Revise, asked: dict[str, Any]
) -> None:
    gone = added("A-1", starts_on="2026-02-01", telephone="13800000001")
    revise([to(ChangeKind.WITHDRAW, gone.pk)])
    for code, telephone in (("A-2", "138-0000-0001"), ("A-3", "13800000002"), ("A-4", None)):
        added(code, starts_on="2026-02-01", telephone=telephone)
    figure = defined(**STALLS, distinct="telephone", where="state in ['in_force', 'withdrawn']")
    found = opened_up(figure, asked)
    assert (number(figure, asked), found.total) == (2, 3)
    assert [(thing.title, thing.records) for thing in found.things()] == [("", 2), ("", 1)]


def test_people_come_once_however_often(appointments: Exam, courses: list[Training], asked: dict[str, Any]) -> None:
    names = ("exam_people", "exam_bodies", "course_people", "course_bodies", "course_attendances")
    assert {name: value.number for name, value in values(names, **asked).items()} == dict(
        zip(names, (2, 1, 2, 1, 3), strict=True)
    )
    assert things(shelf().get("course_people"), asked) == {"程班": 2, "傅泽": 1}


def test_candidates_without_an_account_are_told_apart_by_name_and_body(
    appointments: Exam, asked: dict[str, Any]
) -> None:
    appointments.candidates.update(person=None, name="程班")
    figure = defined(counts="candidates", distinct="person")
    assert number(figure, asked) == 2  # one name in two bodies
    assert set(things(figure, asked)) == {"程班"}


def test_frozen_leaves_say_what_they_name_and_prove_the_number(
    cases: list[Case], opened: Callable[..., Taken], officers: list[Actor], coordinator: Actor, asked: dict[str, Any],
    at: datetime,
) -> None:  # fmt: skip
    scope, today = asked["scope"], asked["today"]
    known = {"x": defined(**PENALTY, distinct="officers")}
    taken = freezing.freeze(actor=coordinator, figures=known, period=YEAR, scope=scope, at=at, title="半年")
    row = taken.figures.get()
    assert (row.number, row.count, freezing.proves(row)) == (2, 3, True)
    named = {told.split(" ", 1)[1] for told in freezing.records_of(row).values()}
    first, second = sorted(f"#{each.person.pk}" for each in officers)
    assert named == {f"{first} {second}", f"#{officers[1].person.pk}"}
    new = opened().case
    (difference,) = freezing.differences(taken, today, scope=scope)
    assert (difference.same, difference.came, difference.changed) == (True, (str(new.pk),), ())
    row.number = 3
    assert not freezing.proves(row)


def test_record_that_names_another_shows_as_changed(
    cases: list[Case], officers: list[Actor], coordinator: Actor, asked: dict[str, Any], at: datetime
) -> None:
    known = {"x": defined(**PENALTY, distinct="person")}
    taken = freezing.freeze(actor=coordinator, figures=known, period=YEAR, scope=asked["scope"], at=at, title="半年")
    Case.objects.filter(pk=cases[1].pk).update(handler=officers[1].person)
    (difference,) = freezing.differences(taken, asked["today"], scope=asked["scope"])
    assert (difference.now.number, difference.changed) == (2, (str(cases[1].pk),))


def test_stopped_case_is_counted_by_its_condition_alone(
    cases: list[Case], officers: list[Actor], asked: dict[str, Any], at: datetime
) -> None:
    """The condition decides for each record; a thing counts when one of its records fits."""
    given = Given("stop", at.date(), "ordinary", data={"ordinary_reason": "拟罚款超过当场处罚限额"})
    taking.take(actor=officers[0], case_id=cases[1].pk, given=given, at=at + timedelta(hours=1))
    figure = defined(**PENALTY, distinct="officers", where="closed && opened_on > date('2026-02-01')")
    assert things(figure, asked) == {"程班": 1, "秦法": 1}
    assert number(figure, asked) == 2


@pytest.mark.parametrize(
    ("given", "say", "mend"),
    [
        ({**PENALTY, "distinct": "party"}, "“当事人”是个人信息（当事人），不能去重计数", "清单条目"),
        ({**PENALTY, "distinct": "party.name"}, "是个人信息（当事人）", "清单条目"),
        ({**PENALTY, "distinct": "offence_on"}, "“违法行为发生之日”是日期，不能去重计数", "单位、人员"),
        ({**PENALTY, "distinct": "officer"}, "没有“officer”可以去重", "是不是 officers？"),
        ({**PENALTY, "distinct": "benchmark_tiers"}, "是明细表，没有写明数哪一列", "benchmark_tiers.列"),
        ({**PENALTY, "distinct": "place.name"}, "是文字，不能去重计数", "请改用"),
        ({"counts": "tasks", "distinct": "person"}, "任务没有“person”可以去重", "请改用"),
        ({"counts": "bulletins", "distinct": "organization"}, "督查通报没有“organization”可以去重", "请改用"),
        ({"counts": "candidates", "distinct": "score"}, "“成绩”不能去重计数", "请改用"),
        (
            {"counts": "entries", "of": "supervision_contacts", "dated": "at_end", "distinct": "contact.name"},
            "是个人信息，不能去重计数",
            "不是个人信息的要素",
        ),
        ({"counts": "cases", "of": "administrative_licence", "distinct": "agent"}, "是个人信息", "不是个人信息"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_sentence(given: dict[str, Any], say: str, mend: str) -> None:
    ((place, wrong, how),) = check_figure("x", defined(**given), {})
    assert (place, say in wrong, mend in how) == (("distinct",), True, True), (wrong, how)


@pytest.mark.parametrize("also", [{"total": "fine"}, {"per": 10}, {"counts": "acts", "step": "open", "once": True}])
def test_things_are_neither_summed_nor_counted_by_case(also: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="不能同时写 total、once、per"):
        defined(**(PENALTY | {"distinct": "officers"} | also))


def test_figures_of_different_things_do_not_add_up() -> None:
    known = {
        "people": defined(**PENALTY, distinct="officers"),
        "bodies": defined(**PENALTY, distinct="organization"),
        "cases": defined(**PENALTY),
    }

    def wrong(**given: Any) -> list[str]:
        return [say for _, say, _ in check_figure("x", defined(**given), known)]

    assert wrong(sum=["people", "cases"]) == ["“数”是去重的数，不能相加减"]
    assert wrong(difference=["cases", "bodies"]) == ["“数”是去重的数，不能相加减"]
    apart = wrong(unit="%", ratio={"of": "people", "to": "bodies", "empty": "没有"})
    assert apart == ["分子数的是“执法人员”，分母数的是“办理单位”，不是同一类"]
    assert wrong(unit="件/家", ratio={"of": "cases", "to": "bodies", "empty": "没有"}) == []
