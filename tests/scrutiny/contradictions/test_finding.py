"""Every class of contradiction on short texts, wrong ones and near misses; and what must hold for any text."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fazhi.figures.reading import read_report_text
from fazhi.scrutiny.contradictions import Contradiction, Severity, contradictions_of

TABLE = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))
CASES = [
    pytest.param(case, id=f"{group}-{number}") for group, cases in TABLE.items() for number, case in enumerate(cases)
]


def found_in(text: str, year: int | None = 2025) -> tuple[Contradiction, ...]:
    return contradictions_of(text, read_report_text(text).figures, year=year)


def told(found: Contradiction) -> str:
    difference = "" if found.difference is None else f" {round(found.difference, 2):g}"
    return f"{found.rule.value} {found.severity.value}{difference}"


def expected(line: str) -> str:
    """Findings without a difference in the table stand for any."""
    return line if len(line.split()) > 2 else line.strip()


@pytest.mark.parametrize("case", CASES)
def test_contradictions_of_a_sentence(case: dict) -> None:
    found = [told(each) for each in found_in(case["text"], case.get("year", 2025))]
    assert [" ".join(line.split()[: len(want.split())]) for line, want in zip(found, case["found"], strict=False)] == [
        *case["found"]
    ], found
    assert len(found) == len(case["found"]), found


def test_spans_lie_in_the_text_and_show_numbers() -> None:
    text = "全市办理案件９７５０\n件，其中市本级1957件、县区7973件。"
    (found,) = found_in(text)
    assert [text[start:end] for start, end in found.spans] == ["９７５０\n件", "1957件", "7973件"]
    assert found.say == "分项合计 9930件（1957＋7973），比“办理案件９７５０件”多 180件。"
    assert found.severity is Severity.CERTAIN


@given(
    st.text(alphabet="其中共收到受理审结率占由增至长万余近%0123456789件人、，。；（）|\n累计年月日合计", max_size=120)
)
def test_any_text_can_be_checked(text: str) -> None:
    for found in found_in(text):
        assert found.say
        assert all(0 <= start <= end <= len(text) for start, end in found.spans)
        assert list(found.spans) == sorted(found.spans)
