from decimal import Decimal

import pytest
from lxml import etree

from fazhi.desk.figures import charts
from fazhi.desk.figures.charts import Chart, Point, Series

MONTHS = ("1月", "2月", "3月")
THIS = Series("2026年", (Point(12, "/a?m=1&u=2"), Point(0, "/b"), Point(None)))
LAST = Series("2025年", (Point(3, "/c"), Point(40, "/d"), Point(7, "/e")), "before")
KINDS = (charts.columns, charts.bars, charts.line, charts.stacked)


def elements(chart: Chart, name: str) -> list[etree._Element]:
    return [each for each in etree.fromstring(chart.svg).iter() if etree.QName(each).localname == name]


@pytest.mark.parametrize("draw", KINDS)
def test_chart_has_no_scripts_and_no_styles_of_its_own(draw: object) -> None:
    chart = draw("收到申请", MONTHS, [THIS, LAST])
    assert [elements(chart, name) for name in ("script", "style", "desc", "defs")] == [[], [], [], []]
    assert "javascript" not in chart.svg


@pytest.mark.parametrize("draw", KINDS)
def test_chart_links_every_bar_with_something_behind_it(draw: object) -> None:
    chart = draw("收到申请", MONTHS, [THIS, LAST])
    links = {each.get("{http://www.w3.org/1999/xlink}href") for each in elements(chart, "a")}
    assert links == {"/a?m=1&u=2", "/c", "/d", "/e"}


def test_chart_says_each_bar_in_words() -> None:
    chart = charts.columns("收到申请", MONTHS, [THIS, LAST])
    said = {each.get("aria-label") for each in elements(chart, "a")}
    assert said == {"1月 2026年：12件", "1月 2025年：3件", "2月 2025年：40件", "3月 2025年：7件"}


def test_chart_table_holds_the_same_numbers() -> None:
    rows = [(label, [point.words for point in points]) for label, points in charts.bars("", MONTHS, [THIS, LAST]).rows]
    assert rows == [("1月", ["12", "3"]), ("2月", ["0", "40"]), ("3月", ["—", "7"])]


def test_chart_of_nothing_but_noughts_is_empty() -> None:
    assert charts.columns("空", MONTHS, [Series("件", (Point(0), Point(None), Point(0)))]).is_empty
    assert not charts.columns("", MONTHS, [THIS]).is_empty


def test_chart_escapes_what_people_wrote() -> None:
    chart = charts.bars("<b>", ["<script>alert(1)</script>"], [Series("<i>", (Point(1, "/?x=<"),))])
    assert elements(chart, "script") == []
    assert "<b>" not in chart.svg


def test_chart_axis_counts_in_whole_steps() -> None:
    chart = charts.columns("", ["甲"], [Series("", (Point(3),))])
    assert [text.text for text in elements(chart, "text") if text.text][:4] == ["0", "1", "2", "3"]


def test_chart_keeps_room_for_chinese_labels() -> None:
    """The plot begins right of a label of sixteen signs at twelve pixels each."""
    chart = charts.bars("", ["清和经济开发区管理委员会综合执法大队"], [Series("", (Point(3),))])
    plot = next(each for each in elements(chart, "g") if each.get("class") == "plot")
    begins = float(plot.get("transform", "").removeprefix("translate(").split(",")[0])
    assert begins >= 16 * charts.LABEL


def test_chart_of_money_keeps_its_cents() -> None:
    chart = charts.columns("", ["甲"], [Series("2026年", (Point(Decimal("0.17"), "/", "0.17万元"),))], "万元")
    assert chart.rows == [("甲", [Point(Decimal("0.17"), "/", "0.17万元")])]
    assert [each.get("aria-label") for each in elements(chart, "a")] == ["甲 2026年：0.17万元"]


@pytest.mark.parametrize("draw", KINDS)
def test_chart_for_a_narrow_screen_has_the_same_links_and_fits_it(draw: object) -> None:
    labels = [f"{month}月" for month in range(1, 13)]
    chart = draw("收到申请", labels, [Series("2026年", tuple(Point(at + 1, f"/{at}") for at in range(12)))])
    root = etree.fromstring(chart.narrow)
    links = {each.get("{http://www.w3.org/1999/xlink}href") for each in root.iter("{*}a")}
    assert links == {f"/{at}" for at in range(12)}
    assert root.get("viewBox", "").split()[2] == str(charts.NARROW.width)
    assert root.get("class", "").split() == ["chart", "narrow"]


def test_labels_below_bars_are_thinned_until_they_do_not_touch() -> None:
    months = [f"{month}月" for month in range(1, 13)]
    assert charts._apart(months, charts.WIDE.width) == months
    assert [label for label in charts._apart(months, charts.NARROW.width) if label] == months[::2]
