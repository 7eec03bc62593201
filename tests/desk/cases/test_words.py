"""How cases are worded on pages."""

from datetime import date

from django.template.loader import render_to_string

from fazhi.desk.cases.step_form import Reminder
from fazhi.desk.cases.words import FAMILIES, clock_mark
from fazhi.desk.fieldwork.values import party_words
from fazhi.procedures.casework.clocks import Clock
from fazhi.procedures.casework.events import Event
from fazhi.procedures.language.library import library
from fazhi.procedures.language.limits import LimitKind

DAY = date(2026, 3, 2)


def test_a_limit_without_a_length_is_done_but_not_in_time() -> None:
    began, met = (Event(seq, "look", "", 0, "甲", DAY) for seq in (1, 2))
    clock = Clock("looking", 0, 1, began, DAY, None, met, DAY, None, None, None, LimitKind.DUTY)
    assert (clock_mark(clock, DAY).colour, clock_mark(clock, DAY).words) == ("grey", "已完成（未设定天数）")


def test_who_heads_a_party_is_called_by_its_kind() -> None:
    company = {"kind": "legal_person", "name": "某商贸有限公司", "representative": "赵某"}
    assert party_words(company) == "某商贸有限公司（法人，法定代表人赵某）"
    assert party_words(company | {"kind": "other"}) == "某商贸有限公司（其他组织，负责人赵某）"


def test_many_rules_are_folded_beyond_five() -> None:
    reminders = [Reminder(f"规则{number}", "程序瑕疵", []) for number in range(1, 8)]
    page = render_to_string("desk/cases/reminders.html", {"reminders": reminders})
    shown, _, folded = page.partition("<summary>其余 2 条</summary>")
    assert ("规则5" in shown, "规则6" in shown, "规则6" in folded) == (True, False, True)


def test_a_family_of_several_procedures_has_a_heading_of_its_own() -> None:
    several = {family for family, members in library().families().items() if len(members) > 1}
    assert several - set(FAMILIES) == set()
