"""Opening cases and taking acts."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Act, Case
from fazhi.cases.refusals import ActRefused, Refused
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed

INFORMED = {
    "proposed": "fine",
    "proposed_fine": "50",
    "basis_kind": "regulation",
    "law_basis": "清和市市容管理条例第二十条",
    "defence": "none",
}


def test_a_case_is_opened_with_number_title_and_first_link(case: Case) -> None:
    assert case.number == "区市场监管局当罚案〔2026〕1号"
    assert case.title == "钱某：占道摆卖水果，经劝说未当场收摊。"
    assert (case.head_seq, case.acts.count()) == (1, 1)
    assert case.acts.get().content["data"]["officers"][0]["card_valid"] is True


def test_numbers_follow_each_other(opened: Callable[..., Taken]) -> None:
    assert [opened().case.number[-2:] for _ in range(3)] == ["1号", "2号", "3号"]


def test_one_officer_is_refused_with_the_article(opened: Callable[..., Taken], officers: list[Actor]) -> None:
    with pytest.raises(ActRefused) as refused:
        opened(officers=[officers[0].person.pk])
    assert [reason.articles for reason in refused.value.reasons] == [("行政处罚法#42.1",)]
    assert Case.objects.count() == 0


def test_an_officer_without_a_card_is_refused(opened: Callable[..., Taken], officers: list[Actor], head: Actor) -> None:
    with pytest.raises(ActRefused) as refused:
        opened(officers=[officers[0].person.pk, head.person.pk])
    assert "行政执法证" in refused.value.say


def test_what_is_not_filled_in_is_named(opened: Callable[..., Taken]) -> None:
    with pytest.raises(ActRefused) as refused:
        opened(place=None, facts=None)
    assert [(reason.field, reason.say) for reason in refused.value.reasons] == [
        ("place", "请填写“违法地点”。"),
        ("facts", "请填写“违法行为”。"),
    ]
    assert refused.value.malformed


def test_a_defect_is_accepted_and_found_at_once(opened: Callable[..., Taken]) -> None:
    taken = opened(id_shown=False)
    finding = taken.case.findings.get()
    assert (finding.breach, finding.say, finding.seq) == ("defect", "没有向当事人出示执法证件。", 1)


def test_a_decision_without_notice_is_refused(case: Case, officers: list[Actor], at: datetime) -> None:
    given = Given("decide", at.date(), "fine", data={"circumstances": ["none"], "correction": "done", "fine": "50"})
    with pytest.raises(ActRefused) as refused:
        taking.take(actor=officers[0], case_id=case.pk, given=given, at=at)
    assert any("行政处罚法#62" in reason.articles for reason in refused.value.reasons)
    assert case.acts.count() == 1


def test_a_fine_above_the_limit_is_refused(case: Case, officers: list[Actor], at: datetime) -> None:
    _take(case, officers[0], at, "inform", data=INFORMED | {"proposed_fine": "500"})
    given = Given("decide", at.date(), "fine", data={"circumstances": ["none"], "correction": "done", "fine": "500"})
    with pytest.raises(ActRefused) as refused:
        taking.take(actor=officers[0], case_id=case.pk, given=given, at=at)
    assert [reason.field for reason in refused.value.reasons] == ["fine"]


def test_the_same_key_acts_once(case: Case, officers: list[Actor], at: datetime) -> None:
    first = _take(case, officers[0], at, "inform", data=INFORMED, key="k1")
    again = _take(case, officers[0], at, "inform", data=INFORMED, key="k1")
    assert (first.seq, again.seq, again.repeated) == (2, 2, True)
    assert case.acts.count() == 2


def test_a_key_of_another_case_is_refused(
    case: Case, opened: Callable[..., Taken], officers: list[Actor], at: datetime
) -> None:
    _take(case, officers[0], at, "inform", data=INFORMED, key="k1")
    with pytest.raises(Refused, match="另一案件"):
        _take(opened().case, officers[0], at, "inform", data=INFORMED, key="k1")


def test_a_person_number_in_other_digits_is_refused(opened: Callable[..., Taken]) -> None:
    with pytest.raises(ActRefused):
        opened(officers=["²", "³"])


def test_a_day_to_come_is_refused(case: Case, officers: list[Actor], at: datetime) -> None:
    with pytest.raises(ActRefused) as refused:
        _take(case, officers[0], at, "inform", data=INFORMED, on=at.date() + timedelta(days=1))
    assert refused.value.field == "performed_on"


def test_a_day_before_the_step_before_is_refused(case: Case, officers: list[Actor], at: datetime) -> None:
    with pytest.raises(ActRefused) as refused:
        _take(case, officers[0], at, "inform", data=INFORMED, on=at.date() - timedelta(days=3))
    assert "早于前一步“现场查处”" in refused.value.say


def test_people_of_another_body_are_refused(case: Case, other_handler: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        _take(case, other_handler, at, "inform", data=INFORMED)


def test_the_database_refuses_to_change_an_act(case: Case) -> None:
    from django.db import IntegrityError, transaction  # noqa: PLC0415

    for change in (lambda: Act.objects.update(body="{}"), lambda: Act.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_a_procedure_that_is_unknown_is_refused(handler: Actor, district: Any, at: datetime) -> None:
    with pytest.raises(Refused):
        taking.open_case(
            actor=handler, procedure="no_such", organization=district.market, given=Given("open", at.date()), at=at
        )


def test_an_act_costs_at_most_nine_statements(
    case: Case, officers: list[Actor], at: datetime, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        _take(case, officers[0], at, "inform", data=INFORMED, key="k2")


def _take(
    case: Case, actor: Actor, at: datetime, step: str, *, on: date | None = None, key: str | None = None, **rest: Any
) -> Taken:
    given = Given(step, on or at.date(), **rest)
    return taking.take(actor=actor, case_id=case.pk, given=given, at=at, key=key)
