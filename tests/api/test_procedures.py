"""Procedures over HTTP."""

from typing import Any

from fazhi.procedures.language.library import library
from tests.api.conftest import Program

PATH = "/procedures/administrative_penalty_summary"


def test_all_procedures_are_listed_with_their_articles(officer: Program) -> None:
    said = officer.get("/procedures").said
    assert [each["id"] for each in said] == [each.id for each in library().latest()]
    assert all(isinstance(each["basis"], list) for each in said)


def test_a_family_narrows_the_list(officer: Program) -> None:
    family = library().edition("administrative_penalty_summary", library().latest()[0].edition).family
    said = officer.get("/procedures", family=family).said
    assert {each["family"] for each in said} == {family}
    assert officer.get("/procedures", family="no_such").said == []


def test_a_procedure_is_told_whole(officer: Program) -> None:
    said = officer.get(PATH).said
    definition = library().editions("administrative_penalty_summary")[-1]
    assert [each["id"] for each in said["steps"]] == list(definition.steps)
    assert [each["id"] for each in said["fields"]] == list(definition.fields)
    assert [each["id"] for each in said["limits"]] == list(definition.time_limits)
    assert (said["opening"], said["editions"]) == ("open", ["2021-07-15"])
    fine = next(each for each in said["steps"] if each["id"] == "decide")
    assert [result["id"] for result in fine["results"]] == list(definition.steps["decide"].results)
    assert fine["requires"] or fine["rules"]


def test_every_procedure_has_its_shape(officer: Program) -> None:
    assert {officer.get(f"/procedures/{each.id}").status for each in library().latest()} == {200}


def test_an_edition_is_asked_for_by_day(officer: Program) -> None:
    assert officer.get(PATH, edition="2021-07-15").said["edition"] == "2021-07-15"
    answer = officer.get(PATH, edition="2020-01-01")
    assert (answer.status, answer.said["type"]) == (404, "urn:fazhi:problem:not-found")
    assert "没有2020-01-01的版本" in answer.said["detail"]


def test_what_is_no_day_is_refused(officer: Program) -> None:
    answer = officer.get(PATH, edition="昨天")
    assert (answer.status, answer.said["detail"]) == (422, "“edition”：应为日期，如 2026-03-02。")


def test_an_unknown_procedure_is_not_found(officer: Program) -> None:
    answer = officer.get("/procedures/no_such")
    assert answer.status == 404
    assert "没有“no_such”" in answer.said["detail"]


def test_reading_procedures_costs_the_token_only(officer: Program, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        officer.get(PATH)
