"""`fazhi report read` as people and programs call it."""

import json
from pathlib import Path

import pytest

from fazhi.cli import main
from fazhi.figures.reading.command import USAGE, run

REPORT = "沙溪县2023年法治政府建设情况报告\n全年审结案件52件，审批时限20—50天。\n"


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_json_is_one_object_with_the_agreed_keys(report_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(report_file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "doc": "报告",
        "figures": [
            {
                "start": REPORT.index("52件"),
                "text": "52件",
                "value": 52,
                "value_max": None,
                "unit": "件",
                "what": "审结案件",
                "qualifier": ["全年"],
                "kind": "count",
            },
            {
                "start": REPORT.index("20—50天"),
                "text": "20—50天",
                "value": 20,
                "value_max": 50,
                "unit": "天",
                "what": "审批时限",
                "qualifier": [],
                "kind": "duration",
            },
        ],
    }


def test_listing_is_for_people(report_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "read", str(report_file)]) == 0
    assert capsys.readouterr().out == (
        "沙溪县2023年法治政府建设情况报告\n共 2 个数字\n\n"
        f"  审结案件：52件（数量、全年；第 {REPORT.index('52件')} 字）\n"
        f"  审批时限：20至50天（时长；第 {REPORT.index('20—50天')} 字）\n"
    )


@pytest.mark.parametrize("words", [[], ["a.txt", "b.txt"], ["a.txt", "--csv"]])
def test_wrong_words_show_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert capsys.readouterr().err == USAGE


def test_a_missing_file_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / "没有.txt")]) == 2
    assert "没有.txt" in capsys.readouterr().err
