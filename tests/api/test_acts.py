"""Acts over HTTP: taken, refused with the article, repeated, corrected, and what they cost."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.cases.models import Act, Case
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from tests.api.conftest import DELIVERED, INFORMED, Program

PDF = b"%PDF-1.7\n"


def acts_of(case: Case) -> str:
    return f"/cases/{case.pk}/acts"


def test_an_act_is_taken(officer: Program, case: Case, informing: dict[str, Any]) -> None:
    answer = officer.post(acts_of(case), informing)
    assert (answer.status, answer.said["seq"], answer.said["repeated"]) == (201, 2, False)
    standing = answer.said["case"]
    kept = Act.objects.get(case=case, seq=2)
    assert (standing["number"], standing["seq"], standing["head"]) == (case.number, 2, bytes(kept.hash).hex())
    assert kept.content["data"]["proposed_fine"] == "50.00"


def test_a_clock_that_moves_is_told(officer: Program, case: Case, informing: dict[str, Any], at: Any) -> None:
    officer.post(acts_of(case), informing)
    officer.post(acts_of(case), deciding(at))
    answer = officer.post(acts_of(case), DELIVERED | {"performed_on": at.date().isoformat()})
    assert answer.status == 201, answer.said
    after = {"kind": "wait", "started_on": "2026-03-02", "due_on": "2026-03-17", "met_on": None}
    assert answer.said["moved"] == [
        {
            "limit": "payment",
            "title": "当事人缴纳罚款",
            "thread": 0,
            "number": 1,
            "before": None,
            "after": after | {"state": "running", "provisional": False},
        }
    ]


def test_an_unlawful_act_is_refused_with_the_articles(officer: Program, case: Case, at: Any) -> None:
    answer = officer.post(acts_of(case), deciding(at))
    assert (answer.status, answer.said["type"], answer.said["title"]) == (
        409,
        "urn:fazhi:problem:refused",
        "依法不能办理",
    )
    codes = {code for code, _, _ in answer.reasons}
    articles = {article for _, _, basis in answer.reasons for article in basis}
    assert "行政处罚法#62" in articles
    assert "required_step_missing" in codes
    assert case.acts.count() == 1


def test_what_is_missing_is_malformed(officer: Program, case: Case, informing: dict[str, Any]) -> None:
    del informing["data"]["law_basis"]
    answer = officer.post(acts_of(case), informing)
    assert (answer.status, answer.said["type"]) == (422, "urn:fazhi:problem:malformed")
    assert [(each["code"], each["field"]) for each in answer.said["reasons"]] == [("field", "law_basis")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"step": "no_such"}, ""),
        ({"step": None}, "step"),
        ({"data": []}, "data"),
        ({"data": INFORMED | {"no_such": 1}}, "no_such"),
        ({"performed_on": "2026-02-30"}, "performed_on"),
        ({"performed_at": "2026-03-02T09:30:00"}, "performed_at"),
        ({"thread": -1}, "thread"),
        ({"thread": 10**12}, "thread"),
        ({"attachments": [0]}, "attachments.0"),
        ({"attachments": [99999]}, "attachments"),
        ({"attachments": ["a"]}, "attachments.0"),
        ({"attachments": [1] * 51}, "attachments"),
        ({"preformed_on": "2026-03-02"}, "preformed_on"),
        ({"step": "x" * 100}, "step"),
        ({"result": 3}, "result"),
    ],
)
def test_what_does_not_fit_is_named(
    officer: Program, case: Case, informing: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    answer = officer.post(acts_of(case), informing | change)
    assert answer.status == 422, answer.said
    assert field in [each["field"] for each in answer.said["reasons"]]
    assert case.acts.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"step": NaN}',
        b'{"thread": 1' + b"0" * 30 + b"}",
        b'{"thread": 1' + b"0" * 5000 + b"}",
        b'{"step": "\\ud800"}',
        b'{"step": "a\\u0000"}',
        b'{"step": "inform", "step": "decide"}',
        b"[" * 100_000,
        b'{"data": ' + b'{"a": ' * 50_000,
    ],
)
def test_a_body_that_is_no_request_is_refused(officer: Program, case: Case, body: bytes) -> None:
    answer = officer.post(acts_of(case), body)
    assert answer.status in (400, 422)
    assert answer.said["detail"]
    assert case.acts.count() == 1


def test_a_huge_body_is_refused(officer: Program, case: Case, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = officer.post(acts_of(case), b'{"step": "' + b"a" * 2000 + b'"}')
    assert (answer.status, answer.said["type"]) == (413, "urn:fazhi:problem:too-large")


def test_the_same_key_acts_once(officer: Program, case: Case, informing: dict[str, Any]) -> None:
    first = officer.post(acts_of(case), informing, key="k1")
    again = officer.post(acts_of(case), informing, key="k1")
    assert (first.status, again.status) == (201, 200)
    assert (again.said["seq"], again.said["repeated"], again.said["moved"]) == (2, True, [])
    assert again.said["case"] == first.said["case"]
    assert case.acts.count() == 2


def test_the_same_key_for_another_act_is_refused(
    officer: Program, case: Case, informing: dict[str, Any], at: Any
) -> None:
    officer.post(acts_of(case), informing, key="k1")
    answer = officer.post(acts_of(case), deciding(at), key="k1")
    assert (answer.status, answer.said["type"]) == (422, "urn:fazhi:problem:idempotency-key-reused")


def test_two_cases_may_use_one_key(officer: Program, opened: Callable[..., Any], informing: dict[str, Any]) -> None:
    answers = [officer.post(acts_of(opened().case), informing, key="k1") for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 201]
    assert len({answer.said["case"]["id"] for answer in answers}) == 2


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_strange_key_is_refused(officer: Program, case: Case, informing: dict[str, Any], key: str) -> None:
    client = officer._client()
    response = client.post(
        f"/api/v1{acts_of(case)}", informing, content_type="application/json", headers={"Idempotency-Key": key}
    )
    assert response.status_code == 422


def test_colleagues_of_another_body_find_nothing(
    program: Callable[[Actor], Program], other_handler: Actor, outsider: Actor, case: Case, informing: dict[str, Any]
) -> None:
    for stranger in (other_handler, outsider):
        answer = program(stranger).post(acts_of(case), informing)
        assert (answer.status, answer.said["type"]) == (404, "urn:fazhi:problem:not-found")
        assert program(stranger).get(acts_of(case)).status == 404
    assert case.acts.count() == 1


def test_who_may_look_but_not_act_is_told_so(
    program: Callable[[Actor], Program], supervisor: Actor, case: Case, informing: dict[str, Any]
) -> None:
    answer = program(supervisor).post(acts_of(case), informing)
    assert (answer.status, answer.reasons[0][0]) == (403, "case.work")
    assert "承办人" in answer.said["detail"]


def test_a_case_that_does_not_exist_is_not_found(officer: Program, informing: dict[str, Any]) -> None:
    for path in (f"/cases/{uuid4()}/acts", "/cases/1/acts", "/cases/x/acts"):
        assert officer.post(path, informing).status == 404


def test_without_a_token_nothing_is_open(case: Case, informing: dict[str, Any]) -> None:
    nobody = Program("fz_" + "a" * 43)
    answer = nobody.post(acts_of(case), informing)
    assert (answer.status, answer.response.headers["WWW-Authenticate"]) == (401, "Bearer")
    for path in ("/procedures", "/procedures/x", "/cases", f"/cases/{case.pk}", acts_of(case)):
        assert nobody.get(path).status == 401


def test_acts_are_listed_in_pieces(officer: Program, case: Case, informing: dict[str, Any]) -> None:
    officer.post(acts_of(case), informing)
    first = officer.get(acts_of(case), limit=1).said
    rest = officer.get(acts_of(case), after=first[-1]["seq"]).said
    assert [each["seq"] for each in (*first, *rest)] == [1, 2]
    assert first[0]["title"] == "现场查处"
    assert first[0]["data"]["officers"][0]["card_valid"] is True
    assert rest[0]["data"]["law_basis"] == "清和市市容管理条例第二十条"


def test_an_uploaded_file_becomes_an_attachment(
    officer: Program, case: Case, informing: dict[str, Any], upload: Callable[..., Any]
) -> None:
    kept = officer.upload(upload("现场照片.pdf", PDF)).said
    answer = officer.post(acts_of(case), informing | {"attachments": [kept["id"]]})
    assert answer.status == 201
    listed = officer.get(acts_of(case), after=1).said[0]["attachments"]
    assert listed == [{"name": "现场照片.pdf", "sm3": kept["sm3"], "size": len(PDF)}]


def test_the_file_of_another_person_cannot_be_attached(
    officer: Program,
    program: Callable[[Actor], Program],
    head: Actor,
    case: Case,
    informing: dict[str, Any],
    upload: Callable[..., Any],
) -> None:
    kept = program(head).upload(upload("a.pdf", PDF)).said
    answer = officer.post(acts_of(case), informing | {"attachments": [kept["id"]]})
    assert (answer.status, answer.said["reasons"][0]["field"]) == (422, "attachments")


@pytest.mark.parametrize(("name", "data"), [("a.exe", b"MZ"), ("a.pdf", b"no pdf"), ("a.pdf", b"")])
def test_a_file_that_offices_do_not_hand_in_is_refused(
    officer: Program, upload: Callable[..., Any], name: str, data: bytes
) -> None:
    answer = officer.upload(upload(name, data))
    assert (answer.status, answer.said["reasons"][0]["code"]) == (422, "file")
    assert KeptFile.objects.count() == 0


def test_a_file_is_not_taken_from_who_does_not_work_on_cases(
    program: Callable[[Actor], Program], supervisor: Actor, upload: Callable[..., Any]
) -> None:
    assert program(supervisor).upload(upload("a.pdf", PDF)).status == 403
    assert Program("fz_no").upload(upload("a.pdf", PDF)).status == 401


def test_an_upload_without_a_file_is_refused(officer: Program) -> None:
    answer = officer.upload("just text")
    assert (answer.status, answer.said["detail"]) == (422, "“file”：缺少此项。")


def test_an_act_is_corrected_by_a_later_one(officer: Program, case: Case, informing: dict[str, Any]) -> None:
    officer.post(acts_of(case), informing)
    body = {"reason": "条款写错", "data": {"law_basis": "清和市市容管理条例第二十一条"}}
    answer = officer.post(f"{acts_of(case)}/2/corrections", body, key="c1")
    assert (answer.status, answer.said["seq"]) == (201, 3)
    assert officer.post(f"{acts_of(case)}/2/corrections", body, key="c1").status == 200
    told = officer.get(acts_of(case), after=2).said
    assert [(each["corrects"], each["reason"], each["title"]) for each in told] == [(2, "条款写错", "更正")]
    assert officer.get(f"/cases/{case.pk}").said["data"]["law_basis"] == "清和市市容管理条例第二十一条"


def test_a_correction_is_refused_as_the_verb_says(
    officer: Program, program: Callable[[Actor], Program], officers: list[Actor], outsider: Actor, case: Case
) -> None:
    path = f"{acts_of(case)}/1/corrections"
    body = {"reason": "写错", "data": {"place": "西街"}}
    assert officer.post(path, body | {"reason": " "}).reasons[0][:2] == ("field", "reason")
    assert officer.post(f"{acts_of(case)}/99999999999999/corrections", body).reasons[0][:2] == ("field", "seq")
    assert officer.post(path, {"data": {}}).reasons[0][:2] == ("field", "reason")
    assert officer.post(path, body | {"data": {"fine": 1}}).reasons[0][:2] == ("field", "fine")
    assert program(officers[1]).post(path, body).status == 409
    assert program(outsider).post(path, body).status == 404
    assert case.acts.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_act_costs_at_most_twelve_statements_and_one_commit(
    officer: Program, case: Case, informing: dict[str, Any], upload: Callable[..., Any]
) -> None:
    kept = officer.upload(upload("a.pdf", PDF)).said["id"]
    officer.get("/procedures")  # what is read once a process is read now
    with CaptureQueriesContext(connection) as taken:
        answer = officer.post(acts_of(case), informing | {"attachments": [kept]}, key="k")
    said = [query["sql"] for query in taken.captured_queries]
    assert answer.status == 201
    assert len(said) <= 12, "\n".join(said)
    assert (said.count("BEGIN"), said.count("COMMIT")) == (1, 1)
    assert not [each for each in said if "SAVEPOINT" in each]


def deciding(at: Any) -> dict[str, Any]:
    """A decision on the spot: the fine."""
    return {
        "step": "decide",
        "result": "fine",
        "performed_on": at.date().isoformat(),
        "data": {"circumstances": ["none"], "correction": "done", "fine": 50},
    }
