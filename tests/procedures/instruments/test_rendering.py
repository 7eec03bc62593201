"""Every instrument of the catalog, printed from the golden cases and read back."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document

from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.instruments import Material, Printed, Template, render
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Column, Field, Kind
from fazhi.procedures.language.library import library
from fazhi.procedures.language.steps import asked
from tests.procedures.instruments.golden_papers import BODY, CASE_NUMBER, GOVERNMENT, golden_materials

GOLDEN = list(golden_materials())
PARTY = {
    "kind": "legal_person", "name": "清和食品有限公司", "id_number": "91350100M000100Y43", "address": "东街12号",
    "phone": "0123-1234567", "representative": "王某", "born_on": "1980-02-03",
}  # fmt: skip
PERSON = {"id": "1", "name": "程班", "organization": BODY, "card_number": "9900000001", "card_valid": True}


ENTRY = {"id": "1", "key": "ZF001", "title": "对占道经营的处罚", "valid": True}


def sample(field: Field | Column) -> Any:
    """A plausible value of a field."""
    match field.type:
        case Kind.PARTY:
            return PARTY
        case Kind.PARTIES:
            return [PARTY]
        case Kind.PERSON:
            return PERSON
        case Kind.PEOPLE:
            return [PERSON]
        case Kind.ORGANIZATION:
            return {"id": "3", "name": "清和区城市管理局"}
        case Kind.ENTRY:
            return ENTRY
        case Kind.ENTRIES:
            return [ENTRY]
        case Kind.CHANGES:
            return {"draft": "1", "sm3": "0" * 64, "title": "年度调整", "added": 2, "changed": 0, "withdrawn": 1}
        case Kind.CHOICE:
            return next(iter(field.options))
        case Kind.CHOICES:
            return list(field.options)[:2]
        case Kind.ROWS:
            assert isinstance(field, Field)
            return [{name: sample(column) for name, column in field.columns.items()}]
    plain = {Kind.NUMBER: 3, Kind.MONEY: "1500.00", Kind.BOOLEAN: True, Kind.DATE: "2026-03-02"}
    plain |= {Kind.MOMENT: "2026-03-02T09:30+08:00", Kind.DURATION: "15 working days"}
    return plain.get(field.type, f"所填的{field.title}")


def filled(definition: Definition, instrument: str) -> Material:
    """Material in which every field is filled in, as of the first step that makes the instrument."""
    name, step = next(each for each in definition.steps.items() if instrument in listed(each[1].instrument))
    fields = {field: sample(declared) for field, declared in definition.fields.items()}
    given = {field: fields[field] for field in asked(step)}
    result = next(iter(step.results), "")
    state = CaseState(definition, data=fields)
    thread = 1 if step.thread else 0
    state = state.taken(Event(1, name, result, thread, "1", date(2026, 3, 2)), given)
    pattern = definition.instruments[instrument].number
    own = {
        key: sample(Field(title=each.title, type=Kind(each.type.value))) for key, each in definition.parameters.items()
    }
    return Material(
        state=state, instrument=instrument, on=date(2026, 3, 2), organization=BODY, government=GOVERNMENT,
        case_number=CASE_NUMBER, number=pattern.format(org="清", year=2026, seq=9) if pattern else "",
        step=name, result=result, thread=thread, parameters=own,
    )  # fmt: skip


DECLARED = [(each, name) for each in library() for name in each.instruments]


def read_back(printed: Printed) -> str:
    """All the text of the .docx: paragraphs, then cells."""
    document = Document(io.BytesIO(printed.docx()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize(("definition", "instrument"), DECLARED, ids=[f"{d.id}-{name}" for d, name in DECLARED])
def test_every_declared_instrument_prints_in_full_and_is_found_in_its_file(
    definition: Definition, instrument: str
) -> None:
    material = filled(definition, instrument)
    printed = render(material)
    text = read_back(printed)
    assert [line for row in printed.lines for line in row.split("｜") if line not in text] == []
    assert material.number in text
    assert printed.unfilled == ()
    assert [mark for mark in ("{{", "{%", "None", "＿＿＿＿ ") if mark in text] == []


def test_every_paper_of_every_golden_case_prints() -> None:
    made = [render(each) for each in GOLDEN]
    assert len({each.instrument for each in GOLDEN}) >= 90
    wrong = [
        mark
        for printed in made
        for line in printed.lines
        for mark in ("{{", "{%", "None", "。。", "。，")
        if mark in line
    ]
    assert wrong == []


def test_nothing_that_an_act_says_is_typed_again() -> None:
    """What was entered in the case stands on the decision to the letter."""
    material = next(each for each in GOLDEN if each.instrument == "penalty_decision")
    text = "\n".join(render(material).lines)
    data = material.state.data
    wanted = [
        data["party"]["name"],
        data["facts"].rstrip("。"),
        data["violated"],
        data["performance_terms"].rstrip("。"),
    ]
    assert [each for each in wanted if each not in text] == []
    assert chinese_day(material.on) in text


def printed_with(text: str, material: Material) -> Printed:
    template = Template.model_validate_json(
        f'{{"title": "试印", "blocks": [{{"heading": "试印"}}, {{"text": "{text}"}}]}}'
    )
    return render(material, template)


@pytest.fixture
def spot() -> Material:
    definition = library().editions("administrative_penalty_summary")[-1]
    return filled(definition, "spot_decision")


def test_the_body_stands_on_a_line_of_its_own_above_the_kind_of_paper(spot: Material) -> None:
    assert render(spot).document.title == (BODY, "当场行政处罚决定书")


def test_papers_of_reconsideration_are_made_in_the_name_of_the_government() -> None:
    definition = library().editions("administrative_reconsideration")[-1]
    printed = render(filled(definition, "reconsideration_decision"))
    assert printed.document.title == (GOVERNMENT, "行政复议决定书")
    assert f"{GOVERNMENT}（印章）" in printed.lines


def test_what_is_not_filled_in_stands_blank_and_is_told(spot: Material) -> None:
    data = {name: value for name, value in spot.state.data.items() if name != "place"}
    printed = printed_with("在{{ place }}查获。", replace(spot, state=replace(spot.state, data=data)))
    assert printed.lines[-1] == "在＿＿＿＿查获。"
    assert [(each.name, each.title) for each in printed.unfilled] == [("place", "违法地点")]


def test_what_rests_on_an_unknown_fact_is_left_out(spot: Material) -> None:
    bare = replace(spot, state=replace(spot.state, data={}))
    assert printed_with("{% if fine > 50 %}罚款{% end %}", bare).lines == ("试印",)
    assert printed_with("{% if fine > 50 %}罚款{% end %}", spot).lines == ("试印", "罚款")


def test_a_sentence_does_not_end_twice(spot: Material) -> None:
    data = {**spot.state.data, "facts": "占道摆卖水果。"}
    printed = printed_with("经查，{{ facts }}，事实清楚。", replace(spot, state=replace(spot.state, data=data)))
    assert printed.lines[-1] == "经查，占道摆卖水果，事实清楚。"


def test_a_long_text_at_the_end_is_a_sentence(spot: Material) -> None:
    assert printed_with("经查：{{ facts }}", spot).lines[-1].endswith("。")


def test_an_amount_is_printed_in_capitals_beside_its_figures(spot: Material) -> None:
    assert printed_with("{{ fine }}元（{{ fine | upper }}）", spot).lines[-1] == "1500元（壹仟伍佰元整）"


def test_a_fact_of_a_thread_is_printed_on_its_own_paper_only() -> None:
    """Two seizures in a case: the decision on the second lists what was seized then."""
    pairs = [each for each in GOLDEN if each.instrument == "seizure_decision"]
    material = next(each for each in pairs if each.thread)
    own = material.state.threads[material.thread][1]["seized_items"][0]["name"]
    assert own in "\n".join(render(material).lines)


def test_a_paper_says_the_day_and_the_number_of_its_case(spot: Material) -> None:
    assert (
        printed_with("{{ case.number }} {{ today }} {{ result }}", spot).lines[-1]
        == f"{CASE_NUMBER} 2026年3月2日 当场警告"
    )
