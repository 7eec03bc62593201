"""Citations in both forms, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.statutes.reading import ArticleNumber, BadCitation, Citation


def numbers(largest: int) -> st.SearchStrategy[int]:
    return st.integers(min_value=1, max_value=largest)


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    item = draw(st.none() | numbers(60))
    return Citation(
        statute=draw(st.sampled_from(["借书法", "最高人民法院关于适用《借书法》的解释", "云水市12345热线条例"])),
        article=ArticleNumber(draw(numbers(1300)), draw(st.integers(0, 20))),
        paragraph=draw(st.none() | numbers(30)),
        item=item,
        subitem=draw(st.none() | numbers(20)) if item else None,
        edition=draw(st.sampled_from(["", "2017", "2017-09-01"])),
    )


@given(citations())
def test_what_is_written_is_read_again_in_both_forms(citation: Citation) -> None:
    assert Citation.parse(str(citation)) == citation
    assert Citation.parse(citation.chinese) == citation


@pytest.mark.parametrize(
    ("text", "code", "chinese"),
    [
        ("借书法#58", "借书法#58", "《借书法》第五十八条"),
        ("借书法#58.1", "借书法#58.1", "《借书法》第五十八条第一款"),
        ("借书法#58.1.2", "借书法#58.1.2", "《借书法》第五十八条第一款第（二）项"),
        ("借书法#63.1.1.3", "借书法#63.1.1.3", "《借书法》第六十三条第一款第（一）项第3目"),
        ("借书法#70..3", "借书法#70..3", "《借书法》第七十条第（三）项"),
        ("借书法#64-1", "借书法#64-1", "《借书法》第六十四条之一"),
        ("借书法@2017#40", "借书法@2017#40", "《借书法》（2017年）第四十条"),
        ("中华人民共和国借书法 第58条第1款第2项", "借书法#58.1.2", "《借书法》第五十八条第一款第（二）项"),
        ("《中华人民共和国借书法》第一百零五条第(二)项", "借书法#105..2", "《借书法》第一百零五条第（二）项"),
        (
            "《最高人民法院关于适用〈借书法〉的解释》第三条",
            "最高人民法院关于适用《借书法》的解释#3",
            "《最高人民法院关于适用〈借书法〉的解释》第三条",
        ),
    ],
)
def test_citation_is_read_from_either_form(text: str, code: str, chinese: str) -> None:
    citation = Citation.parse(text)
    assert (str(citation), citation.chinese) == (code, chinese)


def test_citation_without_a_name_takes_the_one_given() -> None:
    assert Citation.parse("#58.1", statute="借书法") == Citation.parse("借书法#58.1")
    assert Citation.parse("第五十八条第一款", statute="借书法") == Citation.parse("借书法#58.1")


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("", "“”不是引证。"),
        ("借书法", "“借书法”不是引证。"),
        ("借书法#", "“借书法#”不是引证。"),
        ("借书法#58.一", "“借书法#58.一”不是引证。"),
        ("#58", "“#58”没有写明是哪部法。"),
        ("借书法#58.", "“借书法#58.”的点号后面缺少数字。"),
        ("借书法#0", "“借书法#0”的条、款、项应从 1 数起。"),
        ("借书法#1.0", "“借书法#1.0”的条、款、项应从 1 数起。"),
        ("借书法第十十条", "“借书法第十十条”的条、款、项应从 1 数起。"),
        ("借书法第二条第三四款", "“借书法第二条第三四款”里的“三四”不是数字。"),
        ("借书法第二条第一目", "“借书法第二条第一目”写了目，没有写项。"),
    ],
)
def test_text_that_is_no_citation_is_refused_and_shown_how(text: str, say: str) -> None:
    with pytest.raises(BadCitation) as refusal:
        Citation.parse(text)
    assert refusal.value.say.startswith(say)
    assert "应写作“法名#条.款.项”" in refusal.value.say


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        citation = Citation.parse(text)
    except BadCitation:
        return
    assert citation.article.number >= 1
