"""Named conditions in place of their names."""

import pytest

from fazhi.procedures.conditions import ConditionError, inline, parse, to_text

DEFINITIONS = {
    "large": parse("fine >= base || revokes"),
    "grave": parse("large && complex"),
    "circular": parse("!first"),
    "first": parse("second || a"),
    "second": parse("b && first"),
}


@pytest.mark.parametrize(
    ("text", "inlined"),
    [
        ("!grave", "!((fine >= base || revokes) && complex)"),
        ("officers.all(large, large.valid)", "officers.all(large, large.valid)"),
        ("officers.all(o, large && o.valid)", "officers.all(o, (fine >= base || revokes) && o.valid)"),
        ("large ? [fine] == [1] : -fine > size(tags)", "fine >= base || revokes ? [fine] == [1] : -fine > size(tags)"),
        ("fine > 3", "fine > 3"),
    ],
)
def test_names_are_replaced_by_what_they_stand_for(text, inlined):
    assert to_text(inline(parse(text), DEFINITIONS)) == inlined


def test_circle_is_named():
    with pytest.raises(ConditionError) as caught:
        inline(parse("circular"), DEFINITIONS)
    assert caught.value.say == "条件互相引用成了圈：first → second → first。请断开其中一处。"


def test_variable_that_would_capture_a_name_is_refused():
    with pytest.raises(ConditionError, match="条件 large 里的 fine 与外层的变量重名"):
        inline(parse("tags.all(fine, large)"), DEFINITIONS)


def test_conditions_that_grow_beyond_measure_are_refused():
    doubling = {f"c{each}": parse(f"c{each + 1} && c{each + 1}") for each in range(30)}
    with pytest.raises(ConditionError, match="条件互相引用后过大"):
        inline(parse("c0"), doubling)


def test_conditions_that_grow_too_deep_are_refused():
    deepening = {f"c{each}": parse("!" * 40 + f"c{each + 1}") for each in range(10)}
    with pytest.raises(ConditionError, match="条件层次过多，最多200层"):
        inline(parse("c0"), deepening)
