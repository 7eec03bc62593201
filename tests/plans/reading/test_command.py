"""`fazhi plan read` as people and programs call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fazhi.plans.reading.command import USAGE, run

PLAN = (
    "沙溪县2024年依法行政工作要点\n一、主要任务\n1.修订清单。6月底前完成。（牵头单位：县司法局；配合单位：县财政局）\n"
)


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "要点.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_json_is_one_object_with_the_agreed_keys(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(plan_file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "doc": "要点",
        "tasks": [
            {
                "number": "1",
                "title": "修订清单",
                "start": PLAN.index("1."),
                "heading_path": ["一、主要任务"],
                "lead_units": ["县司法局"],
                "supporting_units": ["县财政局"],
                "all_units": [],
                "deadlines": [{"text": "6月底前", "norm": "--06"}],
                "targets": [],
            }
        ],
    }


def test_listing_names_title_task_units_and_deadline(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(plan_file)]) == 0
    assert capsys.readouterr().out == (
        "沙溪县2024年依法行政工作要点\n共 1 项任务\n\n一、主要任务\n  1 修订清单\n"
        "      牵头：县司法局\n      配合：县财政局\n"
        "      时限：6月底前（--06）\n"
    )


def test_explain_tells_what_became_of_each_section(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(plan_file), "--explain"]) == 0
    assert capsys.readouterr().err == "分级（action）：一、主要任务\n"


def test_missing_file_is_told_and_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / "没有.txt"), "--json"]) == 2
    assert capsys.readouterr() == ("", "找不到文件“没有.txt”。请检查路径和文件名。\n")


@pytest.mark.parametrize("words", [[], ["a.txt", "b.txt"], ["a.txt", "--xml"]])
def test_wrong_words_show_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert capsys.readouterr().err == USAGE


def test_reading_imports_no_django_and_no_converter(plan_file: Path) -> None:
    code = (
        "import sys; from fazhi.plans.reading.command import run; run(sys.argv[1:]); "
        "print([m for m in ('django', 'opencc', 'docx', 'pypdf', 'lxml', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(plan_file), "--json"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
