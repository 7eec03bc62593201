import docx
import pytest

from fazhi.documents.reading import read_bytes
from fazhi.documents.word.numerals import written
from tests.documents.word_files import add_num, define_list, level, numbered, saved, xml


def lines(word: object) -> list[str]:
    return read_bytes("a.docx", saved(word)).text.split("\n")  # type: ignore[arg-type]


def test_levels_of_a_plan_are_numbered_and_restart_under_each_heading() -> None:
    word = docx.Document()
    define_list(
        word,
        50,
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
    )
    for text, depth in [
        ("总体", 0),
        ("主要", 0),
        ("健全", 1),
        ("修订", 2),
        ("公布", 2),
        ("规范", 1),
        ("清理", 2),
        ("保障", 0),
        ("组织", 1),
    ]:
        numbered(word, text, 50, depth)
    assert lines(word) == [
        "一、总体", "二、主要", "（一）健全", "1. 修订", "2. 公布", "（二）规范", "1. 清理", "三、保障", "（一）组织",
    ]  # fmt: skip


def test_lists_of_one_definition_go_on_unless_told_to_start_over() -> None:
    word = docx.Document()
    define_list(word, 50, level(0, "decimal", "%1、"))
    add_num(word, 51, 150)
    add_num(word, 52, 150, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    for text, list_id in [("甲", 50), ("乙", 51), ("丙", 52), ("丁", 52), ("戊", 50)]:
        numbered(word, text, list_id)
    assert lines(word) == ["1、甲", "2、乙", "1、丙", "2、丁", "3、戊"]


def test_level_that_never_restarts_counts_through() -> None:
    word = docx.Document()
    define_list(
        word,
        50,
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "第%2条", '<w:lvlRestart w:val="0"/><w:suff w:val="space"/>'),
    )
    for text, depth in [("总则", 0), ("甲", 1), ("乙", 1), ("分则", 0), ("丙", 1)]:
        numbered(word, text, 50, depth)
    assert lines(word) == ["一、总则", "第1条 甲", "第2条 乙", "二、分则", "第3条 丙"]


def test_number_may_show_the_levels_above_in_digits() -> None:
    word = docx.Document()
    legal = level(1, "decimal", "%1.%2", '<w:isLgl/><w:suff w:val="nothing"/>')
    define_list(word, 50, level(0, "chineseCounting", "%1、"), legal)
    for text, depth in [("甲", 0), ("乙", 0), ("丙", 1)]:
        numbered(word, text, 50, depth)
    assert lines(word) == ["一、甲", "二、乙", "2.1丙"]


def test_blank_paragraph_counts_and_deleted_number_does_not() -> None:
    word = docx.Document()
    define_list(word, 50, level(0, "decimal", "%1、"))
    numbered(word, "甲", 50)
    numbered(word, "", 50)
    numbered(word, "无号", 0)
    numbered(word, "丙", 50)
    assert lines(word) == ["1、甲", "无号", "3、丙"]


def test_bullets_give_no_number() -> None:
    word = docx.Document()
    define_list(word, 50, level(0, "bullet", "\uf06c"))
    numbered(word, "甲", 50)
    assert lines(word) == ["甲"]


def test_heading_styles_bring_their_level_of_a_list() -> None:
    word = docx.Document()
    define_list(
        word,
        50,
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Heading1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="Heading2"/>'),
    )
    for name in ("Heading 1", "Heading 2"):
        properties = word.styles[name].element.get_or_add_pPr()
        properties.append(xml('<w:numPr><w:numId w:val="50"/></w:numPr>'))
    word.add_heading("总体要求", 1)
    word.add_heading("指导思想", 2)
    word.add_heading("基本原则", 2)
    word.add_heading("主要任务", 1)
    assert lines(word) == ["一、总体要求", "（一）指导思想", "（二）基本原则", "二、主要任务"]


def test_list_linked_through_a_numbering_style_is_followed() -> None:
    word = docx.Document()
    define_list(word, 50, level(0, "chineseCounting", "第%1条", '<w:suff w:val="space"/>'))
    word.styles.element.append(
        xml(
            '<w:style w:type="numbering" w:styleId="Articles"><w:name w:val="Articles"/>'
            '<w:pPr><w:numPr><w:numId w:val="50"/></w:numPr></w:pPr></w:style>'
        )
    )
    define_list(word, 60, '<w:numStyleLink w:val="Articles"/>')
    numbered(word, "甲", 60)
    numbered(word, "乙", 60)
    assert lines(word) == ["第一条 甲", "第二条 乙"]


def test_list_that_is_not_defined_gives_no_number() -> None:
    word = docx.Document()
    numbered(word, "甲", 999)
    assert lines(word) == ["甲"]


def test_number_in_newer_format_uses_its_fallback() -> None:
    word = docx.Document()
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice><mc:Fallback><w:numFmt w:val="decimalZero"/>'
        '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )
    define_list(word, 50, custom)
    numbered(word, "甲", 50)
    assert lines(word) == ["03 甲"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (99, "taiwaneseCountingThousand", "九十九"),
        (100, "chineseCountingThousand", "一百"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (10_012, "chineseCountingThousand", "一万零一十二"),
        (20, "ideographDigital", "二〇"),
        (11, "chineseLegalSimplified", "壹拾壹"),
        (3, "ideographTraditional", "丙"),
        (11, "ideographTraditional", "11"),
        (12, "ideographZodiac", "亥"),
        (1, "decimalEnclosedCircle", "①"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (50, "decimalEnclosedCircle", "㊿"),
        (2, "decimalEnclosedParen", "⑵"),
        (2, "decimalEnclosedFullstop", "⒉"),
        (10, "ideographEnclosedCircle", "㊉"),
        (12, "decimalFullWidth", "１２"),
        (7, "decimalZero", "07"),
        (4, "upperRoman", "IV"),
        (49, "lowerRoman", "xlix"),
        (3, "upperLetter", "C"),
        (28, "lowerLetter", "bb"),
        (13, "ordinal", "13th"),
        (22, "ordinal", "22nd"),
        (3, "numberInDash", "- 3 -"),
        (5, "koreanCounting", "5"),
        (0, "chineseCounting", "0"),
        (5, "none", ""),
    ],
)
def test_number_formats(value: int, number_format: str, text: str) -> None:
    assert written(value, number_format) == text
