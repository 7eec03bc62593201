"""Exporting one ledger 台账 as a single file that can be verified anywhere. Section 6 of docs/record.md."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import IO, Any

from fazhi.record import pack
from fazhi.record.canonical import parse
from fazhi.record.errors import RecordError
from fazhi.record.export import member, proofs
from fazhi.record.keys import SigningKey
from fazhi.record.ledger import ledger_header_hash
from fazhi.record.log import NOTHING_LOGGED, LogEvidence
from fazhi.record.signatures import fingerprint
from fazhi.record.sm3 import sm3
from fazhi.record.stored import StoredAct


@dataclass(frozen=True)
class LedgerRecord:
    """One ledger, ready for export.

    title, jurisdiction: in words, for the page; leaves: of all versions, by revision and place in it; public_key: the
    log's, PEM. Personal data in it is sealed, and stays so.
    """

    title: str
    jurisdiction: str
    header: bytes
    revisions: tuple[StoredAct, ...]
    leaves: Sequence[bytes]
    log: LogEvidence = NOTHING_LOGGED
    public_key: bytes | None = None


def export_ledger(record: LedgerRecord, to: IO[bytes], *, key: SigningKey | None = None) -> None:
    """Writes the ledger's file; the same record always gives the same bytes.

    ``key`` signs the list of hashes. Raises RecordError where it is not the one whose public half is given.
    """
    if key and key.public_pem != record.public_key:
        raise RecordError("导出所用的签名私钥与公布的公钥不是一对，请检查密钥文件。")
    if record.log.entries and not record.public_key:
        raise RecordError("导出内容含公开日志的证明，但没有给出公钥。")
    mark = fingerprint(record.public_key) if record.public_key else ""
    members = {
        pack.LEDGER: record.header,
        pack.REVISIONS: b"".join(each.body + b"\n" for each in record.revisions),
        pack.VERSIONS: b"".join(leaf + b"\n" for leaf in record.leaves),
        pack.PROOFS: proofs(record.log),
        pack.PAGE: _page(record).encode(),
        pack.README: _readme(record, mark).encode(),
    }
    if record.public_key:
        members[pack.PUBLIC_KEY] = record.public_key
    files = {name: sm3(data).hex() for name, data in members.items()}
    hashes = [each.hash.hex() for each in record.revisions]
    header = ledger_header_hash(record.header).hex()
    members[pack.HASHES] = pack.hash_list(header=header, acts=hashes, files=files, link="revision")
    if key:
        members[pack.SIGNATURE] = key.sign(members[pack.HASHES]).hex().encode() + b"\n"
    with zipfile.ZipFile(to, "w", zipfile.ZIP_STORED) as out:
        for name in sorted(members):
            out.writestr(member(name), members[name])


_PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}修订记录</title>
<style>
body {{ font: 16px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; margin: 2rem auto;
  max-width: 70rem; padding: 0 1rem; color: #1f2328; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid #d0d7de; padding: .4rem .6rem; text-align: left; vertical-align: top; }}
td.hash {{ font: 12px/1.5 monospace; word-break: break-all; }}
</style>
<h1>{title}</h1>
<p>{jurisdiction}，共{count}次修订、{versions}个条目版本。</p>
<p>本页供阅读，以 revisions.jsonl、versions.jsonl 为准。个人信息已加密。</p>
<table>
<tr><th>序号<th>施行日期<th>事由<th>依据文件<th>修订人<th>新增<th>变更<th>取消<th>摘要
{rows}
</table>
</html>
"""


def _page(record: LedgerRecord) -> str:
    rows = "\n".join(_row(parse(each.body), each.hash.hex()) for each in record.revisions)
    return _PAGE.format(
        title=escape(record.title),
        jurisdiction=escape(record.jurisdiction),
        count=len(record.revisions),
        versions=len(record.leaves),
        rows=rows,
    )


def _row(body: dict[str, Any], digest: str) -> str:
    person = (body.get("person") or {}).get("name", "（安装时录入）")
    cells = [body["seq"], body["since"], body["reason"], body["document"], person]
    cells += [body["added"], body["changed"], body["withdrawn"]]
    return "<tr>" + "".join(f"<td>{escape(str(cell))}" for cell in cells) + f'<td class="hash">{digest}'


def _readme(record: LedgerRecord, mark: str) -> str:
    key = f"公钥指纹：{mark}\n请与办理单位公布的指纹核对。\n" if mark else "本文件没有公钥。\n"
    return (
        f"{record.title}（{record.jurisdiction}）的全部修订，可自行核验：\n\n"
        "  fazhi record verify --export 本文件\n\n"
        "ledger.json 是台账首部，revisions.jsonl 每行一次修订，versions.jsonl 每行是一个条目在一次修订后的内容。\n"
        "每次修订的摘要 = SM3（上一次的摘要 ‖ 本行），本行的 root 是该次修订所含条目的默克尔根。\n"
        "格式见 docs/record.md 第6节。个人信息为密文，没有密钥不能还原。\n\n" + key
    )
