"""Small PDF files written by hand, so that tests know every byte in them."""

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter

_PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    b"stream\n\x80\nendstream"
)


def written(objects: Sequence[bytes]) -> bytes:
    """A PDF of numbered objects, the first of which is the catalog."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    )


def stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def text_pdf(*pages: Sequence[str], to_unicode: bool = True) -> bytes:
    """A PDF with a page for each sequence of lines; None in place of lines is a page that is only a picture.

    The font is a Type0 one without an embedded file, as a Chinese office's is, its codes mapped by ToUnicode.
    """
    used = sorted({char for lines in pages for line in lines for char in line})
    mapping = "".join(f"<{ord(char):04X}> <{ord(char):04X}>\n" for char in used)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(used)} beginbfchar\n{mapping}endbfchar\n"
        "endcmap end end"
    )
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [5 0 R]%s >>" % (
        b" /ToUnicode 4 0 R" if to_unicode else b""
    )
    cid_font = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    first = 7
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
        font,
        stream(cmap.encode()),
        cid_font,
        _PICTURE,
    ]
    for at, lines in enumerate(pages):
        resources = b"/Font << /F1 3 0 R >>" if lines else b"/XObject << /Im0 6 0 R >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << %s >> >>"
            % (first + 2 * at + 1, resources)
        )
        objects.append(stream(_content(lines)))
    return written(objects)


def _content(lines: Sequence[str]) -> bytes:
    if not lines:
        return b"q 595 0 0 842 0 0 cm /Im0 Do Q"
    shown = "".join(f"<{''.join(f'{ord(char):04X}' for char in line)}> Tj 0 -20 Td\n" for line in lines)
    return f"BT /F1 12 Tf 72 770 Td\n{shown}ET".encode()


def locked(data: bytes, *, user: str, owner: str) -> bytes:
    """The same PDF under passwords (AES-256)."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
