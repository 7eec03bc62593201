"""Exams, trainings, applications are counted from their own records, and the list behind each is what was counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from fazhi.assessment.listing import listed
from fazhi.exams import exams, trainings
from fazhi.exams.models import Exam, Mode, Purpose, Staffing, Training
from fazhi.figures import freezing
from fazhi.figures.compiling.sources import LATE_NOTE, SOURCES
from fazhi.figures.counting import By, table, values
from fazhi.figures.language import names as naming
from fazhi.figures.language.checking import check_figure
from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.listing import behind
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from fazhi.intake import handling, reminding
from fazhi.intake.models import Channel, State
from fazhi.procedures.applications.library import forms
from fazhi.procedures.conditions import Text
from tests.conftest import District
from tests.exams.papers import draft, enrol
from tests.figures.people import Desk, appointments, courses, desk
from tests.intake.office import example_form, hand_in

__all__ = ["appointments", "courses", "desk", "example_form", "hand_in"]

YEAR = Period.year(2026)
NEW = (Counted.EXAMS, Counted.CANDIDATES, Counted.TRAININGS, Counted.ATTENDANCES, Counted.APPLICATIONS)


@pytest.fixture
def whole(district: District) -> Scope:
    return Scope.whole(district.jurisdiction.pk)


def defined(**given: object) -> Figure:
    """A definition as a file has it."""
    return Figure.model_validate({"title": "数", **given}, strict=False)


def of_catalog(scope: Scope, at: datetime, *names: str) -> dict[str, Decimal | None]:
    found = values(names, scope=scope, period=YEAR, today=at.date())
    return {name: value.number for name, value in found.items()}


def test_exam_is_counted_with_those_who_came_and_those_who_passed(
    appointments: Exam, whole: Scope, district: District, at: datetime
) -> None:
    names = (
        "exams_held", "appointment_exams", "qualification_exams", "appointment_candidates", "appointment_sat",
        "appointment_missed", "appointment_passed", "appointment_passed_rate", "appointment_certified",
    )  # fmt: skip
    assert of_catalog(whole, at, *names) == dict(zip(names, (1, 1, 0, 3, 2, 1, 1, 50, 1), strict=True))
    market = of_catalog(Scope.unit(district.market), at, "appointment_exams", "appointment_candidates")
    assert market == {"appointment_exams": 0, "appointment_candidates": 2}
    own = defined(counts="exams", total="enrolled - sat", where="passed > 0")
    assert values({"own": own}, scope=whole, period=YEAR, today=at.date())["own"].number == 1


def test_exam_that_is_prepared_or_called_off_counts_nowhere(
    coordinator: Actor, handler: Actor, whole: Scope, district: District, at: datetime
) -> None:
    called_off = draft(coordinator, district.justice, at, mode=Mode.OUTSIDE, full_mark=Decimal(100))
    enrol(coordinator, called_off, [handler], at)
    exams.publish(actor=coordinator, exam=called_off, at=at)
    assert of_catalog(whole, at, "exams_held") == {"exams_held": 1}
    exams.cancel(actor=coordinator, exam=called_off, why="场地停电", at=at)
    draft(coordinator, district.justice, at, title="筹备中")
    every = defined(counts="candidates")
    assert values({"every": every}, scope=whole, period=YEAR, today=at.date())["every"].number == 0
    assert of_catalog(whole, at, "exams_held") == {"exams_held": 0}


def test_courses_are_counted_with_those_who_came_and_their_hours(
    courses: list[Training], whole: Scope, at: datetime
) -> None:
    names = (
        "courses_held", "courses_online", "courses_on_documents", "course_attendances",
        "course_attendances_on_documents", "course_hours", "course_hours_attended",
    )  # fmt: skip
    expected = (2, 1, 1, 3, 2, Decimal("10.5"), Decimal("15.0"))
    assert of_catalog(whole, at, *names) == dict(zip(names, expected, strict=True))


def test_applications_are_counted_by_what_became_of_them(desk: Desk, whole: Scope, at: datetime) -> None:
    names = (
        "applications_received", "applications_online", "applications_waiting", "applications_overdue",
        "applications_late", "applications_handled_in_time", "applications_in_time_rate", "applications_corrected",
        "applications_urged", "applications_closed", "applications_declined", "applications_rated",
        "applications_satisfied_rate",
    )  # fmt: skip
    expected = (4, 4, 3, 1, 1, 2, Decimal("66.7"), 1, 1, 1, 1, 1, 100)
    assert of_catalog(whole, at, *names) == dict(zip(names, expected, strict=True))


def test_application_stays_late_when_it_is_handled_after_all(
    desk: Desk, whole: Scope, handler: Actor, at: datetime
) -> None:
    handling.return_for_correction(
        actor=handler, application_id=desk.late.pk, text="请写明。", until=at.date() + timedelta(days=9), at=at
    )
    assert of_catalog(whole, at, "applications_overdue", "applications_late") == {
        "applications_overdue": 0,
        "applications_late": 1,
    }


@pytest.mark.parametrize("by", [None, *By])
def test_list_is_as_long_as_its_figure(
    by: By | None, appointments: Exam, courses: list[Training], desk: Desk, whole: Scope, at: datetime
) -> None:
    """Of all figures of the catalog that count these records, as a whole and by each key."""
    asked: dict[str, Any] = {"scope": whole, "period": YEAR, "today": at.date()}
    counted = [name for name, figure in shelf().figures.items() if figure.counts in NEW and figure.total is None]
    if by is None:
        found = {name: value.number for name, value in values(counted, **asked).items()}
        assert {name: behind(name, **asked).number for name in counted} == found
        assert {shelf().get(name).counts for name, number in found.items() if number} == set(NEW)
        return
    for name, cells in table(counted, **asked, by=by).items():
        listed = {key: behind(name, **asked, by=by, key=key).number for key in cells}
        assert listed == {key: value.number for key, value in cells.items()}, name


def test_frozen_figures_tell_what_changed_since(
    appointments: Exam,
    courses: list[Training],
    desk: Desk,
    coordinator: Actor,
    handler: Actor,
    whole: Scope,
    at: datetime,
) -> None:
    asked = {counts: defined(counts=counts) for counts in NEW}
    taken = freezing.freeze(actor=coordinator, figures=asked, period=YEAR, scope=whole, at=at, title="半年")
    handling.return_for_correction(
        actor=handler, application_id=desk.waiting.pk, text="请写明。", until=at.date() + timedelta(days=9), at=at
    )
    trainings.withdraw(actor=coordinator, training=courses[1], why="登记错了")
    found = {each.figure: each for each in freezing.differences(taken, at.date(), scope=whole)}
    assert all(freezing.proves(each.frozen) for each in found.values())
    assert found["applications"].changed == (str(desk.waiting.pk),)
    assert found["trainings"].went == (str(courses[1].pk),)
    assert len(found["attendances"].went) == 1
    assert (found["exams"].same, found["candidates"].same) == (True, True)


def test_evidence_of_a_sheet_names_nobody(
    appointments: Exam, courses: list[Training], desk: Desk, whole: Scope, at: datetime
) -> None:
    names = (
        "appointment_exams",
        "appointment_candidates",
        "courses_held",
        "course_attendances",
        "applications_received",
    )
    asked: dict[str, Any] = {"scope": whole, "period": YEAR, "today": at.date()}
    counts = {name: behind(name, **asked).total for name in names}
    rows = {name: listed(name, **asked, counts=counts).rows for name in names}
    assert {name: len(each) for name, each in rows.items()} == counts
    assert not any(word in str(rows) for word in ("程班", "傅泽", "钱知行", desk.waiting.title))


def test_words_of_conditions_are_those_of_the_records() -> None:
    """Choices stand beside the models, which the language does not import; so does what the daily job writes."""
    assert LATE_NOTE == reminding.LATE_NOTE
    kept = {
        ("exams", "purpose"): Purpose, ("exams", "mode"): Mode, ("candidates", "staffing"): Staffing,
        ("trainings", "form"): Training.Form, ("applications", "channel"): Channel, ("applications", "state"): State,
    }  # fmt: skip
    for (counts, name), choices in kept.items():
        kind = naming.type_named(defined(counts=counts), name)
        assert isinstance(kind, Text)
        assert dict(kind.titles) == dict(choices.choices)


def test_every_name_of_a_condition_has_its_column() -> None:
    for counts in NEW:
        figure = defined(counts=counts)
        assert naming.names(figure).keys() == SOURCES[counts].plain.keys()
        assert naming.dated(figure) in SOURCES[counts].plain


def test_forms_of_the_catalog_are_the_forms_that_can_be_counted() -> None:
    kind = naming.type_named(defined(counts="applications"), "form")
    assert isinstance(kind, Text)
    assert dict(kind.titles) == {form.id: form.title for form in forms()}


@pytest.mark.parametrize(
    ("given", "say"),
    [
        ({"counts": "candidates", "where": "salary > 3"}, "条件（第 1 字“salary > 3”处）有误"),
        ({"counts": "exams", "where": "purpose == 'driving'"}, "driving"),
        ({"counts": "trainings", "dated": "at_end"}, "培训没有期末存量"),
        ({"counts": "attendances", "dated": "sat_on"}, "没有名为“sat_on”的日期"),
        ({"counts": "candidates", "dated": "score"}, "“score”不是日期"),
        ({"counts": "applications", "kind": "satisfaction"}, "有误"),
        ({"counts": "applications", "where": "form == 'no_such_form'"}, "no_such_form"),
        ({"counts": "applications", "where": "done('register')"}, "有误"),
    ],
)
def test_wrong_definition_is_refused_with_a_sentence(given: dict[str, str], say: str) -> None:
    wrongs = list(check_figure("x", defined(**given), {}))
    assert len(wrongs) == 1
    assert say in wrongs[0][1]
    assert wrongs[0][2].startswith("请")


@pytest.mark.parametrize(
    ("given", "say"),
    [
        ({"counts": "applications", "of": "hotline_matter"}, "群众来件不分程序和清单，没有 of"),
        ({"counts": "exams", "once": True}, "只有办理记录、期限、监督发现可以按案件去重"),
        ({"counts": "candidates", "step": "sit"}, "只有数办理记录（acts）时写 step"),
        ({"counts": "papers"}, "papers"),
    ],
)
def test_option_that_does_not_fit_the_records_is_refused(given: dict[str, object], say: str) -> None:
    with pytest.raises(ValidationError, match=say):
        defined(**given)
