"""`fazhi limit count`: what it prints, and what it refuses."""

import json

import pytest

from fazhi.procedures.count_command import USAGE, run

FILED = ["--from", "2024-09-09", "--within", "90 days"]


def test_limit_is_printed_with_its_explanation(capsys):
    assert run([*FILED, "--done", "2024-12-11"]) == 0
    assert capsys.readouterr().out == (
        "2024年9月9日（星期一）起算，当日不计，从次日开始计日；期限90个自然日。\n"
        "第90日为2024年12月8日（星期日）。\n"
        "末日是休息日：星期日；本期限没有顺延的规定，不顺延。\n"
        "至2024年12月8日24时届满。\n"
        "2024年12月11日是第93日（期限90日），已逾期3天。\n"
    )


def test_options_change_the_count(capsys):
    words = ["--rolls", "--pause=2024-10-08:2024-10-17", "--pause", "2024-10-15:2024-10-20", "--extend", "30 days"]
    assert run([*FILED, *words, "--json", "--done", "2025-01-21"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["due"], data["rolls"], data["provisional"], data["state"]) == ("2025-01-20", True, False, "set")
    assert data["done"] == {
        "on": "2025-01-21",
        "day": 121,
        "late": True,
        "said": "2025年1月21日是第121日（期限120日），已逾期1天。",
    }
    assert "days" not in data


def test_days_are_listed_one_by_one(capsys):
    assert (
        run(["--from", "2024-09-13", "--within", "2 working days", "--pause", "2024-09-18:2024-09-18", "--days"]) == 0
    )
    assert capsys.readouterr().out.split("\n\n")[1].splitlines() == [
        "2024-09-13        起算当日，不计入",
        "2024-09-14     1  中秋节调休上班（星期六）",
        "2024-09-15        星期日",
        "2024-09-16        中秋节放假（星期一）",
        "2024-09-17        中秋节放假（星期二）",
        "2024-09-18        中止",
        "2024-09-19     2  星期四",
    ]


def test_open_pause_leaves_the_end_open(capsys):
    assert run([*FILED, "--pause", "2024-10-08:", "--json", "--days"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["due"], data["state"]) == (None, "suspended")
    assert data["days"][-1] == {"date": "2024-10-08", "number": None, "reason": "中止"}


def test_moments_are_understood_in_pauses(capsys):
    pause = "2024-09-10T09:00:2024-09-10T10:30"
    assert run(["--from", "2024-09-09T15:20", "--within", "24小时", "--pause", pause, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due_at"] == "2024-09-10T16:50:00+08:00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "2024-02-30", "--within", "3 days"], "--from “2024-02-30”不是有效的日期。"),
        (["--from", "20240909", "--within", "3 days"], "--from “20240909”不是有效的日期。"),
        (["--from", "2024-09-09", "--within", "7日"], "期限“7日”没有写明日的种类。"),
        (["--from", "2024-09-09", "--within"], "--within 后面缺少内容。"),
        (["--from", "--within", "3 days"], "--from 后面缺少内容。"),
        (["--within", "3 days"], "缺少 --from（起算日期）。"),
        (["--from", "2024-09-09"], "缺少 --within（期限）。"),
        ([*FILED, "--from", "2024-09-10"], "--from 写了两次。"),
        ([*FILED, "--pause", "2024-10"], "看不懂 --pause “2024-10”。"),
        ([*FILED, "--pause", "2024-10-08:2024-10-07"], "暂停的结束日2024-10-07早于开始日2024-10-08。"),
        ([*FILED, "--extend", "soon"], "看不懂期限“soon”。"),
        ([*FILED, "--loud"], "不认识“--loud”。"),
        ([*FILED, "--rolls=yes"], "不认识“--rolls”。"),
        (["--from", "2024-09-09", "--within", "24 hours"], "以小时计的期限要从时刻起算，只有日期不够。"),
    ],
)
def test_wrong_words_are_told(capsys, words: list[str], said: str):
    assert run(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(said)


def test_usage_is_shown(capsys):
    assert run(["--help"]) == 0
    assert capsys.readouterr().out == USAGE
    assert run([]) == 2
    assert capsys.readouterr().err == USAGE
