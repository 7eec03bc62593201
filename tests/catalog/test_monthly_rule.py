"""The rule of the monthly report: the shipped file, and what is refused."""

from pathlib import Path

import pytest

from fazhi.catalog.loading import CatalogError, load_yaml
from fazhi.catalog.monthly_rule import MonthlyRule, load_monthly_rule

RULE = """\
id: monthly
title: 月度工作汇报
source: 本区规定
opens_on_day: {opens}
due_on_day: {due}
remind_days_before: 1
"""


def written(folder: Path, *, opens: str = "1", due: str = "5", more: str = "") -> Path:
    path = folder / "rule.yaml"
    path.write_text(RULE.format(opens=opens, due=due) + more, encoding="utf-8")
    return path


def test_shipped_rule_opens_on_the_first_and_is_due_on_the_fifth() -> None:
    rule = load_monthly_rule()
    assert (rule.opens_on_day, rule.due_on_day, rule.remind_days_before) == (1, 5, 1)


def test_due_day_before_opening_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as refused:
        load_yaml(written(tmp_path, opens="10", due="5"), MonthlyRule)
    [problem] = refused.value.problems
    assert (problem.line, problem.field, problem.wrong) == (5, "due_on_day", "截止日早于开放日")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"due": "29"}, "due_on_day"), ({"opens": "0"}, "opens_on_day"), ({"due": "五"}, "due_on_day")],
)
def test_day_that_not_every_month_has_is_refused(tmp_path: Path, given: dict[str, str], field: str) -> None:
    with pytest.raises(CatalogError) as refused:
        load_yaml(written(tmp_path, **given), MonthlyRule)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as refused:
        load_yaml(written(tmp_path, more="due_on_weekday: 1\n"), MonthlyRule)
    assert [problem.field for problem in refused.value.problems] == ["due_on_weekday"]
