"""One file as it comes from a telephone or an office, told by its content, cleaned by its kind, named by its material.

The name that the person gave it is not kept: 张三身份证.jpg would say in plain who has applied.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from fazhi.files.store import LARGEST, FileRefused
from fazhi.intake.cleaning.office import cleaned_office
from fazhi.intake.cleaning.pdf import cleaned_pdf
from fazhi.intake.cleaning.pictures import cleaned_picture

ACCEPTED = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".pdf", ".docx", ".xlsx", ".ofd", ".txt")
MEGABYTE = 1024 * 1024
LONGEST_NAME = 60
_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"RIFF", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "office"),
)
_OLD = (".doc", ".xls", ".wps", ".et", ".rtf")
_NOT_IN_NAMES = re.compile(r"[^\w（）()·、\-]+")


@dataclass(frozen=True)
class Cleaned:
    """A file that may be kept: its name (by the material it is for) and its content."""

    name: str
    data: bytes


def clean(*, name: str, data: bytes, title: str, number: int = 1) -> Cleaned:
    """Cleans a file; ``title`` is the material it is for, ``number`` which of its files.

    Raises FileRefused: empty, too large, of a kind that is not taken, or damaged; the sentence says how to mend it.
    """
    shown = _shown(name)
    if not data:
        raise FileRefused(f"“{shown}”是空文件，请重新选择。")
    if len(data) > LARGEST:
        size = f"{len(data) / MEGABYTE:.1f}"
        raise FileRefused(f"“{shown}”有{size} MB，超过20 MB。照片请重新拍一张小一点的，文件请分成几份。")
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    kind = next((kind for head, kind in _HEADS if data.startswith(head)), "text" if extension == ".txt" else "")
    if not kind or extension in _OLD:
        raise FileRefused(_not_taken(shown, extension))
    suffix, content = _CLEANERS[kind](shown, extension, data)
    return Cleaned(f"{_named(title)}{number if number > 1 else ''}{suffix}", content)


def _picture(shown: str, extension: str, data: bytes) -> tuple[str, bytes]:  # noqa: ARG001 -- one signature for all
    return cleaned_picture(shown, data)


def _pdf(shown: str, extension: str, data: bytes) -> tuple[str, bytes]:  # noqa: ARG001
    return ".pdf", cleaned_pdf(shown, data)


def _office(shown: str, extension: str, data: bytes) -> tuple[str, bytes]:
    if extension == ".ofd":
        # Signed as a rule (certificates, invoices): changed, it would be worth nothing.
        return extension, data
    if extension not in (".docx", ".xlsx"):
        raise FileRefused(_not_taken(shown, extension))
    return extension, cleaned_office(shown, data)


def _text(shown: str, extension: str, data: bytes) -> tuple[str, bytes]:  # noqa: ARG001
    if b"\x00" in data:
        raise FileRefused(f"“{shown}”不是文字文件，请重新选择。")
    return ".txt", data


_CLEANERS: dict[str, Callable[[str, str, bytes], tuple[str, bytes]]] = {
    "picture": _picture,
    "pdf": _pdf,
    "office": _office,
    "text": _text,
}


def _not_taken(shown: str, extension: str) -> str:
    if extension in _OLD:
        return f"“{shown}”是旧格式，请用办公软件另存为 .docx、.xlsx 或者 PDF 后再上传，也可以拍成照片。"
    if extension in (".heic", ".heif"):
        return f"“{shown}”是苹果手机的 HEIC 照片，请在手机里转成 JPG，或者直接在本页拍照上传。"
    return f"“{shown}”不是可以上传的文件。请上传照片（JPG、PNG）、PDF、Word（.docx）或者 Excel（.xlsx）。"


def _shown(name: str) -> str:
    """The name as a refusal repeats it."""
    return "".join(sign for sign in PurePosixPath(name.replace("\\", "/")).name if sign.isprintable())[:60] or "文件"


def _named(title: str) -> str:
    return _NOT_IN_NAMES.sub("", title)[:LONGEST_NAME] or "材料"
