"""Kept numbers of boards: they equal the records as of the moment that they name, and nothing old is shown for long."""

from datetime import timedelta

from fazhi.figures.counting import By, table, values
from fazhi.figures.keeping import FRESH, OLDEST, Numbers, forget
from fazhi.figures.models import KeptNumbers
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
    assert later.is_stale
    later.renew()
    renewed = page(at + FRESH * 2, scope)
    assert renewed.values(FIGURES, period=YEAR) == counted(scope, at.date())[0] != before[0]
    assert renewed.counted_at == at + FRESH * 2


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


def test_numbers_of_days_gone_are_dropped(opened, case, at):
    asked(page(at, Scope.whole(case.jurisdiction_id)))
    assert (forget(before=at), forget(before=at + timedelta(days=1))) == (0, 1)
