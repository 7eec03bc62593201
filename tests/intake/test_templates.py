"""The texts that offices answer with: files that can be read, articles that say so, blanks that are found."""

from datetime import date
from pathlib import Path

import pytest

from fazhi.catalog.loading import CatalogError
from fazhi.intake import templates
from fazhi.intake.rules import rules
from fazhi.intake.templates import Use, blanks, fill, fitting, load_templates, read_templates
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.library import library
from fazhi.statutes.reading import Citation, Library, Problem
from tests.intake.office import HandIn, example_form, hand_in

__all__ = ["example_form", "hand_in"]
STATUTES = Path(__file__).parents[3] / "shared" / "statutes"
TEMPLATE = """id: {id}
title: 答复
use: {use}
text: 您的来件（{{number}}）收悉。〔写明结果〕
sources: [范例]
{more}
"""


def written(folder: Path, name: str = "one", use: str = "answer", more: str = "", **change: str) -> Path:
    text = TEMPLATE.format(id=name, use=use, more=more)
    for old, new in change.items():
        text = text.replace(f"{{{old}}}", new)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_catalog_has_no_faulty_template_and_knows_every_procedure() -> None:
    found, problems = read_templates()
    assert problems == []
    known = {each.id for each in library().latest()}
    assert {name for file in found for name in file.value.procedures} - known == set()
    assert {file.value.use for file in found} == set(Use)


@pytest.mark.skipif(not STATUTES.is_dir(), reason="NOT VERIFIED: the texts of the statutes are not on this machine")
def test_every_phrase_stands_in_its_article() -> None:
    statutes = Library.load(STATUTES)
    grounded = [*(file.value for file in read_templates()[0]), rules().serial]
    cited = [
        (citation, each) for part in grounded for citation, phrases in part.basis.items() for each in listed(phrases)
    ]
    wrong = [each for each in cited if isinstance(statutes.verify(Citation.parse(each[0]), each[1]), Problem)]
    assert wrong == []


@pytest.mark.parametrize(
    ("use", "more", "say"),
    [
        ("decline", "remedies: 可以复议。", "只有不予受理的模板有 ground"),
        ("decline", "ground: 不属于本机关", "不予受理没有写救济途径"),
        ("answer", "ground: 不属于本机关", "只有不予受理的模板有 ground"),
        ("answer", "remedies: 请向{somebody}提出。", "没有“{somebody}”可以填入"),
        ("answer", "basis: {行政复议法: 六十日}", "的写法不对"),
    ],
)
def test_faulty_template_says_what_is_wrong_and_where(tmp_path: Path, use: str, more: str, say: str) -> None:
    with pytest.raises(CatalogError, match=say) as error:
        load_templates(written(tmp_path, use=use, more=more))
    assert error.value.problems[0].file.endswith("one.yaml")


def test_own_templates_of_a_procedure_come_first(tmp_path: Path) -> None:
    written(tmp_path, "every")
    written(tmp_path, "own", more="procedures: [disclosure_on_request]\norder: 90")
    among = load_templates(tmp_path)
    assert [each.id for each in fitting("disclosure_on_request", Use.ANSWER, among)] == ["own", "every"]
    assert [each.id for each in fitting("legal_aid", Use.ANSWER, among)] == ["every"]


def test_filling_puts_in_what_is_known_and_leaves_the_blanks(hand_in: HandIn, tmp_path: Path) -> None:
    application = hand_in()
    template = load_templates(written(tmp_path))[0]
    filled = fill(template, application, today=date(2026, 3, 2))
    assert filled.text == f"您的来件（{application.number}）收悉。〔写明结果〕"
    assert blanks(filled.text, "见清政函〔2026〕3号。") == ["〔写明结果〕"]


def test_every_template_of_the_catalog_can_be_filled(hand_in: HandIn) -> None:
    application = hand_in()
    for template in templates.templates():
        filled = fill(template, application, today=date(2026, 3, 2), until=date(2026, 3, 16))
        assert "{" not in filled.text + filled.remedies
