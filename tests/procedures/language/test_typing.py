"""Types of the names that conditions read, and where conditions stand."""

from fazhi.catalog.loading import load_yaml
from fazhi.procedures.conditions import BOOLEAN, DATE, NUMBER, TEXT, Name, Text
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.typing import stated_conditions, types_at, types_of
from tests.procedures.language.writing import SAMPLE


def test_types_are_those_of_the_language():
    definition = load_yaml(SAMPLE, Definition)
    names = types_of(definition)
    assert {name: names[name] for name in ("purpose", "received_on", "received_at", "fee", "longer", "costly")} == {
        "purpose": Name(TEXT, "用途"),
        "received_on": Name(DATE, "收到日期"),
        "received_at": Name(DATE, "收到时刻"),
        "fee": Name(NUMBER, "费用"),
        "longer": Name(TEXT, "延长多久"),
        "costly": Name(BOOLEAN, "费用较高"),
    }
    assert names["level"].type == Text(frozenset({"low", "high"}))
    assert {"performed_on", "result", "attachments", "opened_on", "high_fee"} <= names.keys()


def test_result_can_only_be_one_of_the_step():
    definition = load_yaml(SAMPLE, Definition)
    names = types_of(definition)
    assert types_at(definition, names, "answer")["result"].type == Text(frozenset({"agreed", "refused"}))
    assert types_at(definition, names, "mend")["result"].type == TEXT


def test_every_condition_of_the_file_is_found():
    definition = load_yaml(SAMPLE, Definition)
    assert [(stated.place, stated.step) for stated in stated_conditions(definition)] == [
        (("conditions", "costly", "that"), None),
        (("steps", "answer", "requires", 0, "when"), "answer"),
        (("steps", "answer", "rules", 0, "when"), "answer"),
        (("steps", "answer", "rules", 0, "that"), "answer"),
        (("steps", "give_back", "when"), "give_back"),
    ]
