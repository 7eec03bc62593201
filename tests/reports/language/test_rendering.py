"""The text as it is read: figures worded, sentences with nothing to state left out, punctuation mended."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.reports.language.rendering import paragraphs
from fazhi.reports.language.tokens import Form, Token
from fazhi.reports.language.wording import Known, Standing, Worded, worded

VALUES = {
    "accepted": Known(Decimal(12), "12件", "件", previous=Decimal(8)),
    "thousands": Known(Decimal(1204), "1,204件", "件", previous=Decimal(0)),
    "none": Known(Decimal(0), "0件", "件", previous=Decimal(3)),
    "rate": Known(Decimal("93.1"), "93.1%", "%", True, Decimal(27), Decimal(29), previous=Decimal("90.0")),
    "no_rate": Known(None, "—", "%", True, Decimal(0), Decimal(0), "没有开庭的案件"),
    "bad_rate": Known(Decimal(0), "0%", "%", True, Decimal(0), Decimal(4), previous=Decimal(0)),
}


def wording(token: Token) -> Worded:
    return worded(token.form, VALUES.get(token.figure))


def read(text: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(text, wording)]


def test_figures_stand_with_their_units() -> None:
    assert read("受理{{ figure:accepted }}，共{{ figure:thousands }}。") == ["受理12件，共1204件。"]


@pytest.mark.parametrize(
    ("form", "figure", "said"),
    [
        ("number", "thousands", "1204"),
        ("change", "accepted", "增长50%"),
        ("change", "none", "下降100%"),
        ("change", "rate", "提高3.1个百分点"),
        ("change", "bad_rate", "持平"),
        ("parts", "rate", "27/29"),
        ("of", "rate", "27"),
        ("to", "rate", "29"),
        ("of", "accepted", "【不是比率】"),
        ("change", "thousands", "【上年为零，不能算增幅】"),
        ("change", "no_rate", "【上年没有数据】"),
        ("text", "no_rate", "【没有开庭的案件】"),
        ("text", "nobody", "【没有这个数据】"),
    ],
)
def test_forms_say_what_they_are_for(form: str, figure: str, said: str) -> None:
    assert worded(Form(form), VALUES.get(figure)).text == said


def test_no_share_of_some_is_a_statement_and_no_records_are_none() -> None:
    assert worded(Form.TEXT, VALUES["bad_rate"]).standing is Standing.RECORDED
    assert worded(Form.TEXT, VALUES["none"]).standing is Standing.ZERO


def test_numbered_paragraph_of_which_only_the_lead_is_left_goes_and_the_next_move_up() -> None:
    text = "1.督察。开展{{ figure:none? }}。\n2.复议。受理{{ figure:accepted }}。\n3.普法。做好宣传。"
    assert read(text) == ["1.复议。受理12件。", "2.普法。做好宣传。"]


def test_among_is_not_carried_into_the_next_sentence() -> None:
    assert read("共{{ figure:accepted }}，其中甲{{ figure:none? }}。乙{{ figure:accepted }}。") == ["共12件。乙12件。"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("受理{{ figure:accepted }}，听证{{ figure:none? }}。", "受理12件。"),
        ("受理{{ figure:accepted }}，听证{{ figure:none? }}，办结率{{ figure:rate }}。", "受理12件，办结率93.1%。"),
        ("受理{{ figure:accepted }}；听证{{ figure:none? }}。应诉率{{ figure:no_rate? }}。", "受理12件。"),
        ("甲{{ figure:none? }}，乙{{ figure:none? }}。办结率{{ figure:bad_rate? }}。", "办结率0%。"),
        ("共{{ figure:accepted }}，其中甲{{ figure:none? }}、乙{{ figure:accepted }}。", "共12件，其中乙12件。"),
        ("共{{ figure:accepted }}（甲3件、乙{{ figure:none? }}）。再。", "再。"),
        ("受理{{ figure:accepted }}，听证{{ figure:none? }}", "受理12件"),
        ("1.复议。听证{{ figure:none? }}，调解{{ figure:accepted }}。", "1.复议。调解12件。"),
    ],
)
def test_clause_is_left_out_where_there_is_nothing_to_state(text: str, said: str) -> None:
    assert read(text) == [said]


def test_line_of_which_nothing_is_left_is_no_paragraph() -> None:
    assert read("甲。\n听证{{ figure:none? }}。\n\n　　乙。") == ["甲。", "乙。"]


def test_clause_that_is_not_optional_states_nought() -> None:
    assert read("听证{{ figure:none }}。") == ["听证0件。"]


PARTS = st.lists(st.sampled_from("甲。；，、（）\n") | st.sampled_from(["{{ figure:none? }}", "{{ figure:accepted }}"]))


@given(PARTS)
def test_what_is_read_never_holds_a_token_or_a_nought_that_was_to_be_left_out(parts: list[str]) -> None:
    text = "".join(parts)
    shown = read(text)
    assert not any("{{" in paragraph or "0件" in paragraph for paragraph in shown)
    if "none" not in text:
        assert shown == [line.replace("{{ figure:accepted }}", "12件") for line in text.split("\n") if line]
