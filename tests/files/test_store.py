from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from fazhi.files.models import KeptFile
from fazhi.files.store import LARGEST, FileRefused, content, keep, path_of
from fazhi.government.actors import Actor
from tests.conftest import District

Keep = Callable[..., KeptFile]


@pytest.fixture
def kept(handler: Actor, district: District, at: datetime) -> Keep:
    def make(name: str = "台账.txt", data: bytes = b"abc") -> KeptFile:
        return keep(name=name, data=data, jurisdiction=district.jurisdiction, by=handler.person, at=at)

    return make


def test_kept_file_is_found_by_the_sm3_of_its_content(kept: Keep) -> None:
    file = kept()
    # the digest of "abc" that GB/T 32905-2016 gives as its first example
    assert file.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert content(file) == b"abc"
    assert path_of(file.sm3).parent.parent == Path(settings.KEPT_FILES)


def test_same_content_lies_on_disk_once(kept: Keep) -> None:
    one, two = kept("一.txt"), kept("二.txt")
    assert one.pk != two.pk
    assert [path.name for path in Path(settings.KEPT_FILES).glob("*/*")] == [one.sm3]


@pytest.mark.parametrize(
    ("name", "data", "say"),
    [
        ("a.txt", b"", "是空文件"),
        ("a.exe", b"MZ", "不接收“.exe”类型的文件"),
        ("a.pdf", b"PK\x03\x04", "的内容不是 .pdf 文件"),
        ("无扩展名", b"abc", "不接收“无扩展名”类型的文件"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(kept: Keep, name: str, data: bytes, say: str) -> None:
    with pytest.raises(FileRefused, match=say):
        kept(name, data)
    assert not KeptFile.objects.exists()


def test_file_over_twenty_megabytes_is_refused(kept: Keep) -> None:
    with pytest.raises(FileRefused, match="超过 20 MB 上限"):
        kept("a.txt", b"x" * (LARGEST + 1))


def test_path_in_the_name_is_cut_off(kept: Keep) -> None:
    assert kept("C:\\台账\\../../一.txt").name == "一.txt"


def test_changed_content_is_not_handed_out(kept: Keep) -> None:
    file = kept()
    path_of(file.sm3).write_bytes(b"abd")
    with pytest.raises(FileRefused, match="与入库时的 SM3 摘要不符"):
        content(file)
    path_of(file.sm3).unlink()
    with pytest.raises(FileRefused, match="在存储中缺失"):
        content(file)
