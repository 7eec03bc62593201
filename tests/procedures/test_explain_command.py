"""`fazhi limit explain`, through the command."""

import json

import pytest

from fazhi.cli import main

PUBLISHED = ["administrative_reconsideration", "decision", "--from", "2024-09-09", "--extend", "30"]


def test_the_published_case_is_day_93(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["limit", "explain", *PUBLISHED, "--done", "2024-12-11"]) == 0
    assert "2024年12月11日是第93日（期限90日），已逾期2天。" in capsys.readouterr().out


def test_json_carries_days_and_articles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["limit", "explain", *PUBLISHED, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["articles"][0] == "行政复议法#62.1"
    assert said["days"][-1]["date"] == "2024-12-09"


def test_titles_name_procedure_and_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["limit", "explain", "行政处罚（普通程序）", "办案期限", "--from", "2026-03-02"]) == 0
    assert "至2026年5月31日24时届满。" in capsys.readouterr().out


def test_a_pause_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["administrative_penalty", "decision", "--from", "2026-03-02", "--pause", "2026-03-10:2026-03-19"]
    assert main(["limit", "explain", *words]) == 0
    assert "至2026年6月10日24时届满。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["administrative_penalty", "decisoin", "--from", "2026-03-02"], "是不是：decision"),
        (["administrative_penelty", "decision", "--from", "2026-03-02"], "是不是：administrative_penalty"),
        (["administrative_penalty", "filing", "--from", "2026-03-02"], "没有设定"),
        (["administrative_penalty", "decision"], "看不懂命令"),
        (["administrative_penalty", "decision", "--from", "3月2日"], "不是有效的日期"),
        (["administrative_penalty", "decision", "--from", "2026-03-02", "--param", "x"], "名称=取值"),
        (["administrative_penalty", "decision", "--from", "2026-03-02", "--extend", "soon"], "看不懂期限"),
    ],
)
def test_a_mistake_is_told_with_what_to_write(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["limit", "explain", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_parameter_of_the_place_sets_what_the_law_leaves_open(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["administrative_penalty", "filing", "--from", "2026-03-02", "--param", "file_within=7 working days"]
    assert main(["limit", "explain", *words]) == 0
    assert "至2026年3月11日24时届满。" in capsys.readouterr().out
