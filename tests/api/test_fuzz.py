"""Programs that send what fits no operation: every answer is a problem that says what is wrong."""

import json
from pathlib import Path
from random import Random

import pytest
from django.test import Client

from fazhi.api import tokens
from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from tests.api.conftest import Program as Caller
from tests.conftest import AT, District
from tests.fuzzing import described
from tests.fuzzing.programs import Program
from tests.fuzzing.watching import Watch

DESCRIPTION = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def test_strangers_are_told_that_they_need_a_token(district: District) -> None:
    watch = Watch()
    api = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    described.send(watch, "API", api, each=1, chance=Random(20260302))
    assert watch.faults == {}
    assert set(watch.statuses()) <= {400, 401, 404, 405, 413, 415, 422}


def test_program_with_a_token_is_told_what_is_wrong(case: Case, officers: list[Actor]) -> None:
    watch = Watch()
    secret = tokens.create(actor=None, person=officers[0].person, name="fuzz", at=AT).secret
    program = Program(watch, Random(20260302), secret)
    program.read()
    program.send(60)
    assert watch.faults == {}
    assert program.cases == [str(case.pk)]


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=ä"]
)
def test_upload_without_a_boundary_is_told_so(officer: Caller, kind: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {officer.secret}"}, raise_request_exception=False)
    answer = client.generic("POST", "/api/v1/files", b"--x\r\n\r\nx\r\n--x--", kind)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:fazhi:problem:unreadable")
    assert "boundary" in answer.json()["detail"]


def test_form_in_other_characters_is_told_so(officer: Caller) -> None:
    client = Client(headers={"Authorization": f"Bearer {officer.secret}"}, raise_request_exception=False)
    kind = "application/x-www-form-urlencoded; charset=utf-7"
    answer = client.generic("POST", "/api/v1/files", b"<x/>", kind)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:fazhi:problem:unreadable")
    assert "UTF-8" in answer.json()["detail"]


def test_field_that_no_procedure_knows_is_told_at_every_step(officer: Caller, case: Case) -> None:
    for step in case.definition.steps:
        answer = officer.post(f"/cases/{case.pk}/acts", {"step": step, "performed_on": "2026-03-02", "data": {"x": 1}})
        assert answer.status in (409, 422), (step, answer.said)
