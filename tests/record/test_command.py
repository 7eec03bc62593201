import json
from pathlib import Path
from typing import Never
from uuid import UUID

import pytest

from fazhi.record.command import Site, run
from fazhi.record.signatures import fingerprint
from tests.record.conftest import Store
from tests.record.small_chain import KEY, exported_small_case


def no_site() -> Never:
    raise AssertionError("an exported file needs no database")


def site_of(store: Store) -> Site:
    return Site(store.connect, store.papers.get, KEY.public_pem)


def test_verify_says_that_all_holds(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.add(1)
    store.add(2)
    store.checkpoint()
    assert run([], site=lambda: site_of(store)) == 0
    assert capsys.readouterr().out == ("共核验2件案件、6条记录，链条完整。\n公开日志2条、检查点1个，与现存记录一致。\n")


def test_verify_names_the_first_break_and_the_others(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    for place in (1, 2, 3):
        store.add(place)
    store.change("delete from cases_act where case_id = %s and seq = 2", UUID(int=1))
    store.change("update cases_act set step = 'x' where case_id = %s and seq = 3", UUID(int=3))
    assert run([], site=lambda: Site(store.connect)) == 1
    assert capsys.readouterr().out == (
        "共核验3件案件、6条记录。第一处断裂：案件 清市监罚〔2026〕1号：第2条记录缺失，其后是第3条。\n"
        "另一处断裂：案件 清市监罚〔2026〕3号：第3条记录的列 step（x）与正文（investigate）不一致。\n"
        "没有公开日志的公钥，未核验公开日志。\n"
    )


def test_verify_one_case_as_json(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.add(1)
    store.change("delete from cases_act where seq = 3")
    assert run(["--case", "清市监罚〔2026〕1号", "--json"], site=lambda: site_of(store)) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["cases"], told["log"]) == (False, 1, None)
    assert told["broken"] == [
        {
            "id": str(UUID(int=1)),
            "number": "清市监罚〔2026〕1号",
            "found": {"seq": 2, "say": "案件应有3条记录，只有2条：末尾的记录缺失。", "kind": "head"},
        }
    ]


def test_verify_a_case_that_is_not_there(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--case", "x"], site=lambda: site_of(store)) == 2
    assert capsys.readouterr().err == "没有案号或标识为“x”的案件。\n"


def test_verify_an_exported_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(exported_small_case())
    assert run(["--export", str(path)], site=no_site) == 0
    mark = fingerprint(KEY.public_pem)
    assert capsys.readouterr().out == (
        "共核验1件案件、3条记录、3件附件，链条完整。\n"
        "公开日志的检查点证明：第3条及其以前的记录在签名时已存在。\n"
        "摘要清单的签名有效。\n"
        f"公钥指纹 {mark}，请与办理单位公布的指纹核对。\n"
    )
    assert run(["--export", str(path), "--fingerprint", mark, "--json"], site=no_site) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["logged"], told["signed"]) == (True, 3, True)
    assert run(["--export", str(path), "--fingerprint", "0" * 64], site=no_site) == 1
    assert capsys.readouterr().out.startswith("第一处断裂：压缩包内的公钥（指纹 ")


def test_verify_a_file_that_is_no_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(b"PK nothing")
    assert run(["--export", str(path)], site=no_site) == 1
    assert capsys.readouterr().out.startswith("第一处断裂：压缩包已损坏，无法读取")
    assert run(["--export", str(tmp_path / "none.zip")], site=no_site) == 1
    assert capsys.readouterr().out == f"第一处断裂：找不到文件 {tmp_path / 'none.zip'}。\n"


@pytest.mark.parametrize("words", [["--no-such"], ["x"], ["--case"], ["--case", "1", "--export", "a.zip"]])
def test_words_that_are_not_understood(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words, site=no_site) == 2
    assert capsys.readouterr().err.startswith("用法：fazhi record verify")
