"""`fazhi report check` through the front door: without a database what the text says, with one what the records say."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.cli import main
from fazhi.scrutiny.models import Draft
from tests.conftest import District
from tests.scrutiny.conftest import report

Checked = Callable[..., tuple[int, dict]]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Checked:
    """Runs the command on a text; gives the exit code and what --json prints."""

    def run(data: bytes, *more: str) -> tuple[int, dict]:
        path = tmp_path / "报告.txt"
        path.write_bytes(data)
        code = main(["report", "check", str(path), "--year", "2026", "--json", *more])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_text_that_agrees_with_itself_passes(check: Checked) -> None:
    code, found = check(report())
    assert (code, found["contradictions"]) == (0, [])
    assert {each["verdict"] for each in found["figures"]} == {None}


def test_contradiction_inside_fails(check: Checked) -> None:
    code, found = check(report(rate="89.04%"))
    (fault,) = found["contradictions"]
    assert (code, fault["rule"], fault["severity"], fault["difference"]) == (
        1,
        "rate",
        "certain",
        pytest.approx(9, abs=0.01),
    )
    text = report(rate="89.04%").decode()
    assert [text[start:end] for start, end in fault["spans"]] == ["2140批次", "2098批次", "89.04%"]


def test_records_are_asked_for_an_area(check: Checked, ledger: None, district: District) -> None:
    code, found = check(report(registered="8"), "--area", district.jurisdiction.code)
    wrong = [each for each in found["figures"] if each["verdict"] == "differs"]
    assert code == 1
    assert [(each["figure"], each["recorded"], each["difference"]) for each in wrong] == [
        ("problems_registered", "3个", 5.0)
    ]
    assert not Draft.objects.exists()


def test_listing_is_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str], ledger: None) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(report(registered="8", rate="89.04%"))
    assert main(["report", "check", str(path), "--year", "2026", "--area", "990102"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "清和区2026年度法治政府建设情况报告"
    assert "文内自相矛盾（1 处）" in lines
    assert "与记录不一致（1 个）" in lines


@pytest.mark.parametrize(
    "words", [[], ["报告.txt"], ["报告.txt", "--year", "明年"], ["报告.txt", "--year", "2026", "--x"]]
)
def test_wrong_use_shows_how(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "check", *words]) == 2
    assert capsys.readouterr().err.startswith("用法：fazhi report check")


def test_missing_file_and_unknown_area_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], district: District
) -> None:
    assert main(["report", "check", str(tmp_path / "无.txt"), "--year", "2026"]) == 2
    assert "找不到文件" in capsys.readouterr().err
    path = tmp_path / "报告.txt"
    path.write_bytes(report())
    assert main(["report", "check", str(path), "--year", "2026", "--area", "110000"]) == 2
    assert capsys.readouterr().err == "没有代码为“110000”的辖区。现有：990102 清和区。\n"
