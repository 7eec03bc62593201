"""Cases over HTTP: opened, listed in pages, told whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from fazhi.cases.models import Case
from fazhi.cases.taking import Taken
from fazhi.government.actors import Actor
from tests.api.conftest import DELIVERED, Program


def test_a_case_is_opened(officer: Program, opening: dict[str, Any]) -> None:
    answer = officer.post("/cases", opening)
    assert (answer.status, answer.said["seq"]) == (201, 1)
    assert answer.said["case"]["number"] == "区市场监管局当罚案〔2026〕1号"
    assert Case.objects.get().title == "钱某：占道摆卖水果，经劝说未当场收摊。"


def test_a_defect_is_told_at_once(officer: Program, opening: dict[str, Any]) -> None:
    opening["data"]["id_shown"] = False
    findings = officer.post("/cases", opening).said["findings"]
    assert [(each["breach"], each["say"]) for each in findings] == [("defect", "没有向当事人出示执法证件。")]
    assert findings[0]["basis"]


def test_one_officer_is_refused_with_the_article(officer: Program, opening: dict[str, Any]) -> None:
    opening["data"]["officers"] = opening["data"]["officers"][:1]
    answer = officer.post("/cases", opening)
    assert (answer.status, [basis for _, _, basis in answer.reasons]) == (409, [["行政处罚法#42.1"]])
    assert Case.objects.count() == 0


def test_the_same_key_opens_one_case(officer: Program, opening: dict[str, Any]) -> None:
    opening["data"]["id_shown"] = False
    first, again = (officer.post("/cases", opening, key="k") for _ in range(2))
    assert (first.status, again.status) == (201, 200)
    assert again.said["case"]["id"] == first.said["case"]["id"]
    assert again.said["findings"] == first.said["findings"]
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_opening_sent_four_times_at_once_opens_one_case(officer: Program, opening: dict[str, Any]) -> None:
    def send(_: int) -> int:
        try:
            return officer.post("/cases", opening, key="k").status
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [200, 200, 200, 201]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"procedure": "no_such"}, "procedure"),
        ({"performed_on": "2020-01-01"}, "procedure"),
        ({"performed_on": "2026-03-03"}, "performed_on"),
        ({"organization": 10**15}, "organization"),
        ({"organization": "x"}, "organization"),
        ({"step": "open"}, "step"),
        ({"data": {"officers": ["99999999999999999999"]}}, "officers"),
        ({"data": {"officers": [True]}}, "officers"),
        ({"data": {"officers": {"id": {}}}}, "officers"),
        ({"data": {"party": "钱某"}}, "party"),
        ({"data": {"party": {"kind": "person", "name": {"a": 1}}}}, "party"),
        ({"data": {"place": ["东街"]}}, "place"),
        ({"data": {"offence_on": 20260302}}, "offence_on"),
    ],
)
def test_what_does_not_fit_is_named(
    officer: Program, opening: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    data = opening["data"] | change.get("data", {})
    answer = officer.post("/cases", opening | change | {"data": data})
    assert answer.status in (409, 422), answer.said
    assert field in [each["field"] for each in answer.said["reasons"]]
    assert Case.objects.count() == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec="utf-8"), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "kind", "name", "born_on", ""]), inner, max_size=3)
    ),
    max_leaves=5,
)


@hypothesis_settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(change=st.data())
def test_no_value_is_a_fault(officer: Program, opening: dict[str, Any], change: st.DataObject) -> None:
    """Whatever a program sends is taken or refused: never a fault of ours."""
    name = change.draw(st.sampled_from([*opening, *opening["data"], "result", "performed_at", "attachments"]))
    part = opening["data"] if name in opening["data"] else opening
    body = opening | {"data": dict(opening["data"])}
    (body["data"] if part is opening["data"] else body)[name] = change.draw(JSON)
    assert officer.post("/cases", body).status in (201, 400, 409, 422)


def test_a_case_is_opened_in_ones_own_body_only(
    program: Callable[[Actor], Program], other_handler: Actor, outsider: Actor, opening: dict[str, Any]
) -> None:
    for stranger in (other_handler, outsider):
        assert program(stranger).post("/cases", opening).status == 403
    assert Program("fz_no").post("/cases", opening).status == 401
    assert Case.objects.count() == 0


def test_a_case_is_told_whole(officer: Program, case: Case, officers: list[Actor]) -> None:
    said = officer.get(f"/cases/{case.pk}").said
    assert (said["number"], said["procedure"]["edition"], said["handler"]["name"]) == (
        case.number,
        "2021-07-15",
        "程班",
    )
    assert said["data"]["place"] == "东街菜市场门口"
    assert [each["seq"] for each in said["acts"]] == [1]
    options = {each["step"]: each for each in said["options"]}
    assert list(options) == list(case.definition.steps)
    assert options["inform"]["allowed"] is True
    assert options["open"]["allowed"] is False
    assert options["open"]["reasons"][0]["code"] == "already_done"


def test_clocks_explain_themselves(officer: Program, case: Case, informing: dict[str, Any]) -> None:
    officer.post(f"/cases/{case.pk}/acts", informing)
    deciding = {
        "step": "decide",
        "result": "fine",
        "performed_on": "2026-03-02",
        "data": {"circumstances": ["none"], "correction": "done", "fine": "50"},
    }
    officer.post(f"/cases/{case.pk}/acts", deciding)
    officer.post(f"/cases/{case.pk}/acts", DELIVERED)
    clocks = officer.get(f"/cases/{case.pk}").said["clocks"]
    payment = next(each for each in clocks if each["limit"] == "payment")
    assert (payment["state"], payment["due_on"], payment["provisional"]) == ("running", "2026-03-17", None)
    assert payment["explanation"][0] == "2026年3月2日（星期一）起算，当日不计，从次日开始计日；期限15个自然日。"
    assert payment["basis"] == ["行政处罚法#67.3", "行政处罚法#72.1"]
    # The law names no number of days: nothing is invented.
    filing = next(each for each in clocks if each["limit"] == "record")
    assert (filing["state"], filing["due_on"], filing["explanation"]) == ("unset", None, [])


def test_findings_are_told_with_what_was_said(officer: Program, opened: Callable[..., Taken]) -> None:
    case = opened(id_shown=False).case
    found = officer.get(f"/cases/{case.pk}").said["findings"]
    assert [(each["seq"], each["state"], each["entries"]) for each in found] == [(1, "open", [])]


def test_a_case_of_another_body_is_not_found(
    program: Callable[[Actor], Program], other_handler: Actor, outsider: Actor, supervisor: Actor, case: Case
) -> None:
    assert program(supervisor).get(f"/cases/{case.pk}").status == 200
    for stranger in (other_handler, outsider):
        assert program(stranger).get(f"/cases/{case.pk}").status == 404
        assert program(stranger).get("/cases").said["items"] == []
    assert program(supervisor).get(f"/cases/{uuid4()}").status == 404


def test_pages_are_stable_while_cases_come_in(officer: Program, opened: Callable[..., Taken], at: Any) -> None:
    made = [str(opened().case.pk) for _ in range(5)]
    first = officer.get("/cases", limit=2).said
    opened()
    second = officer.get("/cases", limit=2, cursor=first["next"]).said
    third = officer.get("/cases", limit=2, cursor=second["next"]).said
    listed = [each["id"] for page in (first, second, third) for each in page["items"]]
    assert listed == sorted(made, reverse=True)
    assert third["next"] is None


def test_cases_are_ordered_by_their_due_day(officer: Program, opened: Callable[..., Taken], at: Any) -> None:
    cases = [opened().case for _ in range(4)]
    for days, case in zip((3, 1, None, 1), cases, strict=True):
        due = at.date() + timedelta(days=days) if days else None
        Case.objects.filter(pk=case.pk).update(due_on=due)
    listed, cursor = [], None
    while True:
        said = officer.get("/cases", order="due", limit=1, **({"cursor": cursor} if cursor else {})).said
        listed += [each["id"] for each in said["items"]]
        if (cursor := said["next"]) is None:
            break
    assert listed == [*sorted(str(case.pk) for case in (cases[1], cases[3])), str(cases[0].pk)]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 2),
        ({"state": "open"}, 2),
        ({"state": "closed"}, 0),
        ({"procedure": "administrative_penalty_summary"}, 2),
        ({"procedure": "administrative_penalty"}, 0),
        ({"opened_from": "2026-03-02"}, 1),
        ({"opened_to": "2026-03-01"}, 1),
        ({"due_before": "2020-01-01"}, 0),
        ({"q": "孙某"}, 1),
        ({"q": "孙某 没有的字"}, 0),
        ({"organization": 10**15}, 0),
    ],
)
def test_a_filter_narrows_the_list(
    officer: Program, opened: Callable[..., Taken], query: dict[str, Any], count: int
) -> None:
    opened()
    opened(on=date(2026, 2, 27), party={"kind": "person", "name": "孙某"})
    assert len(officer.get("/cases", **query).said["items"]) == count


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"staet": "open"}, "staet"),
        ({"state": "opened"}, "state"),
        ({"due_before": "soon"}, "due_before"),
        ({"limit": 0}, "limit"),
        ({"limit": 1000}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "甲"}, "cursor"),
        ({"cursor": "WyJkIiwgMSwgMl0="}, "cursor"),
        ({"cursor": "bnVsbA=="}, "cursor"),
        ({"organization": "市监"}, "organization"),
        ({"q": "长" * 101}, "q"),
    ],
)
def test_a_strange_filter_is_refused(officer: Program, query: dict[str, Any], field: str) -> None:
    answer = officer.get("/cases", **query)
    assert answer.status == 422
    assert answer.said["reasons"][0]["field"] == field


def test_a_nul_in_a_search_finds_nothing(officer: Program, case: Case) -> None:
    assert officer.get("/cases", q="\x00").status in (200, 422)
    assert officer.get("/cases", procedure="a\x00").status in (200, 422)


def test_a_list_costs_the_same_at_1_and_60_cases(officer: Program, opened: Callable[..., Taken]) -> None:
    counts = []
    for more in (1, 59):
        for _ in range(more):
            opened()
        with CaptureQueriesContext(connection) as asked:
            answer = officer.get("/cases", limit=100)
        counts.append(len(asked))
    assert len(answer.said["items"]) == 60
    assert counts[0] == counts[1] <= 10


def test_a_case_costs_at_most_ten_statements(officer: Program, case: Case, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        officer.get(f"/cases/{case.pk}")
