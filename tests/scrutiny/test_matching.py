"""Matching on labelled sentences: how many numbers find their figure, and how many find a wrong one."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from fazhi.figures.reading import read_report_text
from fazhi.scrutiny.contradictions.stated import page_of
from fazhi.scrutiny.matching import Known, Match, Matcher, Statement
from fazhi.scrutiny.statements import statement_of

TABLE = yaml.safe_load((Path(__file__).parent / "matching_table.yaml").read_text("utf-8"))


@dataclass(frozen=True)
class Labelled:
    sentence: str
    what: str
    wanted: str | None
    match: Match


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(
        Known(name, tuple(each["said"]), each["unit"], each["domain"]) for name, each in TABLE["known"].items()
    )


@pytest.fixture(scope="module")
def labelled(matcher: Matcher) -> list[Labelled]:
    found = []
    for sentence, *wanted in TABLE["pairs"]:
        page = page_of(sentence, read_report_text(sentence).figures)
        assert len(page.stated) == len(wanted), (sentence, [each.figure.what for each in page.stated])
        for each, want in zip(page.stated, wanted, strict=True):
            match = matcher.match(statement_of(page, each))
            found.append(Labelled(sentence, each.figure.what, None if want == "-" else want, match))
    return found


def test_matching_is_precise_and_finds_most(labelled: list[Labelled]) -> None:
    given = [each for each in labelled if each.match.figure]
    right = [each for each in given if each.match.figure == each.wanted]
    wanted = [each for each in labelled if each.wanted]
    offered = [each for each in wanted if each.wanted in [one.figure for one in each.match.candidates]]
    assert len(labelled) >= 120
    assert len(right) / len(given) >= 0.97
    assert len(right) / len(wanted) >= 0.8
    assert len(offered) / len(wanted) >= 0.97


def test_growth_is_no_figure(matcher: Matcher) -> None:
    assert matcher.match(Statement("行政处罚案件", "%", grows=True)) == Match(None)


def test_unit_that_does_not_fit_is_never_matched(matcher: Matcher) -> None:
    assert matcher.match(Statement("受理行政复议案件", "人次")).figure is None


def test_wording_of_the_figure_itself_is_matched(matcher: Matcher) -> None:
    match = matcher.match(Statement("受理行政复议案件", "件"))
    assert (match.figure, match.candidates[0].score) == ("reconsideration_accepted", 1.0)
