"""Many people at once, each on a connection of their own: nothing lost, nothing twice."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import pytest
from django.db import connection, connections

from fazhi.cases import checkpoints
from fazhi.cases.models import Act, Case, Paper
from fazhi.cases.record_commands import site
from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Taken
from fazhi.government.actors import Actor
from fazhi.procedures.casework.requests import Code
from fazhi.record.database import verify_database
from tests.cases.walks import corrected, decided, informed

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 50
Result = TypeVar("Result")


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def together() -> Iterator[Callable[[Sequence[Callable[[], Any]]], list[Any]]]:
    """Calls all at the same moment, each in a thread with a connection of its own; refusals and faults are results."""

    def run(calls: Sequence[Callable[[], Any]]) -> list[Any]:
        gate = Barrier(len(calls))

        def one(call: Callable[[], Any]) -> Any:
            try:
                connection.ensure_connection()
                gate.wait(30)
                return call()
            except Exception as fault:
                return fault
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run


def holds() -> bool:
    with site().connect() as opened:
        return verify_database(opened, form=True).ok


def test_one_step_in_one_case_is_taken_once(case: Case, officers: list[Actor], at: datetime, together: Any) -> None:
    informed(case, officers[0], at)
    results = together([lambda: decided(case, officers[0], at)] * WRITERS)
    taken = [each for each in results if isinstance(each, Taken)]
    refused = [each for each in results if isinstance(each, ActRefused)]
    assert (len(taken), len(refused)) == (1, WRITERS - 1), Counter(map(repr, results))
    assert all(Code.ALREADY_DONE in {reason.code for reason in each.reasons} for each in refused)
    assert list(case.acts.values_list("seq", flat=True)) == [1, 2, 3]
    assert holds()


def test_many_acts_in_one_case_are_all_there(case: Case, officers: list[Actor], at: datetime, together: Any) -> None:
    results = together([lambda n=n: corrected(case, officers[0], at, f"东街{n}号") for n in range(WRITERS)])
    assert all(isinstance(each, Taken) for each in results), Counter(map(repr, results))
    assert sorted(each.seq for each in results) == list(range(2, WRITERS + 2))
    places = {act.content["data"]["place"] for act in case.acts.filter(kind="correction")}
    assert places == {f"东街{n}号" for n in range(WRITERS)}
    case.refresh_from_db()
    last = case.acts.get(seq=WRITERS + 1)
    assert (case.head_seq, case.data["place"]) == (WRITERS + 1, last.content["data"]["place"])
    assert holds()


def test_many_cases_get_numbers_without_gaps_or_doubles(opened: Callable[..., Taken], together: Any) -> None:
    results = together([opened] * WRITERS)
    assert all(isinstance(each, Taken) for each in results), Counter(map(repr, results))
    numbers = sorted(int(each.case.number.partition("〕")[2].removesuffix("号")) for each in results)
    assert numbers == list(range(1, WRITERS + 1))
    assert holds()


def test_many_acts_in_many_cases_are_all_there(
    opened: Callable[..., Taken], officers: list[Actor], at: datetime, together: Any
) -> None:
    cases = [opened().case for _ in range(10)]
    for case in cases:
        informed(case, officers[0], at)
    calls = [lambda case=case: decided(case, officers[0], at) for case in cases] * 2
    calls += [lambda case=case, n=n: corrected(case, officers[0], at, f"{n}号") for case in cases for n in range(3)]
    assert len(calls) == WRITERS
    results = together(calls)
    assert Counter(type(each) for each in results) == {Taken: 40, ActRefused: 10}, Counter(map(repr, results))
    assert Act.objects.count() == 20 + 40
    numbers = list(Paper.objects.exclude(number="").values_list("instrument", "number"))
    assert len(set(numbers)) == len(numbers)
    assert holds()


@pytest.mark.parametrize("verb", ["open", "take", "correct"])
def test_the_same_key_from_twenty_threads_acts_once(
    verb: str, case: Case, opened: Callable[..., Taken], officers: list[Actor], at: datetime, together: Any
) -> None:
    calls = {
        "open": lambda: opened(key="k"),
        "take": lambda: informed(case, officers[0], at, key="k"),
        "correct": lambda: corrected(case, officers[0], at, "东街西口", key="k"),
    }
    results = together([calls[verb]] * 20)
    assert all(isinstance(each, Taken) for each in results), Counter(map(repr, results))
    assert len({(each.case.pk, each.seq) for each in results}) == 1
    assert sum(each.repeated for each in results) == 19
    assert (Case.objects.count(), Act.objects.count()) == ((2, 2) if verb == "open" else (1, 2))
    assert holds()


def test_checkpoints_at_once_make_one(opened: Callable[..., Taken], at: datetime, together: Any) -> None:
    for _ in range(3):
        opened()
    results = together([lambda: checkpoints.checkpoint(at=at)] * 5)
    assert sorted(each is None for each in results) == [False, True, True, True, True], results
    with site().connect() as live:
        verdict = verify_database(live, public_key=checkpoints.public_key())
    assert verdict.log is not None
    assert (verdict.ok, verdict.log.entries, verdict.log.checkpoints) == (True, 4, 1)
