"""The outline of a procedure, in words: what the command prints and the web page shows."""

import pytest

from fazhi.catalog.loading import load_yaml
from fazhi.cli import main
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import read_files
from fazhi.procedures.outlining.building import outline
from fazhi.procedures.outlining.text import text
from tests.procedures.language.writing import SAMPLE


@pytest.fixture(scope="module")
def definition() -> Definition:
    return load_yaml(SAMPLE, Definition)


def test_text_explains_the_answer(definition):
    lines = text(outline(definition)).splitlines()
    start = lines.index("4. 答复（负责人）")
    assert lines[start : start + 11] == [
        "4. 答复（负责人）",
        "   时机：“审核·审核通过”之后",
        "   已办理“撤回”的，不再办理",
        "   办理过“审核”的人不得办理",
        "   文书：答复书",
        "   要求：费用较高的，须先办理“审核·审核通过” ——违反：不得作出（无效或应予撤销）［《会堂管理办法》第五条］",
        "   要求：办理结果为“同意”的，保管人不得少于两人 ——违反：不得作出（无效或应予撤销）［《会堂管理办法》第六条］",
        "   → 同意",
        "   → 不同意",
        "      结案：未同意",
        "   依据：《会堂管理办法》第五条",
    ]


def test_text_explains_limits_and_windows(definition):
    lines = text(outline(definition)).splitlines()
    start = lines.index("【期限】")
    assert lines[start + 1 : start + 4] == [
        "· 答复期限（法定办理期限）：自“申请”的“收到日期”起，至“答复”，答复期限（5个工作日）［《会堂管理办法》第五条］",
        "   末日遇休息日是否顺延，按“遇休息日顺延”",
        "   可以“延长答复”延长1次，“延长多久”所填的长度，合计至多5个工作日",
    ]
    start = lines.index("【权利行使期和须届满的期间】")
    assert lines[start + 1 : start + 4] == [
        "· 异议期（权利行使期）：自“答复·同意”起，至“报告损坏”，3个自然日［《会堂管理办法》第八条］",
        "   不计入维修期间",
        "   届满、行使或者放弃之前不得办理“归还”",
    ]


def test_outline_counts_citations_by_statute(definition):
    assert outline(definition).statutes == (("会堂管理办法", 12),)


@pytest.mark.parametrize("located", [file.located for file in read_files() if file.located], ids=lambda each: each.file)
def test_every_procedure_can_be_explained(located):
    made = outline(located.value)
    assert [step.name for step in made.steps] == list(located.value.steps)
    assert len(made.limits) + len(made.windows) == len(located.value.time_limits)
    printed = text(made)
    assert all(f"{step.number}. {step.title}（" in printed for step in made.steps)


def test_command_prints_and_draws(capsys, tmp_path):
    path = tmp_path / "chart.svg"
    assert main(["catalog", "show", "information_correction", "--svg", str(path)]) == 0
    assert capsys.readouterr().out.startswith("政府信息更正（2019-05-15 版，information_correction）\n")
    assert path.read_text(encoding="utf-8").startswith("<svg ")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["no_such"], 1, "程序库中没有“no_such”。已有的程序："),
        (["information_correction", "--edition", "2001-01-01"], 1, "“政府信息更正”没有2001-01-01的版本。"),
        (["information_correction", "--edition", "now"], 2, "用法：fazhi catalog show"),
        ([], 2, "用法：fazhi catalog show"),
        (["information_correction", "--svg", "/no/such/folder/a.svg"], 1, "流程图写不进“/no/such/folder/a.svg”："),
    ],
)
def test_command_says_what_it_cannot_do(capsys, words, code, said):
    assert main(["catalog", "show", *words]) == code
    assert capsys.readouterr().err.startswith(said)
