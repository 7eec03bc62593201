"""`fazhi record …` on the live database."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fazhi import cli
from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from tests.cases.walks import informed


@pytest.fixture(autouse=True)
def here(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[None]:
    """The verifier reads by a connection of its own, so what it is to see has to be committed."""
    settings.HOME = tmp_path
    monkeypatch.chdir(tmp_path)
    return


def test_verify_checkpoint_and_export(
    case: Case, officers: list[Actor], at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    informed(case, officers[0], at)
    assert cli.main(["record", "verify"]) == 0
    assert capsys.readouterr().out == (
        "共核验1件案件、2条记录，链条完整。\n"
        "共核验1本清单台账、2次修订、2个条目版本，链条完整。\n"
        "没有公开日志的公钥，未核验公开日志。\n"
    )
    assert cli.main(["record", "checkpoint"]) == 0
    assert capsys.readouterr().out.startswith("检查点：公开日志2条，根摘要 ")
    assert cli.main(["record", "checkpoint"]) == 0
    assert "未作新的检查点" in capsys.readouterr().out
    assert cli.main(["record", "verify", "--strict"]) == 0
    assert "公开日志2条、检查点1个，与现存记录一致。" in capsys.readouterr().out
    assert cli.main(["record", "export", case.number]) == 0
    assert f"已导出{case.number}（2条记录）：{case.number}.zip" in capsys.readouterr().out
    assert cli.main(["record", "verify", "--export", f"{case.number}.zip"]) == 0
    assert cli.main(["record", "export", str(case.pk), "--to", "other.zip"]) == 0
    assert Path("other.zip").read_bytes() == Path(f"{case.number}.zip").read_bytes()


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("cases_act", "UPDATE cases_act SET body = replace(body, '占道', '盗窃')", "第1条记录的内容与摘要不符"),
        ("cases_act", "UPDATE cases_act SET performed_on = '2026-02-01'", "第1条记录的列 performed_on"),
        ("cases_act", "UPDATE cases_act SET person_id = NULL", "第1条记录的列 person_id"),
        ("cases_case", "UPDATE cases_case SET number = '假案号'", "第1条记录所记案号是"),
        ("cases_case", "UPDATE cases_case SET head_seq = 2", "末尾的记录缺失"),
        ("cases_case", "UPDATE cases_case SET edition = '2020-01-01'", "案件的列 edition"),
    ],
)
def test_what_an_owner_changed_is_found(
    table: str, change: str, said: str, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(change)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert cli.main(["record", "verify"]) == 1
    assert said in capsys.readouterr().out


def test_words_that_are_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["record", "export"]) == 2
    assert capsys.readouterr().err.startswith("用法：fazhi record export")
    assert cli.main(["record", "checkpoint", "now"]) == 2


def test_a_case_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["record", "export", "无此案"]) == 2
    assert capsys.readouterr().err == "没有案号或标识为“无此案”的案件。\n"


def test_a_place_that_cannot_be_written(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["record", "export", case.number, "--to", "no/such/folder.zip"]) == 2
    assert capsys.readouterr().err.startswith("无法写入 no/such/folder.zip")
