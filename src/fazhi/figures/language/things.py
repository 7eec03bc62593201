"""What a figure may count different ones of 去重计数: bodies, persons, entries, options, words. A closed list. Pure.

Personal data is never told apart in the clear: a party is not counted at all, and a sealed field of a register only by
the blind index beside it, which shows nobody whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from fazhi.figures.language import names as naming
from fazhi.figures.language.definition import OF_PROCEDURES, Counted, Figure
from fazhi.procedures.conditions import Text
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers import library as registers

ORGANIZATION, PERSON = "organization", "person"
"""Values of ``distinct`` that name what every record of a kind has: its body, and the person who did or sat it."""


class Sort(StrEnum):
    """What sort of thing it is: how it is told from others, and whence its name comes."""

    ORGANIZATION = "organization"
    PERSON = "person"
    ENTRY = "entry"
    CHOICE = "choice"
    TEXT = "text"
    SEALED = "sealed"

    @property
    def label(self) -> str:
        return {
            "organization": "单位", "person": "人员", "entry": "清单条目", "choice": "选项", "text": "名称",
            "sealed": "加密的内容",
        }[self.value]  # fmt: skip


@dataclass(frozen=True)
class Named:
    """What is counted. ``title`` as people read it; ``several``: a record may name more than one.

    ``name``: the field, '' for what the record itself has; ``column``: of a table of rows. ``refers_to``: the register.
    """

    sort: Sort
    title: str
    name: str = ""
    column: str = ""
    several: bool = False
    refers_to: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def is_like(self, other: Named) -> bool:
        """Whether both count things of one sort, so that one may be a share of the other."""
        return (self.sort, self.refers_to) == (other.sort, other.refers_to)


class NotCountableError(LookupError):
    """What ``distinct`` names cannot be counted. ``say`` and ``mend`` are what people read."""

    def __init__(self, say: str, mend: str) -> None:
        super().__init__(f"{say}。{mend}。")
        self.say, self.mend = say, mend


_BODIES = {
    Counted.CASES: "办理单位", Counted.ACTS: "办理单位", Counted.CLOCKS: "办理单位", Counted.FINDINGS: "办理单位",
    Counted.ENTRIES: "所属单位", Counted.TASKS: "牵头单位", Counted.FOLLOWUPS: "承办单位",
    Counted.PROBLEMS: "责任单位", Counted.EXAMS: "组织单位", Counted.CANDIDATES: "考生单位",
    Counted.TRAININGS: "举办单位", Counted.ATTENDANCES: "参训人员单位", Counted.APPLICATIONS: "收件单位",
}  # fmt: skip
_PEOPLE = {
    Counted.CASES: "承办人", Counted.ACTS: "办理人", Counted.CANDIDATES: "考生", Counted.ATTENDANCES: "参训人员",
}  # fmt: skip
_SORTS = {
    Kind.ORGANIZATION: Sort.ORGANIZATION, Kind.PERSON: Sort.PERSON, Kind.PEOPLE: Sort.PERSON, Kind.ENTRY: Sort.ENTRY,
    Kind.ENTRIES: Sort.ENTRY, Kind.CHOICE: Sort.CHOICE, Kind.CHOICES: Sort.CHOICE, Kind.TEXT: Sort.TEXT,
}  # fmt: skip
_SEVERAL = frozenset({Kind.PEOPLE, Kind.ENTRIES, Kind.CHOICES})
_COLUMNS = frozenset({Kind.TEXT, Kind.CHOICE})
_INSTEAD = "请改用单位、人员、清单条目、选项或者短文字的要素"


def named(figure: Figure) -> Named:
    """What the figure counts different ones of. Raises NotCountableError; UnknownSourceError for its ``of``."""
    assert figure.counts is not None
    assert figure.distinct is not None
    name, _, column = figure.distinct.partition(".")
    own = {ORGANIZATION: _BODIES, PERSON: _PEOPLE}.get(name)
    found = _fields(figure, name)
    if own is not None and not column and not (found and figure.counts is Counted.ENTRIES):
        title = own.get(figure.counts)
        if title is None:
            raise NotCountableError(f"{figure.counts.label}没有“{name}”可以去重", "请改用它的一个要素")
        return Named(Sort(name), title)
    if found:
        return _of_field(figure, name, column, found)
    return _of_record(figure, name, column)


def _fields(figure: Figure, name: str) -> Sequence[Field]:
    """The field in every edition and procedure that has it."""
    if figure.counts in OF_PROCEDURES:
        return [edition.fields[name] for edition in naming.editions(figure) if name in edition.fields]
    if figure.counts is Counted.ENTRIES:
        fields = registers.shelf().get(figure.sources[0]).fields
        return [fields[name]] if name in fields else []
    return []


def _of_record(figure: Figure, name: str, column: str) -> Named:
    """A choice or a word that the record says of itself: the purpose of an exam, the rule of a finding."""
    known = naming.names(figure)
    found = known.get(name)
    if found is None or column:
        near = get_close_matches(figure.distinct or "", [ORGANIZATION, PERSON, *known], n=1)
        raise NotCountableError(
            f"没有“{figure.distinct}”可以去重", f"是不是 {near[0]}？请核对拼写" if near else "请核对名称"
        )
    if not isinstance(found.type, Text):
        raise NotCountableError(f"“{found.title}”不能去重计数", _INSTEAD)
    return Named(Sort.CHOICE if found.type.options else Sort.TEXT, found.title, name, options=dict(found.type.titles))


def _of_field(figure: Figure, name: str, column: str, found: Sequence[Field]) -> Named:
    last = found[-1]
    if any(each.type in (Kind.PARTY, Kind.PARTIES) for each in found):
        mend = "请改用所选的清单条目（如检查对象），或者只数案件"
        raise NotCountableError(f"“{last.title}”是个人信息（{last.type.label}），不能去重计数", mend)
    if any(each.personal for each in found):
        return _sealed(figure, name, column, last)
    if len({each.type for each in found}) > 1:
        raise NotCountableError(f"“{last.title}”在各程序、各版本中类型不同，不能一起去重", "请分成几个数据")
    if last.type is Kind.ROWS:
        return _of_column(name, column, found)
    sort = _SORTS.get(last.type)
    if sort is None or column:
        raise NotCountableError(f"“{last.title}”是{last.type.label}，不能去重计数", _INSTEAD)
    options = {key: title for each in found for key, title in each.options.items()}
    return Named(sort, last.title, name, "", last.type in _SEVERAL, last.refers_to or "", options)


def _of_column(name: str, column: str, found: Sequence[Field]) -> Named:
    table = found[-1]
    columns = [each.columns[column] for each in found if column in each.columns]
    if not columns:
        mend = f"请写成“{name}.列”，列有：{'、'.join(table.columns)}"
        raise NotCountableError(f"“{table.title}”是明细表，没有写明数哪一列", mend)
    if any(each.type not in _COLUMNS for each in columns):
        raise NotCountableError(f"“{columns[-1].title}”这一列不能去重计数", "请改用文字或者单选的列")
    sort = Sort.CHOICE if columns[-1].options else Sort.TEXT
    return Named(sort, columns[-1].title, name, column, True, "", dict(columns[-1].options))


def _sealed(figure: Figure, name: str, column: str, found: Field) -> Named:
    """Personal data of a register has a blind index; that of a case has none."""
    if figure.counts is not Counted.ENTRIES or column or found.type is not Kind.TEXT:
        raise NotCountableError(f"“{found.title}”是个人信息，不能去重计数", "请改用不是个人信息的要素，或者只数记录")
    return Named(Sort.SEALED, found.title, name)
