"""Time limits and parameters: lengths can be counted, days stand where they are counted from, values fit their type."""

from __future__ import annotations

import re

from fazhi.catalog.loading import Place
from fazhi.procedures.durations import Duration, Unit, parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.language.draft import Draft, each, nearest
from fazhi.procedures.language.entering import entered
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.limits import Extend, Moment, Parameter, ParameterKind, TimeLimit, moment
from fazhi.procedures.language.steps import asked, collected

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MONEY = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{2}")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
_PLACEHOLDERS = ("{org}", "{year}", "{seq}", "{seq:04}")


def check_lengths(draft: Draft) -> None:
    """Blames what is wrong with limits, parameters and number patterns."""
    for name, limit in draft.definition.time_limits.items():
        _limit(draft, limit, ("time_limits", name))
    for name, parameter in draft.definition.parameters.items():
        _parameter(draft, parameter, ("parameters", name))
    for name, publication in draft.definition.publish.items():
        for key, text in (("within", publication.within), ("removed_after", publication.removed_after)):
            if text is not None:
                length(draft, ("publish", name, key), text)
    if draft.definition.recording:
        length(draft, ("recording", "within"), draft.definition.recording.within)
    _number(draft, ("number",), draft.definition.number)
    for name, paper in draft.definition.instruments.items():
        if paper.number is not None:
            _number(draft, ("instruments", name, "number"), paper.number)


def length(draft: Draft, place: Place, text: str) -> Duration | None:
    """The length where the file itself fixes it; None where it rests on a parameter or a field, or is wrong."""
    if not _NAME.fullmatch(text):
        return _parsed(draft, place, text)
    definition = draft.definition
    parameter, declared = definition.parameters.get(text), definition.fields.get(text)
    if parameter is not None:
        if parameter.type is not ParameterKind.DURATION:
            wrong = f"参数“{text}”（{parameter.title}）不是期限长度"
            draft.blame(place, wrong, "请改用类型为 duration 的参数，或直接写长度，如 7 working days")
        elif isinstance(parameter.value, str):
            return _quiet(parameter.value)
        return None
    if declared is not None:
        if declared.type is not Kind.DURATION:
            wrong = f"要素“{text}”（{declared.title}）不是期限长度"
            draft.blame(place, wrong, "请改用类型为 duration 的要素，或直接写长度，如 7 working days")
        return None
    known = {name: each.title for name, each in definition.parameters.items() if each.type is ParameterKind.DURATION}
    known |= {name: each.title for name, each in definition.fields.items() if each.type is Kind.DURATION}
    draft.blame(place, f"没有名为“{text}”的期限参数或期限要素", nearest(text, known, "期限参数"))
    return None


def _parsed(draft: Draft, place: Place, text: str) -> Duration | None:
    try:
        return parse_duration(text)
    except CountingError as error:
        wrong, _, mend = str(error).removesuffix("。").partition("。")
        draft.blame(place, wrong, mend or "请写成 90 days、7 working days、3 months、24 hours")
        return None


def _quiet(text: str) -> Duration | None:
    """The value of a parameter, whose own mistakes are blamed where it stands."""
    try:
        return parse_duration(text)
    except CountingError:
        return None


def _limit(draft: Draft, limit: TimeLimit, place: Place) -> None:
    within = length(draft, (*place, "within"), limit.within)
    hours = within is not None and within.unit is Unit.HOUR
    for key, point in (("from", limit.from_), ("to", limit.to)):
        nested = isinstance(point, Moment)
        where = (*place, key, "step") if nested else (*place, key)
        _moment(draft, moment(point), where, (*place, key, "on"), hours=hours)
    for key in ("restarts", "holds", "waived_by"):
        for where, reference in each(getattr(limit, key), (*place, key)):
            draft.refers(where, reference)
    intervals = {name: interval.title for name, interval in draft.definition.intervals.items()}
    for where, name in each(limit.excludes, (*place, "excludes")):
        draft.knows(where, name, intervals, "期间（intervals）")
    many = isinstance(limit.extend, tuple)
    for index, extend in enumerate(limit.extensions):
        _extend(draft, extend, (*place, "extend", index) if many else (*place, "extend"))
    if isinstance(limit.rolls, str):
        flags = {name: each.title for name, each in draft.definition.parameters.items() if each.type == "boolean"}
        draft.knows((*place, "rolls"), limit.rolls, flags, "是否类参数")
    if limit.deems is not None:
        _deems(draft, limit.deems, (*place, "deems"))
    if limit.warn is not None:
        length(draft, (*place, "warn"), limit.warn)


def _moment(draft: Draft, point: Moment, step_place: Place, on_place: Place, *, hours: bool) -> None:
    known = [reference for where, reference in each(point.step, step_place) if draft.refers(where, reference)]
    if point.on is None or not draft.knows(on_place, point.on, draft.field_titles, "要素"):
        return
    declared = draft.definition.fields[point.on]
    if declared.type not in (Kind.DATE, Kind.MOMENT):
        wrong = f"“{point.on}”（{declared.title}）是{declared.type.label}，不能作为起算或截止的日子"
        draft.blame(on_place, wrong, "请改用类型为 date 或 moment 的要素")
    elif hours and declared.type is Kind.DATE:
        wrong = f"期限以小时计算，而“{point.on}”（{declared.title}）只有日期、没有时刻"
        draft.blame(on_place, wrong, "请把该要素的类型改为 moment")
    for reference in known:
        name, _, result = reference.partition(".")
        step = draft.definition.steps[name]
        if point.on not in entered(draft.definition, step, result or None):
            wrong = f"步骤“{reference}”（{step.title}）不收集“{point.on}”（{declared.title}）"
            draft.blame(on_place, wrong, "请在该步骤的 collect 中加上它，或删去 on")


def _extend(draft: Draft, extend: Extend, place: Place) -> None:
    length(draft, (*place, "within"), extend.within)
    if extend.at_most is not None:
        length(draft, (*place, "at_most"), extend.at_most)
    if not draft.refers((*place, "by"), extend.by):
        return
    name, _, result = extend.by.partition(".")
    step = draft.definition.steps[name]
    if extend.within in draft.definition.fields and extend.within not in collected(step, result or None):
        wrong = f"延长步骤“{extend.by}”（{step.title}）不收集延长的长度“{extend.within}”"
        draft.blame((*place, "within"), wrong, "请在该步骤的 collect 中加上它，或直接写长度")


def _deems(draft: Draft, reference: str, place: Place) -> None:
    """A deemed step is taken by nobody: it can ask nothing, so what it requires must come from other steps."""
    if not draft.refers(place, reference):
        return
    name, _, result = reference.partition(".")
    step = draft.definition.steps[name]
    if step.results and not result:
        wrong = f"视为办理的步骤“{name}”（{step.title}）有几种结果，没有写明视为哪一种"
        draft.blame(place, wrong, f"请写成“{name}.{next(iter(step.results))}”的形式")
    elsewhere = frozenset[str]().union(*(asked(each) for key, each in draft.definition.steps.items() if key != name))
    missing = sorted(collected(step, result or None) - elsewhere)
    if missing:
        titles = "、".join(draft.field_titles.get(field, field) for field in missing)
        wrong = f"视为办理的步骤“{name}”（{step.title}）要求填写{titles}，但视为办理时无人填写"
        draft.blame(place, wrong, "请把这些要素改为选填（offer），或由此前的步骤收集")


def _parameter(draft: Draft, parameter: Parameter, place: Place) -> None:
    _value(draft, parameter, parameter.value, (*place, "value"))
    dated = parameter.values
    for index, each_value in enumerate(dated):
        _value(draft, parameter, each_value.value, (*place, "values", index, "value"))
        if index and each_value.since <= dated[index - 1].since:
            draft.blame((*place, "values", index, "since"), "起始日期没有依次递增", "请按起始日期从早到晚排列")
    if parameter.value is None and not dated and not parameter.note:
        wrong = f"参数“{parameter.title}”没有值，也没有说明由谁规定"
        draft.blame(place, wrong, "请写 note 说明法律没有写明、由谁规定")


def _value(draft: Draft, parameter: Parameter, value: str | int | bool | None, place: Place) -> None:
    if value is None:
        return
    kind = parameter.type
    if kind is ParameterKind.DURATION and isinstance(value, str):
        _parsed(draft, place, value)
        return
    if not _fits(kind, value):
        draft.blame(place, f"参数“{parameter.title}”的值“{_shown(value)}”与类型 {kind} 不符", _VALUE_HINTS[kind])


_VALUE_HINTS = {
    ParameterKind.MONEY: "金额请写成带两位小数并加引号的文字，如 \"5000.00\"",
    ParameterKind.NUMBER: "请写整数，不加引号和单位",
    ParameterKind.DURATION: "请写期限长度，如 7 working days",
    ParameterKind.BOOLEAN: "请写 true 或 false，不加引号",
    ParameterKind.TEXT: "请写文字，并加引号",
}  # fmt: skip


def _fits(kind: ParameterKind, value: str | int | bool) -> bool:
    match kind:
        case ParameterKind.MONEY:
            return isinstance(value, str) and _MONEY.fullmatch(value) is not None
        case ParameterKind.NUMBER:
            return isinstance(value, int) and not isinstance(value, bool)
        case ParameterKind.BOOLEAN:
            return isinstance(value, bool)
        case _:
            return isinstance(value, str) and kind is ParameterKind.TEXT


def _shown(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(draft: Draft, place: Place, pattern: str) -> None:
    unknown = [found for found in _PLACEHOLDER.findall(pattern) if found not in _PLACEHOLDERS]
    if unknown:
        draft.blame(place, f"编号格式中的“{unknown[0]}”不认识", f"只能用 {'、'.join(_PLACEHOLDERS)}")
    elif "{seq" not in pattern:
        draft.blame(place, "编号格式中没有序号，几件案件会用同一个编号", "请加上 {seq} 或 {seq:04}")
