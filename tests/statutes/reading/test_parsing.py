"""Reading statute files: structure, what is odd, what is refused."""

from datetime import date
from pathlib import Path

import pytest

from fazhi.statutes.reading import ArticleNumber, MalformedStatute, StatuteText, parse_statute, read_statute
from fazhi.statutes.reading.model import Place
from tests.statutes.samples import ANSWERS, FILES, LENDING_2022, REPAIR


@pytest.fixture
def lending() -> StatuteText:
    return parse_statute(FILES[LENDING_2022], source=LENDING_2022)


def body(text: str, name: str = "借书法(2015-03-10).md") -> StatuteText:
    return parse_statute(f"# 借书法\n\n{text}", source=name)


def refused(text: str, name: str = "借书法(2015-03-10).md") -> str:
    with pytest.raises(MalformedStatute) as refusal:
        parse_statute(text, source=name)
    return str(refusal.value)


def test_head_gives_title_name_edition_and_history(lending: StatuteText) -> None:
    assert (lending.title, lending.name, lending.edition) == ("中华人民共和国借书法", "借书法", date(2022, 5, 20))
    assert lending.history == (
        "2015年3月10日 全国读书人大会通过",
        "2022年5月20日 全国读书人大会《关于修改〈借书法〉〈还书法〉等两部法律的决定》修订",
    )
    # The title said again over two lines is no preamble.
    assert lending.preamble == ()
    assert lending.remarks == ()


def test_headings_have_the_level_of_their_word(lending: StatuteText) -> None:
    assert [(each.level, each.text) for each in lending.headings] == [
        (1, "第一编 总则"),
        (3, "第一章 一般规定"),
        (1, "第二编 附则"),
    ]
    assert [article.headings for article in lending.articles] == [
        ("第一编 总则", "第一章 一般规定"),
        ("第一编 总则", "第一章 一般规定"),
        ("第二编 附则",),
        ("第二编 附则",),
        ("第二编 附则",),
    ]


def test_articles_have_paragraphs_items_and_subitems(lending: StatuteText) -> None:
    assert [str(article.number) for article in lending.articles] == [
        "第一条", "第二条", "第三条", "第三条之一", "第四条",
    ]  # fmt: skip
    second = lending.article(ArticleNumber(2))
    assert second is not None
    assert [(line.place, line.text) for line in second.lines] == [
        (Place(1), "借书人应当在“二十日”内归还；逾期的，按照下列规定办理:"),
        (Place(1, 1), "（一）逾期五日以内的，口头提醒；"),
        (Place(1, 2), "（二）逾期五日以上的，按下列情形停借："),
        (Place(1, 2, 1), "1.教材；"),
        (Place(1, 2, 2), "2.其他图书。"),
        (Place(2), "图书馆不得收取押金。"),
        (Place(3), "读者有下列权利："),
        (Place(3, 1), "（一）知道书在哪里；"),
        (Place(3, 2), "（二）要求写明提醒的理由；"),
        (Place(3, 3), "（三）续借一次。"),
    ]


def test_interpretation_keeps_its_preamble_and_its_parts() -> None:
    answers = parse_statute(FILES[ANSWERS], source=ANSWERS)
    assert answers.name == "最高人民法院关于适用《借书法》的解释"
    assert answers.preamble == ("为正确适用借书法，制定本解释。",)
    assert [(each.level, each.text) for each in answers.headings] == [(3, "一、归还")]


def test_sentence_that_begins_with_another_article_is_no_article() -> None:
    text = body("第一条 甲。\n\n第二条规定的情形除外。\n\n第三人不受影响。\n\n第二条 乙。\n")
    assert [article.text for article in text.articles] == ["甲。\n第二条规定的情形除外。\n第三人不受影响。", "乙。"]


def test_article_without_a_blank_behind_its_number_begins_where_it_is_due() -> None:
    text = body("第一条为了甲。\n第二条乙。\n第五条丙。\n**第三条** 丁。\n")
    assert [(str(article.number), article.text) for article in text.articles] == [
        ("第一条", "为了甲。"),
        ("第二条", "乙。\n第五条丙。"),
        ("第三条", "丁。"),
    ]


def test_decimal_number_is_no_subitem() -> None:
    text = body("第一条 如下：\n（一）长度：\n2.5米以上的；\n")
    assert [len(item.subitems) for item in text.articles[0].paragraphs[0].items] == [0]
    assert text.articles[0].paragraphs[1].text == "2.5米以上的；"


def test_oddities_are_remarked_with_their_line() -> None:
    text = body(
        "第一条 甲。\n\n第三条 如下：\n（一）子；\n（三）丑。\n\n第四条\n\n第五条 乙。\n\n法律责任\n\n第六条 丙。\n"
    )
    assert [(remark.line, remark.say) for remark in text.remarks] == [
        (5, "第一条之后是第三条，中间缺号。"),
        (7, "第三条此处应是第（二）项，写的是（三）。"),
        (9, "第四条没有内容。"),
        (11, "第五条最后一行“法律责任”没有句末标点，疑是漏了标记的章节标题。"),
    ]


def test_title_that_differs_from_the_file_name_is_remarked() -> None:
    remarks = parse_statute("# 还书法\n\n第一条 甲。\n", source="借书法(2015-03-10).md").remarks
    assert [remark.say for remark in remarks] == ["标题“还书法”与文件名“借书法”不一致，引证以文件名为准。"]


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("", "借书法(2015-03-10).md：文件是空的。"),
        ("第一条 甲。\n", "借书法(2015-03-10).md，第 1 行：第一行应是标题，写作“# 全称”。"),
        ("# 借书法\n\n只有一句话。\n", "借书法(2015-03-10).md：没有找到任何条文。每条应另起一行，写作“第一条 ……”。"),
        (
            "# 借书法\n\n第一条 甲。\n\n第一条 乙。\n",
            "借书法(2015-03-10).md，第 5 行：第一条重复，第 3 行已有。",
        ),
        (
            "# 借书法\n\n第一条 甲。\n\n第三条 乙。\n\n第二条 丙。\n",
            "借书法(2015-03-10).md，第 7 行：第二条排在第三条之后，顺序颠倒。",
        ),
        (
            "# 借书法\n\n第一条 甲。\n\n## 第二章 附则\n\n不在条里的话。\n",
            "借书法(2015-03-10).md，第 7 行：标题之后应接条文，这一行不属于任何一条。条文应写作“第一条 ……”。",
        ),
        ("# 借书法\n\n##\n\n第一条 甲。\n", "借书法(2015-03-10).md，第 3 行：“#”后面没有标题文字。"),
        (
            "# 借书法\n\n<!-- 题注\n\n第一条 甲。\n",
            "借书法(2015-03-10).md，第 3 行：注释“<!--”没有在同一行以“-->”结束。",
        ),
    ],
)
def test_malformed_text_is_refused_with_file_and_line(text: str, say: str) -> None:
    assert refused(text) == say


@pytest.mark.parametrize("name", ["借书法.md", "借书法(2015-13-10).md", "(2015-03-10).md"])
def test_file_name_without_name_or_day_is_refused(name: str) -> None:
    assert refused("# 借书法\n\n第一条 甲。\n", name) == (
        f"{name}：文件名应写作“法名(年-月-日).md”，例如“行政处罚法(2021-01-22).md”。"
    )


def test_file_in_gb18030_is_read(tmp_path: Path) -> None:
    path = tmp_path / REPAIR
    path.write_bytes(FILES[REPAIR].encode("gb18030"))
    assert read_statute(path) == parse_statute(FILES[REPAIR], source=REPAIR)


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedStatute, match=r"借书法\(2015-03-10\)\.md：打不开文件"):
        read_statute(tmp_path / "借书法(2015-03-10).md")
