"""What the conditions of a figure may read: the names of each kind of record, with their types. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from fazhi.catalog.plan_kinds import load_plan_kinds
from fazhi.figures.language.definition import OF_PROCEDURES, Counted, Figure
from fazhi.procedures.applications.library import read_forms
from fazhi.procedures.conditions import BOOLEAN, DATE, NUMBER, TEXT, Name, Text, Type
from fazhi.procedures.language import library as procedures
from fazhi.procedures.language.basis import Breach
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.limits import LimitKind
from fazhi.procedures.language.typing import type_of_field
from fazhi.procedures.registers import library as registers
from fazhi.procedures.registers.definition import Validity

AT_END, AT_START = "at_end", "at_start"
STANDING = frozenset({AT_END, AT_START})
"""Values of ``dated`` that count what stood open or in force on a day."""


def _choice(title: str, **options: str) -> Name:
    return Name(Text(frozenset(options), options), title)


_CASE = {
    "opened_on": Name(DATE, "立案（收到）日期"),
    "closed_on": Name(DATE, "办结日期"),
    "closed": Name(BOOLEAN, "已办结"),
    "done_again": Name(BOOLEAN, "重办件"),
}
_EXAM = {
    "title": Name(TEXT, "考试名称"),
    "held_on": Name(DATE, "开考日期"),
    "purpose": _choice(
        "考试类别", qualification="执法资格考试", pre_appointment="任前法律知识考试", training="业务培训考核"
    ),
    "mode": _choice("考试方式", online="在本系统考试", outside="线下或上级组织，登记成绩"),
}
_TRAINING = {
    "title": Name(TEXT, "课程名称"),
    "held_on": Name(DATE, "培训日期"),
    "form": _choice("培训形式", classroom="集中授课", online="线上课程", practice="跟班实训", other="其他"),
}
_PLAIN: dict[Counted, dict[str, Name]] = {
    Counted.CASES: {},
    Counted.ACTS: {"performed_on": Name(DATE, "办理日期")},
    Counted.CLOCKS: {
        "started_on": Name(DATE, "起算日"),
        "due_on": Name(DATE, "届满日"),
        "met_on": Name(DATE, "完成日"),
        "kind": _choice("期限类别", **{each.value: each.label for each in LimitKind}),
        "state": _choice(
            "期限状态", running="计时中", paused="中止", met="按期完成", late="逾期完成", waived="不再要求",
            ended="已终止", unset="未确定",
        ),
        "overdue": Name(BOOLEAN, "逾期未完成"),
    },
    Counted.FINDINGS: {
        "found_on": Name(DATE, "发现日期"),
        "breach": _choice("类别", **{each.value: each.label for each in Breach}),
        "state": _choice("状态", open="待处理", explained="已说明", rectified="已整改", dismissed="已核销"),
        "rule": Name(TEXT, "规则"),
    },
    Counted.ENTRIES: {
        "state": _choice("条目状态", in_force="有效", suspended="暂停", withdrawn="取消"),
        "in_force": Name(BOOLEAN, "有效"),
    },
    Counted.TASKS: {
        "due_on": Name(DATE, "完成期限"),
        "done_on": Name(DATE, "完成日期"),
        "status": _choice("状态", open="推进中", done="已完成", dropped="已取消"),
        "branch": Name(BOOLEAN, "大项"),
        "broken_down": Name(BOOLEAN, "已分解为年度任务"),
        "in_force": Name(BOOLEAN, "计划执行中"),
        "overdue": Name(BOOLEAN, "逾期未完成"),
    },
    Counted.FOLLOWUPS: {
        "issued_on": Name(DATE, "交办日期"),
        "closed_on": Name(DATE, "销号日期"),
        "state": _choice("状态", open="办理中", settled="已办结待销号", closed="已销号"),
        "difficulty": _choice("难易", ordinary="一般事项", hard="复杂事项"),
        "rule": Name(TEXT, "督办规则"),
    },
    Counted.PROBLEMS: {
        "registered_on": Name(DATE, "登记日期"),
        "due_on": Name(DATE, "整改期限"),
        "state": _choice("状态", open="整改中", rectified="已整改待核验", verified="已销号"),
        "source": _choice(
            "来源", report="年度报告", inspection="法治督察", assessment="考核评估", campaign="专项行动",
            complaint="投诉举报", other="其他",
        ),
        "category": Name(TEXT, "类别"),
        "overdue": Name(BOOLEAN, "逾期未整改"),
    },
    Counted.BULLETINS: {"issued_on": Name(DATE, "签发日期")},
    Counted.EXAMS: _EXAM | {
        "confirmed_on": Name(DATE, "成绩确认日期"),
        "enrolled": Name(NUMBER, "应考人数"),
        "sat": Name(NUMBER, "参考人数"),
        "passed": Name(NUMBER, "合格人数"),
    },
    Counted.CANDIDATES: _EXAM | {
        "sat_on": Name(DATE, "考试日期"),
        "sat": Name(BOOLEAN, "参加考试"),
        "passed": Name(BOOLEAN, "合格"),
        "score": Name(NUMBER, "成绩"),
        "attempts": Name(NUMBER, "已考次数"),
        "certified": Name(BOOLEAN, "已发合格证明"),
        "staffing": _choice(
            "编制", unknown="未登记", civil="行政编制", police="政法专项编制", reference="参照公务员法管理",
            institution="事业编制", none="无编制",
        ),
    },
    Counted.TRAININGS: _TRAINING | {
        "hours": Name(NUMBER, "学时"),
        "attended": Name(NUMBER, "参训人数"),
    },
    Counted.ATTENDANCES: _TRAINING | {"hours": Name(NUMBER, "学时")},
    Counted.APPLICATIONS: {
        "received_on": Name(DATE, "收件日期"),
        "handled_on": Name(DATE, "首次处理日期"),
        "closed_on": Name(DATE, "了结日期"),
        "form": Name(TEXT, "事项"),
        "channel": _choice(
            "渠道", portal="门户网站", phone="电话", counter="窗口", letter="信函", transfer="转来"
        ),
        "state": _choice(
            "来件状态", received="已收件", returned="待补正", accepted="已立案办理", declined="不予受理",
            answered="已直接答复", merged="并案办理", withdrawn="已撤回",
        ),
        "overdue": Name(BOOLEAN, "逾期未处理"),
        "late": Name(BOOLEAN, "曾逾期未处理"),
        "corrected": Name(BOOLEAN, "通知过补正"),
        "transferred": Name(BOOLEAN, "转办过"),
        "urged": Name(BOOLEAN, "催办过"),
        "reopened": Name(BOOLEAN, "要求过重办"),
        "satisfaction": Name(NUMBER, "满意度"),
    },
}  # fmt: skip
DATED = {
    Counted.CASES: "opened_on", Counted.ACTS: "performed_on", Counted.CLOCKS: "due_on", Counted.FINDINGS: "found_on",
    Counted.TASKS: "due_on", Counted.FOLLOWUPS: "issued_on", Counted.PROBLEMS: "registered_on",
    Counted.BULLETINS: "issued_on", Counted.EXAMS: "held_on", Counted.CANDIDATES: "held_on",
    Counted.TRAININGS: "held_on", Counted.ATTENDANCES: "held_on", Counted.APPLICATIONS: "received_on",
}  # fmt: skip
"""The day that places a record when a figure does not say; entries have none."""


class UnknownSourceError(LookupError):
    """A figure counts records of a procedure, register or kind of plan that the catalog does not have."""


def dated(figure: Figure) -> str:
    """The name of the day that places its records; '' where an entry's figure forgot to say."""
    assert figure.counts is not None
    return figure.dated or DATED.get(figure.counts, "")


def editions(figure: Figure) -> tuple[Definition, ...]:
    """Every edition of the procedures whose records it counts. Raises UnknownSourceError."""
    try:
        return tuple(each for name in figure.sources for each in procedures.library().editions(name))
    except procedures.UnknownProcedureError as error:
        raise UnknownSourceError(str(error)) from error


@lru_cache(maxsize=4096)
def names(figure: Figure) -> Mapping[str, Name]:
    """What its condition may read. Raises UnknownSourceError.

    A name that one procedure (or edition) lacks is there all the same: its cases then have nothing under it.
    """
    assert figure.counts is not None
    found = dict(_PLAIN[figure.counts])
    if figure.counts in OF_PROCEDURES:
        # What the record says of itself goes before a field of the same name.
        found = _of_cases(figure) | _CASE | found
    elif figure.counts is Counted.ENTRIES:
        found |= _of_register(figure)
    elif figure.counts is Counted.TASKS:
        kinds = {kind.key: kind.title for kind in load_plan_kinds().kinds}
        found["plan_kind"] = _choice("计划类型", **kinds)
    elif figure.counts is Counted.APPLICATIONS:
        found["form"] = _choice("事项", **_forms())
    return found


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Titles of the forms that citizens hand in; one that is wrong elsewhere still has its name."""
    return {file.located.value.id: file.located.value.title for file in read_forms() if file.located}


@lru_cache(maxsize=4096)
def kinds_of_fields(figure: Figure) -> Mapping[str, Kind]:
    """The fields that its records hold as JSON, with their types."""
    if figure.counts in OF_PROCEDURES:
        return {name: each.type for edition in editions(figure) for name, each in edition.fields.items()}
    if figure.counts is Counted.ENTRIES:
        fields = registers.shelf().get(figure.sources[0]).fields
        return {name: each.type for name, each in fields.items()}
    return {}


def is_threaded(figure: Figure) -> bool:
    """Whether some of its steps belong to a thread 并行事项, which has fields of its own."""
    asked = {each.partition(".")[0] for each in figure.steps}
    return (
        any(
            edition.steps[name].thread is not None
            for edition in editions(figure)
            for name in asked & edition.steps.keys()
        )
        if asked
        else False
    )


def validity(figure: Figure) -> Validity:
    """Which fields of its register say from when until when an entry is good."""
    return registers.shelf().get(figure.sources[0]).validity


def steps(figure: Figure) -> frozenset[str]:
    """Every ``step`` and ``step.result`` that its condition may ask about."""
    if figure.counts not in OF_PROCEDURES:
        return frozenset()
    found = {name for edition in editions(figure) for name in edition.steps}
    found |= {
        f"{name}.{result}"
        for edition in editions(figure)
        for name, step in edition.steps.items()
        for result in step.results
    }
    return frozenset(found)


def _of_cases(figure: Figure) -> dict[str, Name]:
    outcomes: dict[str, str] = {}
    found: dict[str, Name] = {}
    results: dict[str, str] = {}
    asked = {each.partition(".")[0] for each in figure.steps}
    for edition in editions(figure):
        outcomes |= edition.outcomes
        for name, field in edition.fields.items():
            found[name] = _widened(found.get(name), Name(type_of_field(field), field.title))
        for name, step in edition.steps.items():
            if name in asked:
                results |= {key: each.title for key, each in step.results.items()}
    found["outcome"] = _choice("办理结果", **outcomes)
    if figure.counts is Counted.ACTS:
        found["result"] = _choice("步骤结果", **results)
    return found


def _widened(one: Name | None, other: Name) -> Name:
    """A choice has the options of all editions."""
    if one is None or not (isinstance(one.type, Text) and isinstance(other.type, Text)):
        return other
    if one.type.options is None or other.type.options is None:
        return other
    widened = Text(one.type.options | other.type.options, {**one.type.titles, **other.type.titles})
    return Name(widened, other.title)


def _of_register(figure: Figure) -> dict[str, Name]:
    if len(figure.sources) != 1:
        raise UnknownSourceError("数清单条目的数据要写明一个清单（of）。")
    try:
        register = registers.shelf().get(figure.sources[0])
    except registers.UnknownRegisterError as error:
        raise UnknownSourceError(str(error)) from error
    return {name: Name(type_of_field(field), field.title) for name, field in register.fields.items()}


def type_named(figure: Figure, name: str) -> Type | None:
    """The type of a name, None for one that is not there."""
    found = names(figure).get(name)
    return found.type if found else None
