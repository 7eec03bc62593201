"""What stands in angle brackets in the sample's stories."""

from datetime import date

import pytest

from fazhi.catalog.sample_cases import Reported
from fazhi.government.models import Person
from fazhi.sample.wording import Words, report_year

WORDS = Words(2025, date(2026, 3, 2), {"li.ming": Person(pk=7, login="li.ming", name="李明")})


@pytest.mark.parametrize(
    ("today", "current"),
    [
        (date(2026, 1, 5), 2025),
        (date(2026, 4, 30), 2025),
        (date(2026, 5, 1), 2026),
        (date(2026, 12, 31), 2026),
    ],
)
def test_report_year_changes_when_the_last_report_is_out(today: date, current: int) -> None:
    assert report_year(today, Reported.CURRENT) == current
    assert report_year(today, Reported.LAST) == current - 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<year>", 2025),
        ("示例区<year>年情况报告", "示例区2025年情况报告"),
        ("示政〔<next>〕报1号", "示政〔2026〕报1号"),
        ("<year>-12-30", "2025-12-30"),
        ("<in 5>", "2026-03-09"),
        ("<in -1>", "2026-02-28"),
        ("<person li.ming>", {"id": "7", "name": "李明"}),
        (["<year>", {"body": "<year>年"}], [2025, {"body": "2025年"}]),
        ("小于<3>的", "小于<3>的"),
        (True, True),
    ],
)
def test_marks_are_filled_in(given: object, expected: object) -> None:
    assert WORDS.value(given) == expected
