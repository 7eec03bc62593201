"""What `fazhi record …` needs of the site: its database, its kept files, its key; and the commands that write."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import Q

from fazhi import clock
from fazhi.cases import checkpoints, exporting
from fazhi.cases.models import Case
from fazhi.record.command import BROKEN, HOLDS, NOT_UNDERSTOOD, Site
from fazhi.record.database import Connection
from fazhi.record.errors import RecordError
from fazhi.record.signatures import fingerprint
from fazhi.registers.models import Ledger

USAGE = """用法：fazhi record export 案号或标识 [--to 文件.zip]
      fazhi record export --register 清单标识 [--jurisdiction 行政区划代码] [--to 文件.zip]
      fazhi record checkpoint
"""


def site() -> Site:
    """This site, for the verifier: a connection of its own, and reading only."""
    return Site(connect=_connect, attachment=exporting.attachment, public_key=checkpoints.public_key())


@contextmanager
def _connect() -> Iterator[Connection]:
    parameters = connection.get_connection_params()
    reach = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
    with psycopg.connect(**reach, autocommit=True) as opened:
        yield opened


def export(words: list[str]) -> int:
    """`fazhi record export CASE` or `… --register ID`: writes the file, here under its own name where not said."""
    parser = _Parser(prog="fazhi record export", allow_abbrev=False)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("case", nargs="?")
    which.add_argument("--register")
    parser.add_argument("--jurisdiction")
    parser.add_argument("--to", type=Path)
    try:
        asked = parser.parse_args(words)
    except _NotUnderstood:
        sys.stderr.write(USAGE)
        return NOT_UNDERSTOOD
    try:
        if asked.register:
            ledger = _find_ledger(asked.register, asked.jurisdiction)
            to, said = asked.to or Path(exporting.ledger_file_name(ledger)), f"清单台账{ledger.register}"
            data, count = exporting.export_ledger(ledger), f"{ledger.head_seq}次修订"
        else:
            case = _find(asked.case)
            to, said = asked.to or Path(exporting.file_name(case)), str(case.number)
            data, count = exporting.export_case(case), f"{case.head_seq}条记录"
        to.write_bytes(data)
    except RecordError as fault:
        sys.stderr.write(f"{fault.say}\n")
        return BROKEN
    except OSError as fault:
        sys.stderr.write(f"无法写入 {to}（{fault.strerror}）。\n")
        return NOT_UNDERSTOOD
    except _NotFound as fault:
        sys.stderr.write(f"{fault}\n")
        return NOT_UNDERSTOOD
    sys.stdout.write(f"已导出{said}（{count}）：{to}\n核验：fazhi record verify --export {to}\n")
    return HOLDS


def checkpoint(words: list[str]) -> int:
    """`fazhi record checkpoint`: signs the public log now."""
    if words:
        sys.stderr.write(USAGE)
        return NOT_UNDERSTOOD
    try:
        made = checkpoints.checkpoint(at=clock.now())
    except RecordError as fault:
        sys.stderr.write(f"{fault.say}\n")
        return BROKEN
    if made is None:
        sys.stdout.write("上一检查点以后没有新的办理记录，未作新的检查点。\n")
        return HOLDS
    pem = checkpoints.public_key()
    assert pem is not None
    sys.stdout.write(
        f"检查点：公开日志{made.size}条，根摘要 {bytes(made.root).hex()}，公钥指纹 {fingerprint(pem)}。\n"
        "请把检查点公布或者交由他人保存，事后改写即可查出。\n"
    )
    return HOLDS


class _NotUnderstood(Exception):  # noqa: N818 -- never leaves this module
    pass


class _NotFound(Exception):  # noqa: N818 -- never leaves this module
    pass


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:  # noqa: ARG002 -- argparse says it in English
        raise _NotUnderstood

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 -- the usage is ours
        sys.stdout.write(USAGE)


def _find_ledger(register: str, jurisdiction: str | None) -> Ledger:
    """The ledger of a register; where several districts have one, the district is asked for."""
    found = Ledger.objects.filter(register=register).select_related("jurisdiction").order_by("jurisdiction__code")
    if jurisdiction:
        found = found.filter(jurisdiction__code=jurisdiction)
    ledgers = list(found)
    if not ledgers:
        raise _NotFound(f"没有清单“{register}”的台账。")
    if len(ledgers) > 1:
        codes = "、".join(f"{each.jurisdiction.code}（{each.jurisdiction.name}）" for each in ledgers)
        raise _NotFound(f"清单“{register}”在不同辖区都有，请用 --jurisdiction 指明：{codes}。")
    return ledgers[0]


def _find(words: str) -> Case:
    """A case by its number or its identifier; where two districts have the number, the identifier is asked for."""
    which = Q(number=words)
    with suppress(ValueError):
        which |= Q(pk=UUID(words))
    found = list(Case.objects.filter(which).select_related("organization")[:2])
    if not found:
        raise _NotFound(f"没有案号或标识为“{words}”的案件。")
    if len(found) > 1:
        raise _NotFound(f"案号“{words}”在不同辖区都有，请改用案件标识：{'、'.join(str(case.pk) for case in found)}。")
    return found[0]
