import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.documents.document import Block, Document
from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_bytes, read_document

PLAN = "一、总体要求\r\n　　深入推进依法行政。  \r\n\r\n| 序号 | 任务 |\r\n结束"


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_without_mark_is_kept_character_for_character(encoding: str) -> None:
    document = read_bytes("规划.txt", PLAN.encode(encoding))
    assert (document.name, document.media_type, document.text) == ("规划.txt", "text/plain", PLAN)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_byte_order_mark_counts_as_a_character_outside_all_blocks(mark: bytes, encoding: str) -> None:
    document = read_bytes("a.txt", mark + PLAN.encode(encoding))
    assert document.text == "\ufeff" + PLAN
    assert document.blocks[0] == Block(1, 7, "paragraph")


def test_blocks_are_lines_without_outer_blanks() -> None:
    document = read_bytes("a.txt", PLAN.encode())
    assert texts(document) == ["一、总体要求", "深入推进依法行政。", "| 序号 | 任务 |", "结束"]
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph", "table_row", "paragraph"]


def test_one_broken_byte_costs_one_character() -> None:
    data = PLAN.encode() * 40
    broken = data[:7] + b"\xff" + data[8:]
    document = read_bytes("a.txt", broken)
    assert document.text.count("\ufffd") in (1, 2, 3)  # how many marks stand for one broken character is the codec's
    assert document.text.endswith(PLAN)


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 4, b"MZ\x90\x00\x03" + bytes(500), b"\x7fELF" + bytes(range(200)), "好\x00好".encode()],
)
def test_binary_named_txt_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes("a.txt", data)
    assert refused.value.code == "not_text"


def test_text_over_five_million_characters_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes("a.txt", b"a\n" * 2_500_001)
    assert refused.value.code == "too_large"
    assert refused.value.say == "文件的文字超过 500 万字，超出读取上限。"


def test_read_document_takes_the_name_from_the_path(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_bytes(PLAN.encode())
    assert read_document(path) == read_bytes("规划.txt", PLAN.encode())


# The start keeps the text from looking like another kind of file, which a property about text is not about.
SOME_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t\v\f\u2028 　|"), min_size=1
).map(lambda text: "文" + text)


@given(SOME_TEXT)
def test_offsets_any_text_point_into_the_file(text: str) -> None:
    document = read_bytes("a.txt", text.encode())
    assert document.text == text
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end
        shown = text[block.start : block.end]
        assert shown == shown.strip()
        assert len(shown.splitlines()) == 1
        assert not text[end : block.start].strip().strip("\ufeff\u200b \n\r\t\v\f\u2028\u2029　").strip("\ufeff\u200b")
        end = block.end
    assert all(char.isspace() or char in "\ufeff\u200b" for char in text[end:])


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        outcome = "blocks" if read_bytes("文件", data).blocks else "nothing"
    except UnreadableDocument as refused:
        outcome = "refused" if refused.say.endswith("。") and refused.mend.endswith("。") else "without words"
    assert outcome in ("blocks", "refused")
