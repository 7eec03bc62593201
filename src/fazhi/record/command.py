"""`fazhi record verify`: the record re-derived from its bytes, in the database or in an exported file."""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from fazhi.record.database import BrokenCase, Connection, RecordVerdict, verify_database
from fazhi.record.errors import RecordError
from fazhi.record.ledgers_database import BrokenLedger
from fazhi.record.verdicts import ExportVerdict
from fazhi.record.verifying import AttachmentOf
from fazhi.record.verifying_export import verify_export

USAGE = """用法：fazhi record verify [--case 案号或标识 | --register 清单标识] [--strict] [--json]
      fazhi record verify --export 文件.zip [--fingerprint 公钥指纹] [--json]
"""
HOLDS, BROKEN, NOT_UNDERSTOOD = 0, 1, 2


@dataclass(frozen=True)
class Site:
    """What the command needs of the site: how to connect, kept files by SM3 (hex), the log's public key (PEM)."""

    connect: Callable[[], AbstractContextManager[Connection]]
    attachment: AttachmentOf | None = None
    public_key: bytes | None = None


def run(words: list[str], *, site: Callable[[], Site]) -> int:
    """Verifies and says so in Chinese; `site` is asked only where the database is needed.

    Returns: 0 when all holds, 1 when something is broken, 2 for words or a file or case that cannot be understood.
    """
    try:
        asked = _parser().parse_args(words)
    except _NotUnderstood as fault:
        sys.stderr.write(f"{fault}{USAGE}")
        return NOT_UNDERSTOOD
    try:
        return _export(asked) if asked.export else _database(asked, site())
    except RecordError as fault:
        sys.stderr.write(f"{fault.say}\n")
        return NOT_UNDERSTOOD


class _NotUnderstood(Exception):  # noqa: N818 -- never leaves this module
    pass


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:  # noqa: ARG002 -- argparse says it in English
        raise _NotUnderstood

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 -- the usage is ours
        sys.stdout.write(USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="fazhi record verify", allow_abbrev=False)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--case")
    which.add_argument("--register")
    which.add_argument("--export", type=Path)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--fingerprint")
    parser.add_argument("--json", action="store_true")
    return parser


def _export(asked: argparse.Namespace) -> int:
    verdict = verify_export(asked.export, expected_fingerprint=asked.fingerprint)
    if asked.json:
        _write_json({"ok": verdict.ok, **asdict(verdict)})
    else:
        sys.stdout.write(_export_said(verdict, compared=asked.fingerprint is not None))
    return HOLDS if verdict.ok else BROKEN


def _export_said(verdict: ExportVerdict, *, compared: bool) -> str:
    if verdict.first_break:
        return f"第一处断裂：{verdict.first_break.say}\n"
    if verdict.ledger:
        lines = [f"共核验1本台账、{verdict.acts}次修订、{verdict.versions}个条目版本，链条完整。"]
        this, one = "本台账", f"第{verdict.logged}次及其以前的修订"
    else:
        lines = [f"共核验1件案件、{verdict.acts}条记录、{verdict.attachments}件附件，链条完整。"]
        this, one = "本案", f"第{verdict.logged}条及其以前的记录"
    if verdict.logged >= 0:
        lines.append(f"公开日志的检查点证明：{one}在签名时已存在。")
    else:
        lines.append(f"{this}尚未进入公开日志的检查点：仅能证明文件内部前后一致。")
    lines.append("摘要清单的签名有效。" if verdict.signed else "摘要清单未经签名。")
    if verdict.fingerprint and not compared:
        lines.append(f"公钥指纹 {verdict.fingerprint}，请与办理单位公布的指纹核对。")
    return "".join(f"{line}\n" for line in lines)


def _database(asked: argparse.Namespace, site: Site) -> int:
    tell = _tell if sys.stderr.isatty() else None
    with site.connect() as connection:
        verdict = verify_database(
            connection,
            case=asked.case,
            register=asked.register,
            attachment=site.attachment,
            public_key=site.public_key,
            form=asked.strict,
            tell=tell,
        )
    if asked.json:
        _write_json({"ok": verdict.ok, **asdict(verdict)})
    else:
        sys.stdout.write(_database_said(verdict, whole=asked.case is None and asked.register is None))
    return HOLDS if verdict.ok else BROKEN


def _database_said(verdict: RecordVerdict, *, whole: bool) -> str:
    lines = []
    if verdict.cases or not verdict.ledgers.ledgers:
        read = f"共核验{verdict.cases}件案件、{verdict.acts}条记录"
        lines += _breaks_said(read, [_case_said(each) for each in verdict.broken])
    if verdict.ledgers.ledgers:
        found = verdict.ledgers
        read = f"共核验{found.ledgers}本清单台账、{found.revisions}次修订、{found.versions}个条目版本"
        lines += _breaks_said(read, [_ledger_said(each) for each in found.broken])
    if verdict.log and verdict.log.first_break:
        lines.append(f"公开日志断裂：{verdict.log.first_break.say}")
    elif verdict.log:
        log = verdict.log
        unsigned = f"，另有{log.unsigned}条尚待签名" if log.unsigned else ""
        lines.append(f"公开日志{log.entries}条、检查点{log.checkpoints}个，与现存记录一致{unsigned}。")
    elif whole:
        lines.append("没有公开日志的公钥，未核验公开日志。")
    return "".join(f"{line}\n" for line in lines)


def _breaks_said(read: str, breaks: list[str]) -> list[str]:
    if not breaks:
        return [f"{read}，链条完整。"]
    return [f"{read}。第一处断裂：{breaks[0]}", *(f"另一处断裂：{each}" for each in breaks[1:])]


def _case_said(broken: BrokenCase) -> str:
    return f"案件 {broken.number or broken.id}：{broken.found.say}"


def _ledger_said(broken: BrokenLedger) -> str:
    return f"台账 {broken.register}（{broken.jurisdiction}）：{broken.found.say}"


def _tell(cases: int) -> None:
    sys.stderr.write(f"\r已核验{cases}件案件……")
    sys.stderr.flush()


def _write_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")
