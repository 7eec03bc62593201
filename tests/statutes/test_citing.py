"""What rests on an article."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from fazhi.statutes import citing
from fazhi.statutes.citing import CitedAt
from fazhi.statutes.reading import ArticleNumber, Citation
from fazhi.statutes.reading.model import Place


@dataclass(frozen=True)
class Dated:
    edition: date
    in_force_on: date


OLD, NEW = Dated(date(2015, 3, 10), date(2015, 7, 1)), Dated(date(2022, 5, 20), date(2022, 9, 1))


def cited(text: str, on: date | None = None) -> CitedAt:
    return CitedAt("lending", "借书", "步骤·归还", Citation.parse(text), "二十日", on)


ALL = [cited(text) for text in ("借书法#2", "借书法#2.1", "借书法#2.1.2", "借书法#2.3", "借书法#3", "还书法#2")]


def resting(records: list[CitedAt], edition: Dated = NEW, **narrowed: object) -> list[str]:
    found = citing.resting_on(records, statute="借书法", editions=[OLD, NEW], edition=edition, **narrowed)  # type: ignore[arg-type] -- a test's shorthand
    return [str(each.citation) for each in found]


def test_article_is_rested_on_by_citations_of_it_and_of_its_parts() -> None:
    assert resting(ALL, article=ArticleNumber(2)) == ["借书法#2", "借书法#2.1", "借书法#2.1.2", "借书法#2.3"]
    assert resting(ALL, article=ArticleNumber(4)) == []
    assert len(resting(ALL)) == 5


def test_part_is_rested_on_by_what_holds_it_and_what_it_holds() -> None:
    assert resting(ALL, article=ArticleNumber(2), place=Place(1)) == ["借书法#2", "借书法#2.1", "借书法#2.1.2"]
    assert resting(ALL, article=ArticleNumber(2), place=Place(3)) == ["借书法#2", "借书法#2.3"]


def test_branch_article_is_another_article() -> None:
    records = [cited("借书法#3-1")]
    assert resting(records, article=ArticleNumber(3)) == []
    assert resting(records, article=ArticleNumber(3, 1)) == ["借书法#3-1"]


@pytest.mark.parametrize(
    ("record", "edition"),
    [
        (cited("借书法#2"), NEW),
        (cited("借书法@2015#2"), OLD),
        (cited("借书法#2", on=date(2022, 8, 31)), OLD),
        (cited("借书法#2", on=date(2022, 9, 1)), NEW),
    ],
)
def test_citation_rests_on_the_edition_that_it_means(record: CitedAt, edition: Dated) -> None:
    assert [bool(resting([record], each)) for each in (OLD, NEW)] == [edition is OLD, edition is NEW]


def test_citation_of_an_edition_that_is_not_there_rests_on_nothing() -> None:
    assert resting([cited("借书法@1999#2"), cited("借书法#2", on=date(2000, 1, 1))]) == []


@pytest.fixture
def sources() -> Iterator[None]:
    yield
    for key in ("test.one", "test.two"):
        citing.unregister(key)


def test_registered_sources_are_asked_each_time(sources: None) -> None:
    before = citing.records()
    held = [cited("借书法#1")]
    citing.register("test.one", lambda: held)
    citing.register("test.two", lambda: iter([cited("借书法#2")]))
    assert [str(each.citation) for each in citing.records() if each not in before] == ["借书法#1", "借书法#2"]
    held.append(replace(held[0], path="期限·归还"))
    assert len(citing.records()) == len(before) + 3


def test_articles_are_counted() -> None:
    assert citing.count_by_article(ALL[:5]) == {ArticleNumber(2): 4, ArticleNumber(3): 1}
