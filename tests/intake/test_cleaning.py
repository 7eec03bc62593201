"""Files of citizens: what cannot be seen is gone, what can be seen is there, and a wrong file says so."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from fazhi.files.store import FileRefused
from fazhi.intake.cleaning import clean

TELLTALE = b"TELLTALE"


def photograph(kind: str = "JPEG", size: tuple[int, int] = (400, 200)) -> bytes:
    """Taken upright with a telephone that says where and with what."""
    exif = Image.Exif()
    exif[0x010F] = exif[0x013B] = TELLTALE.decode()
    exif[0x0112] = 6
    gps = exif.get_ifd(0x8825)
    gps[29] = "2026:03:02"
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_without_exif_and_upright(kind: str) -> None:
    taken = photograph(kind)
    assert TELLTALE in taken
    kept = clean(name="张三身份证.jpg", data=taken, title="身份证明")
    image = Image.open(io.BytesIO(kept.data))
    assert TELLTALE not in kept.data
    assert dict(image.getexif()) == {}
    assert image.size == (200, 400)
    assert kept.name == ("身份证明.png" if kind == "PNG" else "身份证明.jpg")


@pytest.mark.parametrize("side", [8_000, 60_000])
def test_picture_that_claims_many_pixels(side: int) -> None:
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG")
    head = b"IHDR" + struct.pack(">II", side, side) + out.getvalue()[24:29]
    data = out.getvalue()[:12] + head + struct.pack(">I", zlib.crc32(head)) + out.getvalue()[33:]
    with pytest.raises(FileRefused, match="尺寸太大"):
        clean(name="a.png", data=data, title="照片")


def test_picture_larger_than_needed() -> None:
    kept = clean(name="a.jpg", data=photograph(size=(5000, 2500)), title="照片", number=2)
    assert Image.open(io.BytesIO(kept.data)).size == (1600, 3200)
    assert kept.name == "照片2.jpg"


def test_picture_cut_off() -> None:
    with pytest.raises(FileRefused, match=r"“a\.jpg”打不开"):
        clean(name="a.jpg", data=photograph()[:300], title="照片")


def pdf(make: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    make(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _told(writer: PdfWriter) -> None:
    writer.add_metadata({"/Author": TELLTALE.decode()})
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('TELLTALE')")}
    )
    writer.add_attachment("TELLTALE.txt", TELLTALE)


def test_pdf_without_author_scripts_and_attachments() -> None:
    given = pdf(_told)
    assert TELLTALE in given
    kept = clean(name="申请.pdf", data=given, title="证明材料")
    assert TELLTALE not in kept.data
    assert len(PdfReader(io.BytesIO(kept.data)).pages) == 1


def test_pdf_with_a_password() -> None:
    with pytest.raises(FileRefused, match="设有密码"):
        clean(name="a.pdf", data=pdf(lambda writer: writer.encrypt("secret")), title="材料")


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"%PDF" + bytes(200)])
def test_pdf_damaged(data: bytes) -> None:
    with pytest.raises(FileRefused, match="打不开"):
        clean(name="a.pdf", data=data, title="材料")


def test_document_without_author() -> None:
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = TELLTALE.decode()
    made.add_paragraph("请公开这份文件。")
    made.add_picture(io.BytesIO(photograph()))
    out = io.BytesIO()
    made.save(out)
    kept = clean(name="a.docx", data=out.getvalue(), title="申请书")
    inner = zipfile.ZipFile(io.BytesIO(kept.data))
    assert not [name for name in inner.namelist() if TELLTALE in inner.read(name)]
    assert docx.Document(io.BytesIO(kept.data)).paragraphs[0].text == "请公开这份文件。"


def test_sheet_without_author() -> None:
    book = openpyxl.Workbook()
    book.properties.creator = TELLTALE.decode()
    book.worksheets[0]["A1"] = "金额"
    out = io.BytesIO()
    book.save(out)
    kept = clean(name="a.xlsx", data=out.getvalue(), title="明细")
    assert TELLTALE not in b"".join(map(zipfile.ZipFile(io.BytesIO(kept.data)).read, ["docProps/core.xml"]))
    assert openpyxl.load_workbook(io.BytesIO(kept.data)).worksheets[0]["A1"].value == "金额"


@pytest.mark.parametrize(
    ("name", "data", "say"),
    [
        ("a.jpg", b"", "空文件"),
        ("a.jpg", bytes(21 * 1024 * 1024), "超过20 MB"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(100), "旧格式"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", "HEIC"),
        ("a.exe", b"MZ" + bytes(100), "不是可以上传的文件"),
        ("a.zip", b"PK\x03\x04" + bytes(100), "不是可以上传的文件"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "a.docx"),
        ("a.txt", b"a\x00b", "不是文字文件"),
    ],
)
def test_file_that_is_not_taken(name: str, data: bytes, say: str) -> None:
    with pytest.raises(FileRefused, match=say):
        clean(name=name, data=data, title="材料")
