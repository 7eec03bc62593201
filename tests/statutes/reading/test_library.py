"""Statutes of a folder: found by name and day, and asked whether a phrase stands in an article."""

from datetime import date
from pathlib import Path

import pytest

from fazhi.statutes.reading import Citation, Library, MalformedStatute, Problem, Verified
from tests.statutes.samples import FILES, LENDING_2022, write


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.load(write(tmp_path))


def verified(library: Library, cited: str, phrase: str, on: date | None = None) -> tuple[date, str]:
    found = library.verify(Citation.parse(cited), phrase, on=on)
    assert isinstance(found, Verified), found
    return found.statute.edition, f"{found.article.number}{found.line.place}"


def problem(library: Library, cited: str, phrase: str, on: date | None = None) -> Problem:
    found = library.verify(Citation.parse(cited), phrase, on=on)
    assert isinstance(found, Problem), found
    return found


def test_folder_gives_editions_in_order(library: Library) -> None:
    assert library.faults == ()
    assert [text.edition for text in library.statutes["借书法"]] == [date(2015, 3, 10), date(2022, 5, 20)]
    assert len(library.statutes) == 3


@pytest.mark.parametrize(
    ("on", "edition"),
    [
        (date(2015, 7, 1), date(2015, 3, 10)),
        # Passed in May, in force from September: until then the old edition applies.
        (date(2022, 8, 31), date(2015, 3, 10)),
        (date(2022, 9, 1), date(2022, 5, 20)),
        (None, date(2022, 5, 20)),
    ],
)
def test_edition_in_force_on_the_day_is_found(library: Library, on: date | None, edition: date) -> None:
    found = library.find("《中华人民共和国借书法》", on=on)
    assert not isinstance(found, Problem)
    assert found.edition == edition


@pytest.mark.parametrize(
    ("cited", "phrase", "edition", "place"),
    [
        ("借书法#2", "二十日", date(2022, 5, 20), "第二条第一款"),
        ("借书法@2015#2", "三十日", date(2015, 3, 10), "第二条第一款"),
        ("借书法@2015-03-10#2.1", "三十日", date(2015, 3, 10), "第二条第一款"),
        ("借书法#2.1", "口头提醒", date(2022, 5, 20), "第二条第一款第（一）项"),
        ("借书法#2.1.2", "其他图书", date(2022, 5, 20), "第二条第一款第（二）项第2目"),
        ("借书法#2.1.2.1", "教材", date(2022, 5, 20), "第二条第一款第（二）项第1目"),
        ("借书法#2..3", "续借一次", date(2022, 5, 20), "第二条第三款第（三）项"),
        ("借书法#2.3.3", "续借一次", date(2022, 5, 20), "第二条第三款第（三）项"),
        ("借书法#3-1", "１２ 日", date(2022, 5, 20), "第三条之一第一款"),
        ("借书法#2", '"二十日"', date(2022, 5, 20), "第二条第一款"),
    ],
)
def test_phrase_in_the_cited_place_is_verified(
    library: Library, cited: str, phrase: str, edition: date, place: str
) -> None:
    assert verified(library, cited, phrase) == (edition, place)


def test_edition_in_force_on_the_day_is_the_one_verified_against(library: Library) -> None:
    assert verified(library, "借书法#2", "三十日", on=date(2022, 8, 31))[0] == date(2015, 3, 10)
    assert problem(library, "借书法#2", "三十日", on=date(2022, 9, 1)).code == "phrase_not_there"


@pytest.mark.parametrize(
    ("cited", "phrase", "code", "say"),
    [
        (
            "借书法#2.2", "续借一次", "phrase_not_there",
            "《借书法》第二条第二款（2022-05-20 版）没有“续借一次”，该处写的是：“图书馆不得收取押金。”。"
            "这个词句在第二条第三款第（三）项。",
        ),
        (
            "借书法#3", "罚款", "phrase_not_there",
            "《借书法》第三条（2022-05-20 版）没有“罚款”，该处写的是：“馆际互借参照第二条办理。”。"
            "《借书法》全文都没有这个词句。",
        ),
        ("借书法#3", "“ ”", "phrase_not_there", None),
        ("借书法#3", "\u3000", "no_phrase", "《借书法》第三条：没有写要核对的词句。"),
        ("还书法#1", "甲", "no_statute", "法规库中没有《还书法》。名称相近的有：借书法。"),
        (
            "借书法@2017#1", "甲", "no_edition",
            "法规库中没有《借书法》2017 的版本，现有：2015-03-10、2022-05-20。",
        ),
        ("借书法#9", "甲", "no_article", "《借书法》（2022-05-20 版）没有第九条，最后一条是第四条。"),
        ("借书法#2.4", "甲", "no_paragraph", "《借书法》第二条只有 3 款，没有第四款。"),
        ("借书法#2.4.1", "甲", "no_paragraph", "《借书法》第二条只有 3 款，没有第四款。"),
        ("借书法#2.1.3", "甲", "no_item", "《借书法》第二条第一款只有 2 项，没有第（三）项。"),
        ("借书法#2.2.1", "甲", "no_item", "《借书法》第二条第二款没有分项。"),
        ("借书法#1..1", "甲", "no_item", "《借书法》第一条没有分项。"),
        ("借书法#2.1.2.3", "甲", "no_subitem", "《借书法》第二条第一款第（二）项没有第3目。"),
        (
            "借书法#2..2", "甲", "ambiguous_item",
            "《借书法》第二条的第一款、第三款都有第（二）项，请写明是哪一款，如“#2.1.2”。",
        ),
    ],
)  # fmt: skip
def test_problem_says_what_is_there_instead(
    library: Library, cited: str, phrase: str, code: str, say: str | None
) -> None:
    found = problem(library, cited, phrase)
    assert found.code == code
    assert say is None or found.say == say


def test_day_before_any_edition_is_a_problem(library: Library) -> None:
    assert problem(library, "借书法#1", "书", on=date(2015, 6, 30)) == Problem(
        "not_in_force",
        "2015-06-30 时，法规库中的《借书法》（2015-03-10、2022-05-20）还没有施行，最早施行于 2015-07-01。",
    )


def test_year_with_two_editions_asks_for_the_whole_day(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "借书法(2022-11-11).md").write_text(FILES[LENDING_2022], encoding="utf-8")
    found = problem(Library.load(tmp_path), "借书法@2022#1", "书")
    assert found == Problem(
        "ambiguous_edition", "《借书法》2022 年有几个版本，请写全日期：2015-03-10、2022-05-20、2022-11-11。"
    )


def test_long_article_is_quoted_around_what_comes_nearest(tmp_path: Path) -> None:
    text = f"# 借书法\n\n第一条 {'很长的话，' * 60}应当在三十日内归还。{'还有很多话，' * 60}\n"
    (tmp_path / "借书法(2015-03-10).md").write_text(text, encoding="utf-8")
    say = problem(Library.load(tmp_path), "借书法#1", "应当在二十日内归还").say
    assert "应当在三十日内归还" in say
    assert len(say) < 250


def test_faulty_files_are_told_and_the_others_kept(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "坏法(2020-01-01).md").write_text("# 坏法\n", encoding="utf-8")
    (tmp_path / "中华人民共和国借书法(2022-05-20).md").write_text(FILES[LENDING_2022], encoding="utf-8")
    (tmp_path / "README.md").write_text("说明", encoding="utf-8")
    library = Library.load(tmp_path)
    assert sorted(map(str, library.faults)) == [
        "借书法(2022-05-20).md：与“中华人民共和国借书法(2022-05-20).md”是同一部法的同一版本，请只留一个。",
        "坏法(2020-01-01).md：没有找到任何条文。每条应另起一行，写作“第一条 ……”。",
    ]
    assert len(library.statutes["借书法"]) == 2


def test_folder_without_statutes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedStatute, match="没有这个文件夹"):
        Library.load(tmp_path / "nowhere")
    with pytest.raises(MalformedStatute, match=r"文件夹里没有 \.md 文件"):
        Library.load(tmp_path)
