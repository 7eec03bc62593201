"""Ledgers in the public log, and out of the house: checkpoint, verify, export, as the command does it."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fazhi import cli
from fazhi.cases import checkpoints, exporting
from fazhi.cases.models import Case, LogEntry
from fazhi.government.models import Jurisdiction
from fazhi.record.verifying_export import verify_export
from fazhi.registers.ledgers import ledger_for
from fazhi.registers.models import Ledger

pytestmark = pytest.mark.django_db(transaction=True)
CARDS = "enforcement_officers"


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = tmp_path
    monkeypatch.chdir(tmp_path)


def test_an_exported_ledger_is_proven_by_the_log(case: Case, at: datetime) -> None:
    checkpoints.checkpoint(at=at)
    ledger = Ledger.objects.get(register=CARDS)
    data = exporting.export_ledger(ledger)
    verdict = verify_export(BytesIO(data))
    assert verdict.first_break is None
    assert (verdict.ledger, verdict.acts, verdict.logged) == (str(ledger.pk), ledger.head_seq, ledger.head_seq)
    assert verdict.signed
    assert exporting.export_ledger(ledger) == data


def test_a_ledger_that_did_not_change_is_not_logged_again(case: Case, at: datetime) -> None:
    checkpoints.checkpoint(at=at)
    assert checkpoints.checkpoint(at=at + timedelta(days=1)) is None
    assert [json.loads(each.leaf).get("ledger") is not None for each in LogEntry.objects.all()] == [False, True]


def test_verify_and_export_a_register(
    case: Case, district: Any, at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["record", "verify", "--register", CARDS]) == 0
    assert capsys.readouterr().out == "共核验1本清单台账、2次修订、2个条目版本，链条完整。\n"
    assert cli.main(["record", "export", "--register", CARDS]) == 0
    name = f"{CARDS}-{district.jurisdiction.code}.zip"
    assert f"已导出清单台账{CARDS}（2次修订）：{name}" in capsys.readouterr().out
    assert cli.main(["record", "verify", "--export", name]) == 0
    said = capsys.readouterr().out
    assert "共核验1本台账、2次修订、2个条目版本，链条完整。" in said
    assert "本台账尚未进入公开日志的检查点" in said


def test_which_register_must_be_plain(case: Case, at: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["record", "verify", "--register", "nothing"]) == 2
    assert cli.main(["record", "export", "--register", "nothing"]) == 2
    assert cli.main(["record", "export", case.number, "--register", CARDS]) == 2
    capsys.readouterr()
    other = Jurisdiction.objects.create(code="990199", name="远山区")
    ledger_for(other.pk, CARDS, at=at)
    assert cli.main(["record", "export", "--register", CARDS]) == 2
    assert "请用 --jurisdiction 指明：990102（清和区）、990199（远山区）" in capsys.readouterr().err
    assert cli.main(["record", "export", "--register", CARDS, "--jurisdiction", "990199"]) == 0


def test_a_ledger_rewritten_from_end_to_end_is_found_by_the_log(
    case: Case, at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    checkpoints.checkpoint(at=at)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registers_revision DISABLE TRIGGER USER")
        cursor.execute("UPDATE registers_revision SET hash = sha256(hash) WHERE seq = 2")
        cursor.execute("ALTER TABLE registers_revision ENABLE TRIGGER USER")
    assert cli.main(["record", "verify"]) == 1
    said = capsys.readouterr().out
    assert "第一处断裂：台账 enforcement_officers（990102）：第2次修订的内容与摘要不符" in said
    assert "公开日志断裂：公开日志第2条所记台账" in said
    assert "修订在公开之后被整体改写。" in said
