"""The kinds of consultation: what the file says is in the law, and what procedures have."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi.catalog.loading import CatalogError, load_yaml
from fazhi.consultations.kinds import Kinds, kinds, load_kinds
from fazhi.statutes.reading import Library
from fazhi.statutes.verifying import verify_file

STATUTES = Path(__file__).parents[3] / "shared" / "statutes"


@pytest.mark.skipif(not STATUTES.is_dir(), reason="没有 ../shared/statutes：法条原文没有核对")
def test_every_phrase_stands_in_its_article() -> None:
    found = verify_file(load_kinds(), Library.load(STATUTES))  # type: ignore[arg-type]  # any grounded file will do
    assert [str(failure) for failure in found.failures] == []
    assert found.citations > 10


def test_least_periods_are_those_of_the_law() -> None:
    assert {each.id: each.least for each in kinds().kinds} == {
        "major_decision": "30 days",
        "normative_business": "30 days",
        "normative_document": "7 working days",
        "rule": "30 days",
        "other": None,
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("least: 30 hours", "征求意见的期限只按日计"),
        ("least: 30日", "没有写明日的种类"),
        ("shorter: sometimes", "shorter"),
    ],
)
def test_wrong_kind_is_refused_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "kinds.yaml"
    path.write_text(f"title: 种类\nkinds:\n  - id: some\n    title: 某类\n    {text}\n", encoding="utf-8")
    with pytest.raises(CatalogError) as refused:
        load_yaml(path, Kinds)
    assert told in str(refused.value)
    assert "第 5 行" in str(refused.value)
