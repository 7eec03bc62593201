"""How the making of a report is carried out as a case 编制程序: which act of it each thing done with the report is.

Part of a template, so that nothing is entered twice: what the report knows goes into the act, what it does not know is
asked for in the report's own form.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from fazhi.catalog.loading import CatalogModel, Place
from fazhi.procedures.language.basis import Name, Said
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.steps import asked

Reference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
ASKABLE = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.CHOICES, Kind.BOOLEAN})
"""Types of fields that the report's own forms can ask for."""


class Known(StrEnum):
    """What a report knows of itself when something is done with it."""

    TITLE = "title"
    YEAR = "year"
    REPORTER = "reporter"
    MAKER = "maker"
    DIVISION = "division"
    """分工: which part which unit writes, by when."""
    MATERIALS = "materials"
    """What units have handed in since they were last entered."""
    CONTENTS = "contents"
    ASKED_UNITS = "asked_units"
    REPLY_BY = "reply_by"
    COMMENTS = "comments"
    """The opinions of a round, each with what became of it."""
    WORDS = "words"
    """What is said on submitting, approving or giving back."""
    SENT_TO = "sent_to"
    ADDRESS = "address"


class Moment(StrEnum):
    """What is done with a report, as far as its case is concerned."""

    BEGIN = "begin"
    CONSULT = "consult"
    COMMENTS = "comments"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    SEND = "send"
    PUBLISH = "publish"


class CourseAct(CatalogModel):
    """An act of the case.

    ``again``: the step to take where ``step`` has been taken. ``gives``: fields that the report fills, ``says``: those
    that are always the same, ``asks``: those that the report's form asks for. ``maybe``: left out where it is not its
    turn, or the report has nothing to give.
    """

    step: Reference | None = None
    """None for sending: the step then stands with each recipient."""
    again: Reference | None = None
    gives: dict[Name, Known] = {}
    says: dict[Name, bool | Said] = {}
    asks: tuple[Name, ...] = ()
    maybe: bool = False


class Course(CatalogModel):
    """The case of a report. ``reporters``: the option of its reporter by the kind of body; ``contents``: the options of
    what is written, each with the sections of which one at least has text.
    """

    procedure: Name
    reporters: dict[Name, Name] = {}
    contents: dict[Name, tuple[Name, ...]] = {}
    acts: dict[Moment, tuple[CourseAct, ...]]

    def of(self, moment: Moment) -> tuple[CourseAct, ...]:
        """The acts of a moment, in their order."""
        return self.acts.get(moment, ())


Fault = tuple[Place, str, str]
"""Where in the course, what is wrong, how to mend it."""


def faults_of(course: Course, definition: Definition, steps: tuple[str, ...]) -> Iterator[Fault]:
    """What does not fit the procedure. ``steps``: those that stand with the recipients of the report."""
    for reference in steps:
        if not _stands(definition, reference):
            yield ("acts",), f"程序里没有“{reference}”这一步", "请核对 sendings 里的 step"
    for moment, acts in course.acts.items():
        for at, act in enumerate(acts):
            place: Place = ("acts", moment.value, at)
            for reference in filter(None, (act.step, act.again)):
                if not _stands(definition, reference):
                    yield place, f"程序里没有“{reference}”这一步", "请核对程序的步骤"
                else:
                    yield from ((place, *fault) for fault in _fields(act, definition, reference))


def _stands(definition: Definition, reference: str) -> bool:
    name, _, result = reference.partition(".")
    step = definition.steps.get(name)
    return step is not None and (not result or result in step.results)


def _fields(act: CourseAct, definition: Definition, reference: str) -> Iterator[tuple[str, str]]:
    name, _, result = reference.partition(".")
    taken = asked(definition.steps[name], result or None)
    for field in (*act.gives, *act.says, *act.asks):
        if field not in taken:
            yield f"“{reference}”不填“{field}”", "请核对这一步的 collect 和 offer"
    for field in act.asks:
        if field in definition.fields and definition.fields[field].type not in ASKABLE:
            yield f"“{field}”的类型不能在报告页面填写", "asks 只用文字、单选、多选、是否"
