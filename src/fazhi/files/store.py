"""Keeping files: content-addressed on disk, checked before anything is written."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from fazhi.documents.digest import sm3_hex
from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction, Person

LARGEST = 20 * 1024 * 1024
# What offices hand in, by extension; each with the first bytes that its content must have (empty: any text).
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", (b"PK\x03\x04",)),
    ".zip": ("application/zip", (b"PK\x03\x04", b"PK\x05\x06")),
    ".ofd": ("application/ofd", (b"PK\x03\x04",)),
    ".doc": ("application/msword", (b"\xd0\xcf\x11\xe0",)),
    ".xls": ("application/vnd.ms-excel", (b"\xd0\xcf\x11\xe0",)),
    ".wps": ("application/vnd.ms-works", (b"\xd0\xcf\x11\xe0",)),
    ".pdf": ("application/pdf", (b"%PDF",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG",)),
    ".txt": ("text/plain", ()),
    ".html": ("text/html", ()),
    ".htm": ("text/html", ()),
    ".csv": ("text/csv", ()),
}


class FileRefused(Exception):  # noqa: N818 -- reads as what it says
    """A file that is not kept; `say` tells the person what is wrong and how to mend it."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


def keep(*, name: str, data: bytes, jurisdiction: Jurisdiction, by: Person | None, at: datetime) -> KeptFile:
    """Stores a file and returns its record; the same content is written to disk once.

    Args: name as the person's machine calls it (a path is cut off), data its whole content, by None for a citizen.
    Raises: FileRefused for an empty or too large file, an unknown type, or content that is not what the name says.
    """
    name = Path(name.replace("\\", "/")).name.strip()[-200:] or "未命名"
    media_type = _checked_type(name, data)
    digest = sm3_hex(data)
    _write_once(path_of(digest), data)
    return KeptFile.objects.create(
        jurisdiction=jurisdiction, name=name, size=len(data), sm3=digest, media_type=media_type, kept_by=by, kept_at=at
    )


def content(kept: KeptFile) -> bytes:
    """The bytes of a kept file. Raises FileRefused when the disk no longer holds what the record says."""
    try:
        data = path_of(kept.sm3).read_bytes()
    except FileNotFoundError:
        raise FileRefused(f"附件“{kept.name}”在存储中缺失，请联系系统管理员从备份恢复。") from None
    if sm3_hex(data) != kept.sm3:
        raise FileRefused(f"附件“{kept.name}”的内容与入库时的 SM3 摘要不符，已拒绝打开，请联系系统管理员。")
    return data


def path_of(digest: str) -> Path:
    """Where the content with this SM3 digest lies."""
    return Path(settings.KEPT_FILES) / digest[:2] / digest


def _checked_type(name: str, data: bytes) -> str:
    if not data:
        raise FileRefused(f"“{name}”是空文件，请检查后重新上传。")
    if len(data) > LARGEST:
        raise FileRefused(f"“{name}”有 {len(data) / 1048576:.1f} MB，超过 20 MB 上限，请压缩或拆分后上传。")
    extension = Path(name).suffix.lower()
    if extension not in KINDS:
        raise FileRefused(f"不接收“{extension or name}”类型的文件。可上传：{'、'.join(sorted(KINDS))}。")
    media_type, heads = KINDS[extension]
    if heads and not data.startswith(heads):
        raise FileRefused(f"“{name}”的内容不是 {extension} 文件，可能改过扩展名。请用原软件另存后上传。")
    return media_type


def _write_once(path: Path, data: bytes) -> None:
    """Writes beside and renames, so that a crash leaves either the whole file or none."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    Path(beside).replace(path)
