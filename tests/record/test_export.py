import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from fazhi.record.errors import RecordError
from fazhi.record.sm3 import sm3
from tests.record.small_chain import (
    OTHER_KEY,
    SmallCase,
    body_of,
    chain_of,
    exported,
    exported_small_case,
    header_of,
    logged,
    members_of,
    record_of,
    small_case,
)  # fmt: skip

SMALL = small_case()


def test_export_is_the_same_each_time() -> None:
    assert exported(logged(small_case()), SMALL.papers) == exported_small_case()


def test_export_holds_the_very_bytes() -> None:
    members = members_of(exported_small_case())
    assert members["case.json"] == SMALL.header
    assert members["acts.jsonl"].split(b"\n") == [*(act.body for act in SMALL.acts), b""]
    assert {name: data for name, data in members.items() if name.startswith("attachments/")} == {
        f"attachments/{digest}": data for digest, data in SMALL.papers.items()
    }


def test_hash_list_can_be_checked_by_hand() -> None:
    members = members_of(exported_small_case())
    previous = sm3(b"fazhi-case-1\n" + members["case.json"])
    lines = [f"header {previous.hex()}"]
    for seq, body in enumerate(members["acts.jsonl"].splitlines(), 1):
        previous = sm3(previous + body)
        lines.append(f"act {seq} {previous.hex()}")
    unlisted = ("hashes.txt", "signature.txt")
    lines += [f"file {name} {sm3(data).hex()}" for name, data in sorted(members.items()) if name not in unlisted]
    assert members["hashes.txt"].decode().splitlines() == lines


def test_nothing_in_the_zip_tells_of_the_machine() -> None:
    with zipfile.ZipFile(BytesIO(exported_small_case())) as opened:
        infos = opened.infolist()
    assert {(info.date_time, info.create_system, info.compress_type, info.external_attr >> 16) for info in infos} == {
        ((1980, 1, 1, 0, 0, 0), 3, zipfile.ZIP_STORED, 0o100644)
    }
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)


def test_page_says_who_did_what_on_which_day() -> None:
    page = members_of(exported_small_case())["index.html"].decode()
    cells = ['<a href="#act-2">2</a>', "2026年3月4日", "调查取证：完成", "张承办（承办人）", "2"]
    assert "".join(f"<td>{cell}</td>" for cell in cells) in page
    assert "事实：现场检查" in page
    assert "<td>2026年3月4日 09:00:00（UTC+00:00）</td>" in page
    assert all(act.hash.hex() in page for act in SMALL.acts)
    assert "第3条及其以前的记录在检查点签名时即已存在" in page


def test_page_loads_nothing() -> None:
    page = members_of(exported_small_case())["index.html"].decode()
    assert set(re.findall(r'(?:src|href)="([^"#][^"]*)"', page)) == {f"attachments/{digest}" for digest in SMALL.papers}
    assert "<script" not in page
    assert "url(" not in page


def test_page_shows_hostile_text_as_text() -> None:
    wicked = '"><script>alert(1)</script>'
    header = header_of()
    body = body_of(1).replace("现场检查".encode(), wicked.replace('"', '\\"').encode())
    small = SmallCase(header, chain_of(header, [body]), {})
    record = replace(record_of(small), title=wicked, number=wicked, words={"step:investigate": wicked})
    page = members_of(exported(record, {}, key=None))["index.html"].decode()
    assert "<script" not in page
    assert page.count("&quot;&gt;&lt;script&gt;") >= 4


def test_page_of_a_case_outside_the_log_says_so() -> None:
    page = members_of(exported(record_of(SMALL), SMALL.papers, key=None))["index.html"].decode()
    assert "本案尚未进入公开日志的检查点。" in page


def test_export_refuses_a_key_that_is_not_the_published_one() -> None:
    with pytest.raises(RecordError, match="不是一对"):
        exported(logged(SMALL), SMALL.papers, OTHER_KEY)
    with pytest.raises(RecordError, match="没有给出公钥"):
        exported(replace(logged(SMALL), public_key=None), SMALL.papers, key=None)
