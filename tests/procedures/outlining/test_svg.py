"""The drawn flow chart: a picture with a name, every step in it once, nothing over anything else."""

from xml.etree import ElementTree

import pytest

from fazhi.procedures.language.library import read_files
from fazhi.procedures.outlining.chart import chart
from fazhi.procedures.outlining.layout import Size, arrange, layers_of
from fazhi.procedures.outlining.svg import WIDTH, drawing

NAMESPACE = "{http://www.w3.org/2000/svg}"
DEFINITIONS = [file.located.value for file in read_files() if file.located]


def boxes(picture: ElementTree.Element) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every step's box."""
    return [
        (x, y, x + float(box.attrib["width"]), y + float(box.attrib["height"]))
        for box in picture.iter(f"{NAMESPACE}rect")
        if box.attrib.get("class") == "box"
        for x, y in [(float(box.attrib["x"]), float(box.attrib["y"]))]
    ]


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: each.id)
def test_picture_is_named_and_shows_every_step_apart(definition):
    picture = ElementTree.fromstring(drawing(definition))
    assert picture.attrib["role"] == "img"
    assert picture.attrib["width"] == str(WIDTH)
    assert picture.findtext(f"{NAMESPACE}title") == f"{definition.title}流程图"
    assert picture.find(f"{NAMESPACE}script") is None
    found = boxes(picture)
    assert len(found) == len(definition.steps)
    _, _, width, height = (float(part) for part in picture.attrib["viewBox"].split())
    for number, (left, top, right, bottom) in enumerate(found):
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height
        for other in found[:number]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: each.id)
def test_chart_holds_every_step_once(definition):
    drawn = chart(definition)
    names = [box.name for part in (drawn.boxes, drawn.band, *(lane.boxes for lane in drawn.lanes)) for box in part]
    assert sorted(names) == sorted(definition.steps)


def test_layers_keep_order_and_width():
    arrows = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "e"), ("a", "e")]
    assert layers_of("abcde", arrows, 2) == [["a"], ["b", "c"], ["d", "e"]]


def test_arrow_over_a_layer_bends_beside_its_boxes():
    layers = [["a"], ["b"], ["c"]]
    sizes = dict.fromkeys("abc", Size(100, 40))
    found = arrange(layers, [("a", "b"), ("b", "c"), ("a", "c")], sizes, gap=20, between=30)
    [(x, top, bottom)] = found.bends["a", "c"]
    assert (top, bottom) == (70, 110)
    assert abs(x - found.places["b"][0]) >= 50
    assert found.bends["a", "b"] == []
