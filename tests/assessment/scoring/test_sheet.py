"""The sheet: what does not apply is spread, and whoever adds up comes to the total."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fazhi.assessment.scoring.rules import Worked
from fazhi.assessment.scoring.sheet import VetoLine, sheet
from tests.assessment.material import item, system

VETO = {"id": "v", "title": "重大违法", "standard": "发生重大违法案件", "cap": 59}


def two_parts(**given_):
    def part(key, *items):
        points = sum(each["points"] for each in items)
        return {
            "id": key,
            "title": f"{key} 部分",
            "points": points,
            "indicators": [{"id": f"{key}i", "title": "指标", "points": points, "items": list(items)}],
        }

    parts = [
        part("p", item("a", 10), item("b", 20), item("c", 30, applies=["street"])),
        part("q", item("d", 33.3), item("e", 6.7)),
    ]
    bonus = {"cap": 5, "items": [item("x", 4), item("y", 4)]}
    return system(item("z", 1), total=100, parts=parts, bonus=bonus, vetoes=[VETO], **given_)


def worked(**points):
    return {key: Worked(None if value is None else Decimal(str(value)), ()) for key, value in points.items()}


def test_sheet_spreads_what_does_not_apply_within_its_part():
    made = sheet(two_parts(), "department", worked(a=10, b=10, d=33.3, e=0, x=4, y=4))
    assert [(line.item.id, line.full, line.points) for line in made.lines] == [
        ("a", Decimal(20), Decimal(20)),
        ("b", Decimal(40), Decimal(20)),
        ("c", 0, None),
        ("d", Decimal("33.3"), Decimal("33.3")),
        ("e", Decimal("6.7"), 0),
    ]
    assert made.total == Decimal("78.3")
    assert made.explanation[-1] == ("加分（合计 8 分，上限 5 分）", Decimal(5))


def test_sheet_spreads_a_whole_part_that_does_not_apply_to_the_others():
    made = sheet(two_parts(), "street", worked(a=10, b=20, c=30), excluded=frozenset({"d", "e"}))
    assert sum(line.full for line in made.lines) == 100
    assert made.total == 100


def test_sheet_veto_caps_the_total():
    system_ = two_parts()
    made = sheet(system_, "street", worked(a=10, b=20, c=30, d=33.3, e=6.7), vetoes=[VetoLine(system_.vetoes[0], ())])
    assert made.total == 59
    assert made.explanation[-1] == ("一票否决：重大违法（总分不高于 59 分）", Decimal(-41))


def test_sheet_without_judgement_has_no_grade():
    graded = two_parts(grades=[{"at_least": 90, "title": "优秀"}, {"at_least": 0, "title": "一般"}])
    assert sheet(graded, "street", worked(a=10)).grade == ""
    assert sheet(graded, "street", worked(a=10, b=20, c=30, d=33.3, e=6.7)).grade == "优秀"


POINTS = st.decimals(min_value=0, max_value=1, places=2)


@given(st.tuples(*[POINTS] * 7), st.sets(st.sampled_from("abcde")), st.booleans())
def test_sheet_adds_up_whatever_applies(shares, excluded, vetoed):
    made = two_parts()
    points = {each.id: Worked(each.points * share, ()) for each, share in zip(made.scored, shares, strict=True)}
    vetoes = [VetoLine(made.vetoes[0], ())] if vetoed else []
    found = sheet(made, "street", points, vetoes=vetoes, excluded=frozenset(excluded))
    fulls = sum(line.full for line in found.lines)
    assert fulls == (0 if excluded == set("abcde") else 100)
    assert all(0 <= (line.points or 0) <= line.full for line in found.lines)
    assert sum(line.points or 0 for line in found.lines) == sum(part.points for part in found.parts)
    assert sum(amount for _, amount in found.explanation) == found.total <= 105
