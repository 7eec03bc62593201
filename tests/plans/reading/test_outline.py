"""Pass 5: outline."""

import pytest

from fazhi.plans.reading.marks import find_marks
from fazhi.plans.reading.outline import Node, build_outline, plain_marks


def _tree(text: str) -> list[object]:
    marks = sorted([*find_marks(text), *plain_marks(text)], key=lambda mark: (mark.start, mark.end))
    return _children(build_outline(text, marks))


def _children(node: Node) -> list[object]:
    return [
        [child.mark.number or child.mark.family, *_children(child)]
        if child.children
        else child.mark.number or child.mark.family
        for child in node.children
    ]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("一、甲\n(一)乙\n1.丙\n2.丁\n(二)戊\n二、己", [["一", ["(一)", "1", "2"], "(二)"], "二"]),
        ("一、甲\n1.乙\n2.丙\n二、丁\n3.戊", [["一", "1", "2"], ["二", "3"]]),
        ("1.甲\n(1)乙\n(2)丙\n2.丁", [["1", "(1)", "(2)"], "2"]),
        ("一、甲。一是乙;二是丙。\n二、丁", [["一", "一是", "二是"], "二"]),
        ("一、甲\n(一)乙单位(二)丙\n1.丁", [["一", "(一)", ["(二)", "1"]]]),
        ("一、甲\n1.乙,统筹一、二、三产业。\n2.丙", [["一", "1", "2"]]),
        ("一、甲\n1.乙\n3.丙\n4.丁\n4.戊", [["一", "1", "3", "4", "4"]]),
        ("工作目标\n1.甲\n2.乙\n主要任务\n1.丙", [["plain", "1", "2"], ["plain", "1"]]),
        ("一、甲\n1.乙\n注:1.丙;2.丁\n二、戊", [["一", "1", ["note", "1", "2"]], "二"]),
        ("一、甲。二、健全机制(一)规范执法1.丁。2.戊(二)己", ["一", ["二", ["(一)", "1", "2"], "(二)"]]),
        ("(三)甲\n(四)乙", ["(三)", "(四)"]),
    ],
)
def test_outline_follows_the_documents_own_numbering(text: str, tree: list[object]) -> None:
    assert _tree(text) == tree


def test_nodes_cover_the_text_up_to_their_next_neighbour() -> None:
    text = "一、甲\n1.乙\n二、丙"
    root = build_outline(text, find_marks(text))
    assert [text[n.start : n.end] for n in root.walk()][1:] == ["一、甲\n1.乙\n", "1.乙\n", "二、丙"]
