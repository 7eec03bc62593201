"""Reads of the library: what is in force, and full-text search."""

from datetime import date, datetime
from pathlib import Path

import pytest

from fazhi.statutes import queries
from fazhi.statutes.importing import import_folder
from fazhi.statutes.models import Article
from fazhi.statutes.reading import Citation, Problem
from fazhi.statutes.searching import bigrams
from tests.statutes.samples import write

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2022, 8, 31), date(2022, 9, 1)


@pytest.fixture(autouse=True)
def library(tmp_path: Path, at: datetime) -> None:
    import_folder(folder=write(tmp_path), actor=None, at=at)


def found(text: str, on: date = AFTER, **narrowed: object) -> list[str]:
    rows = queries.search(bigrams.words_of(text), on=on, **narrowed)  # type: ignore[arg-type] -- a test's shorthand
    return [f"{row.edition.statute.name}@{row.edition.passed_on:%Y} {row}" for row in rows]


def test_list_has_the_edition_in_force_on_the_day() -> None:
    rows = {row.name: row for row in queries.statutes(BEFORE)}
    lending = rows["借书法"]
    assert (lending.passed_on, lending.article_count, lending.edition_count) == (date(2015, 3, 10), 3, 2)
    lending = queries.statutes(AFTER).get(name="借书法")
    assert (lending.passed_on, lending.article_count, lending.edition_count) == (date(2022, 5, 20), 5, 2)


def test_statute_that_is_not_in_force_yet_is_listed_with_its_first_edition() -> None:
    row = queries.statutes(date(2000, 1, 1)).get(name="借书法")
    assert row.passed_on == date(2015, 3, 10)


def test_search_finds_phrases_in_editions_in_force() -> None:
    assert found("二十日") == ["借书法@2022 第二条"]
    assert found("二十日", on=BEFORE) == []
    assert found("三十日", on=BEFORE) == ["借书法@2015 第二条"]
    assert found("日 归还") == ["借书法@2022 第二条"]
    assert found("没有的词") == []


def test_search_looks_into_all_editions_when_asked() -> None:
    assert sorted(found("为了让书有人读", every_edition=True)) == ["借书法@2015 第一条", "借书法@2022 第一条"]


def test_search_is_narrowed_to_a_statute_or_a_kind() -> None:
    assert len(found("归还")) == 2
    assert found("归还", name="借书法") == ["借书法@2022 第二条"]
    assert found("归还", kind="judicial") == ["最高人民法院关于适用《借书法》的解释@2023 第一条"]


def test_text_counts_more_than_the_heading_and_that_more_than_the_name() -> None:
    assert found("规定")[:2] == ["借书法@2022 第二条", "借书法@2022 第一条"]
    assert found("借书法 押金") == ["借书法@2022 第二条"]
    assert found("第三条之一") == ["借书法@2022 第三条之一"]


def test_what_holds_everywhere_comes_before_what_holds_in_one_place() -> None:
    assert found("应当") == [
        "借书法@2022 第二条",
        "云水省自行车修理条例@2020 第一条",
        "云水省自行车修理条例@2020 第二条",
    ]


def test_search_without_words_finds_nothing() -> None:
    assert found("") == []
    assert found("，。") == []


def test_search_uses_the_index_and_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator] -- pytest-django's fixture
        assert [row.edition.statute.name for row in queries.search(["押金"], on=AFTER)] == ["借书法"]


@pytest.mark.parametrize(
    ("cited", "on", "edition"),
    [
        ("借书法#2", BEFORE, 2015),
        ("借书法#2", AFTER, 2022),
        ("借书法@2015#2.1", AFTER, 2015),
        ("借书法#3-1", None, 2022),
    ],
)
def test_article_of_a_citation_is_found(cited: str, on: date | None, edition: int) -> None:
    article = queries.find_article(Citation.parse(cited), on=on)
    assert isinstance(article, Article)
    assert (article.edition.passed_on.year, article.article_number) == (edition, Citation.parse(cited).article)


def test_article_that_is_not_there_is_a_problem() -> None:
    assert queries.find_article(Citation.parse("借书法#9")) == Problem(
        "no_article", "《借书法》（2022-05-20 版）没有第九条。"
    )
    assert queries.find_article(Citation.parse("还书法#9")) == Problem("no_statute", "法规库中没有《还书法》。")
