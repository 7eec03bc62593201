"""The interface as a whole: its published description, its answers to what it does not know, its faults."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.test import Client

from fazhi.api.management.commands.export_openapi import KEPT, description
from tests.api.conftest import Program

OPERATIONS = {
    "listProcedures", "getProcedure", "openCase", "listCases", "getCase", "takeAct", "listActs", "correctAct",
    "uploadFile",
}  # fmt: skip


def test_the_kept_description_is_current() -> None:
    call_command("export_openapi", "--check")
    assert Path(site.BASE_DIR) / "docs" / "openapi.json" == KEPT


def test_a_description_that_is_not_current_is_found(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    with pytest.raises(CommandError, match="不一致"):
        call_command("export_openapi", str(file), "--check")
    call_command("export_openapi", str(file), stdout=StringIO())
    call_command("export_openapi", str(file), "--check")


def test_every_operation_is_described() -> None:
    schema = json.loads(description())
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert {each["operationId"] for each in operations} == OPERATIONS
    for each in operations:
        assert each["summary"]
        assert each["description"]
        assert each["security"] == [{"TokenAuth": []}]
        for status, answer in each["responses"].items():
            kind = "application/problem+json" if int(status) >= 400 else "application/json"
            assert list(answer["content"]) == [kind]
            assert answer["description"]


def test_the_description_is_served_to_anybody(db: None) -> None:
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert json.loads(response.content)["info"] == json.loads(description())["info"]


@pytest.mark.parametrize("path", ["/", "/nothing", "/cases/x", "/cases/1/acts/x/corrections"])
def test_an_unknown_address_is_a_problem(officer: Program, path: str) -> None:
    answer = officer.get(path)
    assert (answer.status, answer.said["type"]) == (404, "urn:fazhi:problem:not-found")


def test_a_wrong_method_is_refused(officer: Program) -> None:
    response = officer._client().delete("/api/v1/cases")
    assert (response.status_code, set(response.headers["Allow"].split(", "))) == (405, {"GET", "POST"})


def test_a_fault_is_told_by_number_only(
    officer: Program, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, upload: Any
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder of kept files should be")
    settings.KEPT_FILES = blocked / "files"
    answer = officer.upload(upload("a.pdf", b"%PDF-1.7\n"))
    assert answer.status == 500
    number = answer.said["detail"].split()[-1].rstrip("。")
    assert answer.said["detail"] == f"系统故障，请联系系统管理员并提供编号 {number}。"
    assert f"fault {number}" in caplog.text
    assert "Traceback" not in answer.response.content.decode()


def test_a_signed_in_browser_is_not_a_caller(sign_in: Any, handler: Any) -> None:
    assert sign_in(handler).get("/api/v1/cases").status_code == 401
