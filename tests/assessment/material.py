"""A small system and figures for it, so that tests of the language need no catalog."""

from decimal import Decimal
from typing import Any

from fazhi.assessment.language.adjusting import from_data
from fazhi.assessment.language.definition import System
from fazhi.assessment.scoring.readings import Reading
from fazhi.figures.language.definition import Figure

INSPECTION = "administrative_inspection"


def figure(title: str, unit: str = "件", **given: Any) -> Figure:
    return Figure.model_validate({"title": title, "unit": unit, **given}, strict=False)


FIGURES = {
    "closed": figure("办结件数", counts="cases", of="disclosure_on_request"),
    "on_time": figure("按时办结件数", counts="cases", of="disclosure_on_request", where="closed"),
    "on_time_rate": figure("按时办结率", "%", ratio={"of": "on_time", "to": "closed", "empty": "没有应办事项"}),
    "late_tasks": figure("逾期任务", "项", counts="tasks"),
    "inspections": figure("行政检查", "次", counts="cases", of=INSPECTION),
    "fair_inspections": figure("公示结果的行政检查", "次", counts="cases", of=INSPECTION, where="closed"),
    "fair_rate": figure(
        "检查结果公示率", "%", ratio={"of": "fair_inspections", "to": "inspections", "empty": "没有检查"}
    ),
    "officers": figure("执法人员", "人", counts="entries", of="enforcement_officers", dated="at_end"),
    "per_officer": figure("人均检查", "次", ratio={"of": "inspections", "to": "officers", "empty": "没有人员"}),
    "fines": figure("罚款", "元", counts="cases", of="administrative_penalty", total="fine"),
}


def item(key: str, points: float, **given: Any) -> dict[str, Any]:
    """An item as a file has it; judged on a scale of three unless a rule is given."""
    rules = {"bands", "formula", "full", "deduct", "judged"} & given.keys()
    half = {
        "scale": [{"points": points, "says": "好"}, {"points": points / 2, "says": "一般"}, {"points": 0, "says": "差"}]
    }
    rule = {} if rules else {"judged": half}
    return {"id": key, "title": f"{key} 项", "standard": "按标准评分", "points": points, **rule, **given}


def system(*items: dict[str, Any], **given: Any) -> System:
    """A system of one part with one indicator, unless ``parts`` says otherwise."""
    points = sum(each["points"] for each in items)
    indicator = {"id": "i", "title": "指标", "points": points, "items": list(items)}
    parts = [{"id": "p", "title": "部分", "points": points, "indicators": [indicator]}]
    whole = {
        "id": "small",
        "title": "小体系",
        "edition": "2026-01-01",
        "about": "测试用",
        "kinds": ["department", "street"],
        "total": points,
        "parts": parts,
        "sources": ["测试"],
    }
    return from_data(whole | given)


def reading(name: str, number: float | None, of: int | None = None, to: int | None = None) -> Reading:
    known = FIGURES[name]
    value = None if number is None else Decimal(str(number))
    text = "—" if value is None else f"{value}{known.unit}"
    parts = [None if each is None else Decimal(each) for each in (of, to)]
    return Reading(known.title, value, text, *parts, note="没有应办事项" if value is None else "", unit=known.unit)


def rate(of: int, to: int) -> Reading:
    """按时办结率 of so many."""
    number = Decimal(of) / Decimal(to) * 100 if to else None
    return reading("on_time_rate", None if number is None else float(round(number, 1)), of, to)


BANDS = {
    "value": "on_time_rate",
    "steps": [
        {"at_least": 100, "points": 4},
        {"at_least": 90, "points": 3},
        {"at_least": 60, "points": 1},
        {"points": 0},
    ],
}
