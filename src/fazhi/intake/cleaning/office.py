"""Office files (.docx, .xlsx) without who wrote them, where they work, and what the photographs in them say."""

from __future__ import annotations

import io
import zipfile
import zlib

from PIL import Image, UnidentifiedImageError

from fazhi.documents.archives import Archive
from fazhi.documents.errors import UnreadableDocument
from fazhi.files.store import FileRefused
from fazhi.intake.cleaning.pictures import without_exif

_OPENXML = "http://schemas.openxmlformats.org"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BLANK = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_OPENXML}/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{_OPENXML}/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{_OPENXML}/officeDocument/2006/custom-properties"/>',
}
_PICTURES = (".jpg", ".jpeg", ".png")


def cleaned_office(shown: str, data: bytes) -> bytes:
    """The content of the file. Raises FileRefused for one with a password, with macros, a bomb, or damaged."""
    try:
        with Archive(data, what=f"“{shown}”") as archive:
            names = archive.names
        if any("vbaproject" in name.lower() for name in names):
            raise FileRefused(f"“{shown}”带有宏，请另存为不带宏的文件后再上传。")
        if "[Content_Types].xml" not in names:
            raise FileRefused(f"“{shown}”不是办公软件的文件，请重新选择。")
        return _rewritten(data)
    except UnreadableDocument as error:
        raise FileRefused(str(error)) from None
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError):
        raise FileRefused(f"“{shown}”打不开，文件可能已经损坏，请另存一份再上传。") from None


def _rewritten(data: bytes) -> bytes:
    """Every member anew, without times and comments of the archive; those that tell of the author blank."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            blank = _BLANK.get(member.filename)
            content = (_HEAD + blank).encode() if blank else old.read(member)
            if "/media/" in member.filename and member.filename.lower().endswith(_PICTURES):
                content = _picture(content)
            fresh = zipfile.ZipInfo(member.filename)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fresh, content)
    return out.getvalue()


def _picture(content: bytes) -> bytes:
    try:
        return without_exif(content)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return content
