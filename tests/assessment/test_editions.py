"""Editions of systems: taken over once, adjusted with a reason, refused for what the loader refuses."""

import pytest

from fazhi.assessment import editions
from fazhi.assessment.language.library import known_figures, systems
from fazhi.assessment.language.volume import flags
from fazhi.assessment.models import SystemEdition
from fazhi.assessment.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from tests.assessment.stage import adopted
from tests.conftest import AT, District

pytestmark = pytest.mark.django_db
TASKS, DUTY = "parts.3.indicators.0.items.0.points", "parts.3.indicators.0.items.4.points"


def test_adopt_twice_is_one_edition(coordinator: Actor, district: District) -> None:
    assert adopted(coordinator).pk == adopted(coordinator).pk
    assert SystemEdition.objects.get().system == systems().get("department_model")


def test_adopt_refuses_an_outline(coordinator: Actor, district: District) -> None:
    with pytest.raises(Refused, match="只有分值框架"):
        editions.adopt(actor=coordinator, key="province_outline", at=AT)


def test_adjust_keeps_what_changed_and_why(coordinator: Actor, district: District) -> None:
    base = adopted(coordinator)
    made = editions.adjust(
        actor=coordinator, edition=base, given={TASKS: "9", DUTY: "3"}, why="任务落实是今年的重点", at=AT
    )
    assert (made.number, made.base, made.why) == (2, base, "任务落实是今年的重点")
    assert made.changes == [["“年度任务完成”分值", "8", "9"], ["“述法”分值", "4", "3"]]
    assert made.system.item("d_tasks").points == 9


def test_adjust_refuses(coordinator: Actor, handler: Actor, district: District) -> None:
    base = adopted(coordinator)
    with pytest.raises(Refused, match="请说明为什么调整"):
        editions.adjust(actor=coordinator, edition=base, given={TASKS: "9"}, why="", at=AT)
    with pytest.raises(Refused, match="所属项目合计 21 分"):
        editions.adjust(actor=coordinator, edition=base, given={TASKS: "9"}, why="试", at=AT)
    with pytest.raises(Refused, match="低于上级“省级考核分值框架（样本）”的 5%"):
        editions.adjust(actor=coordinator, edition=base, given={"weight": "4"}, why="试", at=AT)
    with pytest.raises(Refused, match="没有改动"):
        editions.adjust(actor=coordinator, edition=base, given={TASKS: "8"}, why="试", at=AT)
    with pytest.raises(NotAllowed):
        editions.adjust(actor=handler, edition=base, given={TASKS: "9", DUTY: "3"}, why="试", at=AT)


def test_catalog_has_a_whole_system_of_nine_parts_and_one_for_departments() -> None:
    whole, departments = systems().get("county_model"), systems().get("department_model")
    assert (len(whole.parts), len(whole.items), whole.total) == (9, 64, 100)
    assert len(departments.items) == 22
    assert [each.id for each in systems() if each.ranked] == []
    assert flags(whole, known_figures()) == flags(departments, known_figures()) == ()
