import io
import pickle
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_bytes, read_document
from tests.documents.pdf_files import text_pdf
from tests.documents.word_files import body_of

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
PARAGRAPH = "<w:p><w:r><w:t>一、总体要求</w:t></w:r></w:p>"


def ole(*entries: str) -> bytes:
    return OLE + b"".join(entry.encode("utf-16-le") + bytes(64) for entry in entries)


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def xlsx() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


def refusal(name: str, data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(name, data)
    return refused.value


@pytest.mark.parametrize(
    ("name", "data", "code", "word"),
    [
        ("空.txt", b"", "empty", "0 字节"),
        ("空白.txt", " \r\n　\t\n".encode(), "empty", "没有文字"),
        ("空白.txt", b" \r\n", "empty", "没有文字"),
        ("零.docx", bytes(100), "empty", "没有文字"),
        ("空白.docx", body_of("<w:p/>"), "empty", "没有文字"),
        ("空白.html", b"<html><body><p>&nbsp;</p></body></html>", "empty", "没有文字"),
        ("大.txt", b"a" * (20 * 1024 * 1024 + 1), "too_large", "20 MB"),
        ("旧.doc", ole("Root Entry", "WordDocument"), "legacy_doc", ".doc"),
        ("旧.wps", ole("Root Entry", "WordDocument"), "legacy_doc", ".wps"),
        ("旧.xls", ole("Root Entry", "Workbook"), "wrong_type", "电子表格"),
        ("旧.ppt", ole("Root Entry", "PowerPoint Document"), "wrong_type", "演示文稿"),
        ("旧.dat", ole("Root Entry"), "legacy_doc", "旧版"),
        ("密.docx", ole("Root Entry", "EncryptedPackage"), "encrypted", "密码"),
        ("表.xlsx", xlsx(), "wrong_type", "电子表格"),
        ("片.pptx", zipped("ppt/presentation.xml"), "wrong_type", "演示文稿"),
        ("版.ofd", zipped("OFD.xml"), "wrong_type", "OFD"),
        ("文.odt", zipped("mimetype", "content.xml"), "wrong_type", "OpenDocument"),
        ("包.zip", zipped("规划.docx"), "wrong_type", "压缩包"),
        ("包.rar", b"Rar!\x1a\x07\x01\x00", "wrong_type", "压缩包"),
        ("图.png", b"\x89PNG\r\n\x1a\n....", "wrong_type", "图片"),
        ("图.jpg", b"\xff\xd8\xff\xe0....", "wrong_type", "图片"),
        ("图.bmp", b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36", "wrong_type", "图片"),
        ("图.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "wrong_type", "图片"),
        ("文.rtf", rb"{\rtf1\ansi abc}", "wrong_type", "RTF"),
        ("页.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "wrong_type", ".mht"),
        ("文.xml", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>', "wrong_type", "Word XML"),
        ("坏.docx", body_of(PARAGRAPH)[:-40], "damaged", "损坏"),
        ("坏.pdf", b"%PDF-1.7\nnothing", "damaged", "损坏"),
    ],
)
def test_unreadable_file_is_refused_in_its_own_words(name: str, data: bytes, code: str, word: str) -> None:
    refused = refusal(name, data)
    assert refused.code == code
    assert word in refused.say
    assert str(refused) == refused.say + refused.mend


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.txt", body_of(PARAGRAPH), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.docx", text_pdf(["一、总体要求"]), "application/pdf"),
        ("a.pdf", "一、总体要求".encode(), "text/plain"),
        ("a.doc", "一、总体要求".encode(), "text/plain"),
        ("a.txt", "<!DOCTYPE html><p>一、总体要求".encode(), "text/html"),
        ("a.txt", "\ufeff\n<HTML><p>一、总体要求</HTML>".encode(), "text/html"),
        ("a.html", "<p>一、总体要求</p>".encode(), "text/html"),
        ("a.html", "一、总体要求".encode(), "text/plain"),
    ],
)
def test_content_decides_not_the_name(name: str, data: bytes, media_type: str) -> None:
    document = read_bytes(name, data)
    assert document.media_type == media_type
    assert document.text.strip() == "一、总体要求"


def test_text_that_speaks_of_html_and_pdf_stays_text() -> None:
    text = "说明：<html> 和 %PDF- 是文件标记。\n<p>不是网页</p>"
    assert read_bytes("a.txt", text.encode()).text == text


def test_endless_comments_before_no_page_are_text() -> None:
    assert read_bytes("a.txt", b"<!-- -->" * 100_000).media_type == "text/plain"


def test_file_beyond_the_limit_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "大.docx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(UnreadableDocument) as refused:
        read_document(path)
    assert refused.value.code == "too_large"


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as missing:
        read_document(tmp_path / "没有.txt")
    with pytest.raises(UnreadableDocument) as folder:
        read_document(tmp_path)
    assert (missing.value.code, folder.value.code) == ("missing", "unopenable")


def test_refusal_survives_pickling() -> None:
    refused = pickle.loads(pickle.dumps(UnreadableDocument("empty", "空。", "重传。")))
    assert (refused.code, refused.say, refused.mend) == ("empty", "空。", "重传。")


@pytest.mark.parametrize("data", [body_of(*[PARAGRAPH] * 3), text_pdf(["一、总体要求"])])
def test_damaged_bytes_are_read_or_refused_never_a_trace(data: bytes) -> None:
    dice = random.Random(2)
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(dice.randint(1, 6)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        try:
            outcome = "blocks" if read_bytes("a", bytes(broken)).blocks else "nothing"
        except UnreadableDocument as refused:
            outcome = refused.code
        assert outcome in ("blocks", "damaged", "encrypted", "zip_bomb", "empty", "garbled", "wrong_type", "not_text")


def test_reading_text_imports_no_heavy_parser(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、总体要求", encoding="utf-8")
    code = (
        "import sys, pathlib; from fazhi.documents.reading import read_document;"
        f"read_document(pathlib.Path({str(path)!r}));"
        "print([name for name in ('lxml', 'pypdf', 'docx', 'openpyxl', 'django', 'zipfile') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
