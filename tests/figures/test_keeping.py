"""Kept numbers of boards: they equal the records as of the moment that they name, and nothing old is shown for long."""

from datetime import date, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from fazhi.desk.figures.made import of_procedure
from fazhi.figures.background import ask_to_renew
from fazhi.figures.calls import Call
from fazhi.figures.counting import By, table, values
from fazhi.figures.keeping import FRESH, OLDEST, Numbers, fresh_for
from fazhi.figures.models import KeptNumbers
from fazhi.figures.periods import Period
from fazhi.figures.renewing import LATELY, forget, renew, renew_all
from fazhi.figures.scopes import Scope
from tests.cases.walks import informed
from tests.figures.test_counting import FIGURES, YEAR


def asked(numbers):
    found = numbers.values(FIGURES, period=YEAR), numbers.table(FIGURES, period=YEAR, by=By.KIND)
    numbers.keep()
    return found


def counted(scope, today):
    return (
        values(FIGURES, scope=scope, period=YEAR, today=today),
        table(FIGURES, scope=scope, period=YEAR, today=today, by=By.KIND),
    )


def page(at, scope, **more):
    return Numbers.of_page("board/x", scope=scope, today=at.date(), at=at, **more)


def test_kept_numbers_are_those_of_the_records(opened, case, at):
    scope = Scope.whole(case.jurisdiction_id)
    assert asked(page(at, scope)) == counted(scope, at.date())
    assert asked(page(at, scope)) == counted(scope, at.date())
    assert KeptNumbers.objects.count() == 1


def test_later_act_shows_once_the_numbers_are_renewed(opened, case, officers, at):
    scope = Scope.whole(case.jurisdiction_id)
    before = asked(page(at, scope))
    informed(case, officers[0], at)
    soon = page(at + FRESH / 2, scope)
    assert (asked(soon), soon.counted_at, soon.is_stale) == (before, at, False)
    later = page(at + FRESH * 2, scope)
    later.values(FIGURES, period=YEAR)
    assert later.keep()
    assert renew(later.row.key, today=at.date(), at=at + FRESH * 2)
    renewed = page(at + FRESH * 2, scope)
    assert renewed.values(FIGURES, period=YEAR) == counted(scope, at.date())[0] != before[0]
    assert (renewed.counted_at, renewed.is_stale) == (at + FRESH * 2, False)


def test_what_is_too_old_or_asked_anew_is_counted(opened, case, officers, at):
    scope = Scope.whole(case.jurisdiction_id)
    asked(page(at, scope))
    informed(case, officers[0], at)
    assert asked(page(at, scope, anew=True)) == counted(scope, at.date())
    assert page(at + OLDEST + timedelta(seconds=1), scope).kept == {}


def test_other_people_have_other_numbers(opened, case, at):
    whole = Scope.whole(case.jurisdiction_id)
    nothing = Scope(case.jurisdiction_id, frozenset())
    assert asked(page(at, whole)) != asked(page(at, nothing))
    assert asked(page(at, nothing)) == counted(nothing, at.date())


def test_live_numbers_are_not_kept(opened, case, at):
    scope = Scope.whole(case.jurisdiction_id)
    assert asked(Numbers.live(scope=scope, today=at.date(), at=at)) == counted(scope, at.date())
    assert not KeptNumbers.objects.exists()


def test_next_morning_the_numbers_are_there_before_anybody_comes(opened, case, officers, at):
    scope = Scope.whole(case.jurisdiction_id)
    asked(page(at, scope))
    informed(case, officers[0], at)
    morning = at + timedelta(days=1)
    assert renew_all(today=morning.date(), now=lambda: morning) == 1
    kept = page(morning, scope)
    assert (len(kept.kept), kept.counted_at, KeptNumbers.objects.count()) == (2, morning, 1)
    assert kept.values(FIGURES, period=YEAR) == counted(scope, morning.date())[0]
    assert renew_all(today=morning.date(), now=lambda: morning) == 0


def test_numbers_that_nobody_looks_at_are_not_renewed_and_go(opened, case, at):
    asked(page(at, Scope.whole(case.jurisdiction_id)))
    later = at + LATELY + timedelta(hours=1)
    assert renew_all(today=later.date(), now=lambda: later) == 0
    assert (forget(at=at + LATELY), forget(at=later)) == (0, 1)


def test_looks_keep_a_page_among_those_that_are_renewed(opened, case, at):
    scope = Scope.whole(case.jurisdiction_id)
    asked(page(at, scope))
    asked(page(at + OLDEST, scope))
    assert KeptNumbers.objects.get().seen_at == at
    KeptNumbers.objects.update(counted_at=at + timedelta(hours=2))
    asked(page(at + timedelta(hours=2), scope))
    assert KeptNumbers.objects.get().seen_at == at + timedelta(hours=2)


def test_asking_twice_to_renew_is_asking_once(opened, case, at):
    asked(page(at, Scope.whole(case.jurisdiction_id)))
    key = KeptNumbers.objects.get().key
    ask_to_renew(key)
    ask_to_renew(key)
    assert ProcrastinateJob.objects.filter(task_name="figures.renew").count() == 1


def test_renewing_what_is_gone_does_nothing(db, at):
    assert not renew("0" * 64, today=at.date(), at=at)


@pytest.mark.parametrize(("seconds", "fresh"), [(0.01, FRESH), (9, timedelta(minutes=3)), (900, OLDEST - FRESH)])
def test_what_takes_long_to_count_stays_fresh_longer(seconds, fresh):
    assert fresh_for(seconds) == fresh


def test_call_ends_on_the_day_of_asking_the_next_day_too():
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    span = Call.of(FIGURES, period=Period(date(2026, 1, 1), monday), by=None)
    assert span.on(tuesday, before=monday).period == Period(date(2026, 1, 1), tuesday)
    earlier = Call.of(FIGURES, period=span.period.before(), by=None)
    assert earlier.on(tuesday, before=monday).period == Period(date(2025, 1, 1), date(2025, 3, 3))
    assert Call.of(FIGURES, period=YEAR, by=None).on(tuesday, before=monday).period == YEAR


def test_call_is_read_again_with_definitions_of_its_own():
    call = Call.of(of_procedure("administrative_penalty"), period=YEAR, by=By.MONTH)
    assert Call.from_json(call.to_json()) == call
    assert Call.from_json(call.to_json()).key == call.key
