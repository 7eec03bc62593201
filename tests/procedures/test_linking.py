"""Links between files of the catalog: every name leads somewhere, every value fits where it goes."""

from dataclasses import replace
from typing import Any

import pytest

from fazhi.catalog.loading import Located
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.following import LeadsTo, Records
from fazhi.procedures.language.library import library
from fazhi.procedures.linking import check_links
from fazhi.procedures.registers.library import shelf


def test_links_of_the_catalog_hold() -> None:
    assert [str(problem) for problem in check_links(library().files, shelf())] == []


def summary(**fields: dict[str, Any]) -> Located[Definition]:
    """The summary penalty with fields changed."""
    file = next(file for file in library().files if file.value.id == "administrative_penalty_summary")
    changed = {name: file.value.fields[name].model_copy(update=update) for name, update in fields.items()}
    return replace(file, value=file.value.model_copy(update={"fields": {**file.value.fields, **changed}}))


def wrong(file: Located[Definition]) -> list[str]:
    others = [each for each in library().files if each.value.id != file.value.id]
    return [problem.wrong for problem in check_links([*others, file], shelf())]


@pytest.mark.parametrize(
    ("field", "update", "said"),
    [
        ("power_item", {"refers_to": "no_such"}, "没有清单“no_such”"),
        ("power_item", {"fills": {"law_basis": "nothing"}}, "清单“权责清单”没有要素“nothing”"),
        ("power_item", {"fills": {"fine": "name"}}, "“事项名称”（文字）不能填入“罚款数额”（金额）"),
        ("officers", {"holds": "pilot_licence"}, "没有清单登记证件“pilot_licence”"),
    ],
)
def test_a_field_that_leads_nowhere_is_blamed(field: str, update: dict[str, Any], said: str) -> None:
    assert said in wrong(summary(**{field: update}))


def test_what_an_act_records_and_leads_to_is_followed() -> None:
    file = summary()
    records = Records(into="normative_documents", fields={"title": "facts"})
    leads_to = LeadsTo(procedure="administrative_penalty", carry={"fine": "fine", "party": "place"})
    step = file.value.steps["deliver"].model_copy(update={"records": (records,), "leads_to": (leads_to,)})
    changed = file.value.model_copy(update={"steps": {**file.value.steps, "deliver": step}})
    found = wrong(replace(file, value=changed))
    assert any("列入清单“行政规范性文件有效目录”缺少发文字号" in each for each in found)
    assert "“行政处罚（普通程序）”的“立案”不填“fine”" in found
    assert "“违法地点”（文字）不能填入“当事人”（当事人）" in found
