"""The registers that ship: sound, resting on law, with the fields by which other parts of the platform know them."""

import re
from pathlib import Path

import pytest

from fazhi.catalog.loading import catalog_path
from fazhi.catalog.sample_registers import load_sample_registers
from fazhi.cli import main
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.grounds import grounded_parts
from fazhi.procedures.registers import schema, telling
from fazhi.procedures.registers.checking import check_references
from fazhi.procedures.registers.library import Shelf
from fazhi.procedures.registers.library import shelf as the_shelf
from fazhi.statutes.reading import Citation, Library, Problem
from fazhi.statutes.verifying import verify_file

STATUTES = Path(__file__).parents[3] / "shared" / "statutes"
ASKED_FOR = {
    "power_items", "enforcement_bodies", "enforcement_officers", "inspection_items", "market_entities",
    "discretion_benchmarks", "lenient_list", "decision_catalogue", "normative_documents", "experts", "legal_advisers",
    "public_lawyers", "mediation_committees", "mediators", "emergency_plans", "coordination_bodies",
    "popularisation_duties", "legal_talents", "internal_rules", "guiding_cases", "exam_questions", "legal_staff",
    "service_items", "approval_items", "institution_functions", "village_advisers", "legislation_contacts",
    "inspection_plan_items",
}  # fmt: skip
TEN_KINDS = [
    "permit", "penalty", "coercion", "levy", "payment", "inspection", "confirmation", "reward", "adjudication", "other",
]  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return the_shelf()


def test_every_register_asked_for_is_there(shelf):
    assert {register.id for register in shelf} >= ASKED_FOR


def test_references_lead_to_registers_and_procedures_that_there_are(shelf):
    procedures = {folder.name for folder in catalog_path("procedures").iterdir()}
    assert [str(problem) for problem in check_references(shelf.files, procedures)] == []


def test_every_register_names_rows_of_the_inventory(shelf):
    assert [register.id for register in shelf if not register.serves] == []
    assert all(re.fullmatch(r"[A-M]\d\d", row) for register in shelf for row in register.serves)


def test_no_personal_field_is_public(shelf):
    public = {register.id: set(register.publish.fields) for register in shelf if register.publish}
    assert [each.id for each in shelf if each.personal & public.get(each.id, set())] == []


def test_what_tells_people_of_an_end_knows_the_end(shelf):
    assert [each.id for each in shelf if each.validity.warn and not each.validity.ends] == []


def test_names_by_which_other_parts_know_registers(shelf):
    assert list(shelf.get("power_items").fields["kind"].options) == TEN_KINDS
    columns = shelf.get("discretion_benchmarks").fields["tiers"].columns
    assert {"tier", "when_text", "fine_low", "fine_high"} <= columns.keys()
    questions = shelf.get("exam_questions").fields
    assert set(questions["kind"].options) == {"single", "multiple", "judgement"}
    assert {f"option_{letter}" for letter in "abcdef"} <= questions.keys()
    held = {kind: (register.id, register.credential.holder) for kind, register in shelf.credentials.items()}
    assert held == {
        "enforcement_card": ("enforcement_officers", "person"),
        "legal_qualification": ("legal_qualifications", "person"),
        "supervision_card": ("supervisors", "person"),
    }


def test_categories_of_items_and_objects_are_the_same(shelf):
    """A draw takes the objects whose category an item names."""
    objects = shelf.get("market_entities").fields["categories"].options
    assert shelf.get("inspection_items").fields["object_categories"].options == objects


def test_articles_of_questions_can_be_cited():
    file = next(file.value for file in load_sample_registers() if file.value.id == "exam_questions")
    articles = [entry["article"] for revision in file.revisions for entry in revision.entries()]
    assert len(articles) >= 40
    assert all(Citation.parse(str(article)).article for article in articles)


@pytest.mark.skipif(not STATUTES.is_dir(), reason="the statutes are not here: articles of questions are not looked up")
def test_articles_of_questions_are_there():
    statutes = Library.load(STATUTES)
    file = next(file.value for file in load_sample_registers() if file.value.id == "exam_questions")
    cited = {str(entry["article"]) for revision in file.revisions for entry in revision.entries()}
    found = {article: statutes.resolve(Citation.parse(article)) for article in cited}
    assert [article for article, there in found.items() if isinstance(there, Problem)] == []


@pytest.mark.skipif(not STATUTES.is_dir(), reason="the statutes are not here: citations of registers are not verified")
def test_every_citation_stands_in_the_statutes(shelf):
    statutes = Library.load(STATUTES)
    done = [verify_file(file, statutes) for file in shelf.files]
    assert [str(failure) for verification in done for failure in verification.failures] == []
    assert sum(verification.verified for verification in done) >= 250


def test_committed_schema_is_current():
    committed = catalog_path("registers", "schema.json").read_text(encoding="utf-8")
    assert committed == schema.schema_text(), (
        "请运行 fazhi catalog schema --registers > …/catalog/registers/schema.json"
    )


def test_register_is_shown_in_words(capsys):
    assert main(["catalog", "show", "enforcement_officers"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("行政执法人员与证件（enforcement_officers）　执法\n")
    assert "维护：统一维护\n唯一标识：证件编号\n不得重复：姓名、执法单位\n" in said
    assert "有效期：自“发证日期”至“有效期至”，届满前 90 days 提醒\n" in said
    assert "· 身份证号（文字，个人信息，加密保存，居民身份证号，按校验规则核对）\n" in said
    assert "   条件：有效期至晚于发证日期\n   依据：《行政处罚法》第五十五条第一款\n" in said


def test_every_register_can_be_shown(shelf):
    assert [register.id for register in shelf if "【要素】\n· " not in telling.text(register)] == []


def test_schema_of_registers_is_printed(capsys):
    assert main(["catalog", "schema", "--registers"]) == 0
    assert capsys.readouterr().out == schema.schema_text()


def test_kinds_of_fields_that_registers_use(shelf):
    """What importing, exporting and pages of registers have to deal with in the catalog itself."""
    used = {field.type for register in shelf for field in register.fields.values()}
    assert used == {
        Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.MONEY, Kind.BOOLEAN, Kind.DATE, Kind.CHOICE, Kind.CHOICES,
        Kind.PERSON, Kind.ORGANIZATION, Kind.ROWS, Kind.ENTRY, Kind.ENTRIES,
    }  # fmt: skip


def test_law_coverage_names_every_row_that_registers_serve(shelf):
    told = (Path(__file__).parents[2] / "docs" / "law-coverage" / "registers.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| (\S+) \| `", told, re.MULTILINE))
    assert listed == {row for register in shelf for _, part in grounded_parts(register) for row in part.covers}
