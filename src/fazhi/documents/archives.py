"""ZIP containers (.docx and .xlsx are ZIP files), opened with an eye on decompression bombs."""

import io
import zipfile
import zlib
from types import TracebackType
from typing import Self

from fazhi.documents.errors import UnreadableDocument, damaged
from fazhi.documents.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_MEMBERS,
    MAX_COMPRESSION_RATIO,
    MAX_XML_PART_BYTES,
    RATIO_COUNTS_FROM_BYTES,
)

_CHUNK_BYTES = 64 * 1024
_ENCRYPTED_FLAG = 0x1
# Office XML never declares a document type; a declaration is how entity bombs and file inclusion begin.
_DECLARATIONS = tuple(mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY") for codec in ("utf-8", "utf-16-le"))


class Archive:
    """A ZIP file in memory, its directory already checked. Use it as a context manager.

    `what` names the kind of file in Chinese for messages. Raises UnreadableDocument: damaged, encrypted, zip_bomb.
    """

    def __init__(self, data: bytes, *, what: str) -> None:
        self._what = what
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
            raise damaged(what) from fault
        self._check_directory()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()

    @property
    def names(self) -> frozenset[str]:
        """Names of all members."""
        return frozenset(self._zip.namelist())

    def xml(self, name: str, *, at_most: int = MAX_XML_PART_BYTES) -> bytes | None:
        """The bytes of an XML member, or None where there is none of that name.

        The size that counts is the one that comes out, not the one the directory promises.
        """
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        chunks = []
        size = 0
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_CHUNK_BYTES):
                    size += len(chunk)
                    if size > at_most:
                        raise _bomb(self._what)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as fault:
            raise damaged(self._what) from fault
        data = b"".join(chunks)
        if any(mark in data for mark in _DECLARATIONS):
            raise damaged(self._what)
        return data

    def _check_directory(self) -> None:
        members = self._zip.infolist()
        if len(members) > MAX_ARCHIVE_MEMBERS or sum(member.file_size for member in members) > MAX_ARCHIVE_BYTES:
            raise _bomb(self._what)
        for member in members:
            if member.flag_bits & _ENCRYPTED_FLAG:
                raise encrypted(self._what)
            if member.file_size > max(RATIO_COUNTS_FROM_BYTES, MAX_COMPRESSION_RATIO * member.compress_size):
                raise _bomb(self._what)


def encrypted(what: str) -> UnreadableDocument:
    """The error for a file that asks for a password."""
    return UnreadableDocument(
        "encrypted", f"{what}设有打开密码，无法读取。", "请用办公软件打开，取消密码后另存一份再上传。"
    )


def _bomb(what: str) -> UnreadableDocument:
    return UnreadableDocument(
        "zip_bomb",
        f"{what}解压后异常巨大，已停止读取。",
        "请确认文件来源；如确是正常文件，请用办公软件打开后另存一份，删去不需要的图片和附件再上传。",
    )
