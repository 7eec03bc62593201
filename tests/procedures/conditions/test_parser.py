"""Reading conditions, printing them again, and what is said of slips."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.procedures.conditions import ConditionError, parse, to_text
from fazhi.procedures.conditions.tree import Binary, Call, Literal, Member, Reference, Unary
from tests.procedures.conditions.declared import Conditions

unhurried = settings(deadline=None)  # a busy machine must not fail what is said about conditions


@unhurried
@given(Conditions().booleans())
def test_printed_condition_is_read_back(expression):
    assert parse(to_text(expression)) == expression


@unhurried
@given(st.text(alphabet="ab1 .,'\"\\()[]?:!=<>&|+-*/%（“。罚\n", max_size=30))
def test_any_text_is_read_or_refused_at_a_place(text):
    refusal = None
    try:
        parse(text)
    except ConditionError as raised:
        refusal = raised
    assert refusal is None or 0 <= refusal.position <= len(text)
    assert refusal is None or refusal.say.endswith(("。", "？"))


@pytest.mark.parametrize(
    "text",
    [
        "a || b && c == d + e * f",
        "(a || b) && c",
        "a ? b : c ? d : e",
        "(a ? b : c) ? d : e",
        "!(a && b)",
        "!!a",
        "a - (b - c)",
        "a - b - c",
        "-(a + b) * -c",
        "(a == b) == c",
        "officers.filter(o, o.valid).exists(o, o.name == '张三')",
        "[[1, 2], []] == [[1.50]]",
        "'it\\'s \\\\ \\n'.startsWith('x')",
        "(-1).x",
        "size(a.b.c) in [1, 2]",
        "a == null",
    ],
)
def test_text_with_no_spare_parentheses_is_kept(text):
    assert to_text(parse(text)) == text


def test_both_ways_of_size_are_the_same():
    assert parse("tags.size()") == parse("size(tags)") == Call("size", (Reference("tags"),))


@pytest.mark.parametrize(
    ("text", "value"),
    [("'重大'", "重大"), ('"it\'s"', "it's"), (r"'\u91cd'", "重"), (r"r'\d+'", r"\d+"), (r"'a\tb'", "a\tb")],
)
def test_texts_are_read(text, value):
    assert parse(text) == Literal(value)


def test_positions_are_those_of_the_text():
    read = parse("a &&\n  b.c")
    assert isinstance(read, Binary)
    assert isinstance(read.right, Member)
    assert (read.position, read.right.of.position, read.right.position) == (2, 7, 9)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("fine = 3", 5, "判断是否相等要写两个等号：请把“=”写成“==”。"),
        ("fine === 3", 5, "“===”请写成“==”。"),
        ("fine ≥ 3", 5, "“≥”请写成英文符号“>=”。"),
        ("（fine > 3)", 0, "中文符号“（”请写成英文符号“(”。"),
        ("size(a，b)", 6, "中文符号“，”请写成英文符号“,”。"),
        ("a & b", 2, "“&”请写成英文符号“&&”。"),
        ("a and b", 2, "“and”请写成“&&”。"),
        ("not a", 0, "“not”请写成“!”。"),
        ("a == True", 5, "“True”请用小写：true。"),
        ("a == “x”", 5, "引号请用英文单引号，如 'person'。"),
        ("a == 'x", 5, "引号没有成对：请在文字末尾补上“'”。"),
        ("a == '\\d'", 6, "文字里的反斜杠“\\d”不认识：反斜杠本身请写“\\\\”，或者在引号前加 r。"),
        ("罚款 > 3", 0, "“罚款”写在了引号外：要素请写它的英文名，文字请加英文引号，如 '罚款'。"),
        ("fine > 5,000", 8, "这里不能写逗号：数字里不要写逗号（写 5000），两个条件之间请写“&&”或“||”。"),
        ("fine > ５", 7, "“５”是全角字符，请改成英文半角“5”。"),
        ("fine > 5.", 7, "“5.”的小数点后面没有数字：请补上，或者去掉小数点。"),
        ("fine > .5", 7, "小数请写上小数点前的数字，如 0.5。"),
        ("fine > 5k", 7, "数字“5”后面不能紧接字母：数字只写阿拉伯数字，如 5000、0.03。"),
        ("fine > 1234567890123456789", 7, "数字“1234567890123456789”太长：最多18位。"),
        ("a # b", 2, "条件里不能用“#”，请删去。"),
        ("{a: b}", 0, "条件里不能用“{”：清单请用方括号“[ ]”，分组请用圆括号“( )”。"),
        ("a // b", 2, "条件里不能写“//”注释：请把说明写成 YAML 的“#”注释。"),
        ("a\u3000&& b", 1, "这里是全角空格，请改成英文空格。"),
        ("1 < a < 3", 6, "比较不能连着写：请拆成两个，如 a < b && b < c。"),
        ("size(a", 4, "“(”没有成对：请补上“)”。"),
        ("[a)", 2, "这里应当是“]”，却写了“)”：括号要成对。"),
        ("a)", 1, "多了一个“)”：请删去，或者补上与它成对的括号。"),
        ("[a,]", 2, "最后一项后面多了逗号，请删去。"),
        ("a b", 2, "“b”前面缺少连接：两个条件之间请写“&&”（并且）或“||”（或者）。"),
        ("a ? b", 2, "“?”后面缺少“:”：请写成 条件 ? 是的时候 : 否的时候。"),
        ("a : b", 2, "“:”前面没有“?”：请写成 条件 ? 是的时候 : 否的时候。"),
        ("a &&", 4, "条件没有写完：末尾还缺一部分。"),
        ("&& a", 0, "“&&”前面缺少内容：请补上，或者删去“&&”。"),
        ("a.3", 2, "“.”后面要写要素名或函数名，如 party.kind。"),
        ("tags[0]", 4, "条件里不能按序号取清单中的一项：请用 all、exists 或 filter。"),
        ("-!a", 1, "“!”和“-”不能连着写：请加括号。"),
        ("a.all(1, b)", 2, "all 要写两样：一个代表每一项的名字、一个条件，如 officers.all(o, o.valid)。"),
        ("if == 1", 0, "“if”是条件语言保留的词，不能作名字，请换一个。"),
        ("Fine > 1", 0, "名字“Fine”只能用小写字母、数字和下划线：是不是 fine？"),
        ("  ", 0, "条件是空的：请写一个条件，如 fine >= 5000。"),
    ],
)
def test_slip_is_named_with_its_place_and_remedy(text, position, said):
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert (caught.value.position, caught.value.say) == (position, said)


@pytest.mark.parametrize(
    "text", ["(" * 51 + "a" + ")" * 51, "!" * 60 + "a", " && ".join(["a"] * 52), "a ? b : " * 51 + "c"]
)
def test_condition_of_too_many_levels_is_refused(text):
    with pytest.raises(ConditionError, match="条件层次过多，最多50层"):
        parse(text)


def test_condition_of_fifty_levels_is_read():
    assert to_text(parse("(" * 49 + "a" + ")" * 49)) == "a"
    assert isinstance(parse("!" * 49 + "a"), Unary)


def test_condition_too_long_is_refused():
    with pytest.raises(ConditionError, match="条件过长：共2001字，最多2000字"):
        parse("a" + " " * 2000)
