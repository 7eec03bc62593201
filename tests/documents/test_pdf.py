import pytest

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.limits import MAX_PDF_PAGE_BYTES
from fazhi.documents.reading import read_bytes
from tests.documents.pdf_files import locked, stream, text_pdf, written


def refusal(data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes("a.pdf", data)
    return refused.value


def test_pages_are_joined_line_by_line() -> None:
    document = read_bytes("a.pdf", text_pdf(["一、总体要求", "深入推进"], ["（一）健全制度"]))
    assert document.text == "一、总体要求\n深入推进\n（一）健全制度"
    assert [document.text[block.start : block.end] for block in document.blocks] == document.text.split("\n")


def test_radicals_become_characters() -> None:
    assert read_bytes("a.pdf", text_pdf(["⼀、⻓期坚持⼈⺠⾄上"])).text == "一、长期坚持人民至上"


def test_user_password_is_refused() -> None:
    assert refusal(locked(text_pdf(["机密"]), user="秘", owner="主")).code == "encrypted"


def test_owner_password_alone_does_not_hinder_reading() -> None:
    assert read_bytes("a.pdf", locked(text_pdf(["公开"]), user="", owner="主")).text == "公开"


def test_scanned_file_is_refused() -> None:
    refused = refusal(text_pdf([], []))
    assert (refused.code, refused.say) == ("scanned", "这是扫描件：共 2 页，其中 2 页是图片，没有文字可读。")


def test_scan_with_a_typed_cover_is_refused() -> None:
    assert refusal(text_pdf(["封面"], [], [])).code == "scanned"


def test_single_picture_page_is_told_of() -> None:
    document = read_bytes("a.pdf", text_pdf(["一、总体要求"], [], ["二、主要任务"]))
    assert document.text == "一、总体要求\n二、主要任务"
    assert document.notices == ("第 2 页是图片，没有读到文字，请人工核对。",)


def test_page_with_nothing_on_it_is_empty() -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    assert refusal(written([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page])).code == "empty"


def test_font_mapped_to_private_use_is_garbled() -> None:
    assert refusal(text_pdf(["\ue000\ue001\ue002字"])).code == "garbled"


def test_more_pages_than_allowed_are_refused() -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 2004))
    pages = b"<< /Type /Pages /Count 2001 /Kids [%s] >>" % kids
    refused = refusal(written([b"<< /Type /Catalog /Pages 2 0 R >>", pages, *[page] * 2001]))
    assert (refused.code, refused.say) == ("too_large", "PDF 有 2001 页，超出 2000 页的读取上限。")


def test_page_of_endless_content_is_refused() -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    content = stream(b" " * (MAX_PDF_PAGE_BYTES + 1))
    assert refusal(written([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, content])).code == "too_large"
