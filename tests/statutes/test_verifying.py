"""Citations of procedures are held against the statutes: what stands there, and what does not, with file and line."""

from datetime import date
from pathlib import Path

import pytest

from fazhi.procedures.language.library import read_file, read_files
from fazhi.statutes.check_command import table
from fazhi.statutes.reading import Library
from fazhi.statutes.verifying import Verification, verify_file, verify_files
from tests.procedures.language.writing import SAMPLE, written

SHARED = Path(__file__).parents[3] / "shared" / "statutes"
RULES = """# 会堂管理办法

2023年1月1日 通过

<!-- INFO END -->

第一条 为了管理会堂，制定本办法。

第二条 会堂由办公室管理。

第三条 借用会堂应当书面申请。

第四条 办公室应当在24小时内受理并审核。

第五条 审核以后，应当在五个工作日内答复。

第六条 会堂由两人以上保管。

第七条 申请人可以撤回申请。

第八条 损坏设施的，应当在三日内报告。

第九条 用毕应当归还。
"""


@pytest.fixture
def statutes(tmp_path):
    folder = tmp_path / "statutes"
    folder.mkdir()
    (folder / "会堂管理办法(2023-01-01).md").write_text(RULES, encoding="utf-8")
    (folder / "会堂管理办法(2025-01-01).md").write_text(
        RULES.replace("2023年", "2025年").replace("第九条 用毕应当归还", "第九条 用毕应当交还"), encoding="utf-8"
    )
    return Library.load(folder)


def test_every_citation_is_verified(tmp_path, statutes):
    located = read_file(written(tmp_path, SAMPLE.read_text(encoding="utf-8"))).located
    assert verify_file(located, statutes, on=date(2024, 12, 31)) == Verification(located.file, 12, 0, ())


def test_phrase_that_does_not_stand_there_is_told_with_its_line(tmp_path, statutes):
    text = SAMPLE.read_text(encoding="utf-8").replace("会堂管理办法#6: 两人", "会堂管理办法#6: 三人")
    located = read_file(written(tmp_path, text)).located
    done = verify_file(located, statutes, on=date(2024, 12, 31))
    assert (done.citations, done.verified) == (12, 11)
    [failure] = done.failures
    assert (failure.line, failure.field) == (70, "steps.answer.rules[第1项].basis.会堂管理办法#6")
    assert failure.wrong.startswith("步骤·答复·规则1 的依据“会堂管理办法#6: 三人”核对不上：")
    assert "会堂由两人以上保管" in failure.wrong


def test_edition_in_use_rests_on_the_newest_statutes(tmp_path, statutes):
    """An older edition rests on those in force until its successor came."""
    text = SAMPLE.read_text(encoding="utf-8")
    written(tmp_path, text)
    written(tmp_path, text.replace("edition: 2024-05-01", "edition: 2024-12-01"), "2024-12-01.yaml")
    files = [file.located for file in read_files(tmp_path)]
    assert [[failure.line for failure in done.failures] for done in verify_files(files, statutes)] == [[], [94]]


def test_table_lines_up():
    done = [Verification("甲.yaml", 12, 3, ()), Verification("long-name.yaml", 9, 0, ())]
    assert list(table(done)) == [
        "文件            引证  已核实  不符  未核实来源",
        "甲.yaml           12      12     0           3",
        "long-name.yaml     9       9     0           0",
        "合计              21      21     0           3",
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="没有 ../shared/statutes：法条原文没有核对")
def test_catalog_says_what_the_law_says():
    statutes = Library.load(SHARED)
    files = [file.located for file in read_files() if file.located]
    assert [str(failure) for done in verify_files(files, statutes) for failure in done.failures] == []
