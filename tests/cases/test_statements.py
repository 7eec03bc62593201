"""How many statements an act costs, whatever lies behind the case: counted, not timed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.settling import settle_passed
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.cases.conftest import give_card
from tests.cases.walks import applied, corrected, decided, informed
from tests.conftest import District

pytestmark = pytest.mark.django_db(transaction=True)


def statements(act: Callable[[], Any]) -> list[str]:
    """Every statement that goes to the database, BEGIN and COMMIT too, by its first words."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [" ".join(query["sql"].split()[:3]) for query in captured.captured_queries]


def test_an_act_is_one_transaction_of_few_statements(case: Case, officers: list[Actor], at: datetime) -> None:
    said = statements(lambda: informed(case, officers[0], at, key="k"))
    assert len(said) <= 9, said
    assert (said.count("BEGIN"), said.count("COMMIT")) == (1, 1), said
    assert not [each for each in said if "SAVEPOINT" in each]


def test_an_act_with_a_numbered_paper_costs_one_more(case: Case, officers: list[Actor], at: datetime) -> None:
    plain = statements(lambda: informed(case, officers[0], at))
    numbered = statements(lambda: decided(case, officers[0], at))
    assert case.papers.exclude(number="").count() == 1
    assert len(numbered) <= len(plain) + 1 <= 9, numbered


def test_the_hundredth_act_costs_what_the_second_does(case: Case, officers: list[Actor], at: datetime) -> None:
    second = statements(lambda: informed(case, officers[0], at))
    for _ in range(30):
        informed(case, officers[0], at)
    assert statements(lambda: informed(case, officers[0], at)) == second


def test_people_are_looked_up_together(
    opened: Callable[..., Taken], join: Callable[..., Actor], district: District
) -> None:
    opened()
    two = statements(opened)
    more = [join(f"zhi.fa{n}", f"执法员{n}", district.market, Role.HANDLER) for n in range(8)]
    for each in more:
        give_card(each)
    many = statements(lambda: opened(officers=[each.person.pk for each in more]))
    assert len(many) == len(two) <= 10, two


def test_a_correction_costs_few_statements(case: Case, officers: list[Actor], at: datetime) -> None:
    said = statements(lambda: corrected(case, officers[0], at, "东街西口", key="k"))
    assert len(said) <= 9, said


def test_a_repeated_key_costs_one_read(case: Case, officers: list[Actor], at: datetime) -> None:
    informed(case, officers[0], at, key="k")
    said = statements(lambda: informed(case, officers[0], at, key="k"))
    assert len(said) == 3, said


def test_a_refused_act_writes_nothing(case: Case, officers: list[Actor], at: datetime) -> None:
    def refused() -> None:
        with pytest.raises(taking.ActRefused):
            taking.take(actor=officers[0], case_id=case.pk, given=Given("decide", at.date(), "fine"), at=at)

    said = statements(refused)
    assert said[0] == "BEGIN"
    assert said[-1] == "ROLLBACK"
    assert not [each for each in said if each.startswith(("INSERT", "UPDATE", "WITH"))], said


def test_settling_reads_once_for_all_cases_that_wait_for_nothing(
    join: Callable[..., Actor], district: District, at: datetime
) -> None:
    clerk = join("fu.yi", "傅议", district.justice, Role.HANDLER)
    for _ in range(3):
        applied(clerk, district.justice, district.market, at)
    assert len(statements(lambda: settle_passed(at=at + timedelta(days=2)))) == 1
