"""Inputs of a form, made from the fields of a definition: each type of field has its kind of input.

An input holds what is shown in it (`value`, in the shape that `reading_forms` reads back), so that a refused form comes
again with everything that was typed. Compound types (party, rows) hold inputs of their parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.desk.fieldwork.entries import KnownEntry
from fazhi.desk.fieldwork.people import Known, Roster
from fazhi.desk.fieldwork.values import PARTY_LABELS
from fazhi.procedures.durations import Unit, parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.language.fields import Column, Field, Kind, PartyKind

MOST_RADIOS = 5
EMPTY_ROWS = {Kind.ROWS: 3, Kind.PARTIES: 1}
DURATION_UNITS = tuple((unit.value.replace("_", " "), unit.label) for unit in Unit)
_WIDE = frozenset(
    {
        *(Kind.LONG_TEXT, Kind.PARTY, Kind.PARTIES, Kind.PEOPLE, Kind.PERSON, Kind.ROWS, Kind.CHOICES),
        *(Kind.ORGANIZATION, Kind.ENTRY, Kind.ENTRIES, Kind.CHANGES),
    }
)
_GROUPED = frozenset({"radios", "checks", "party", "parties", "people", "rows", "duration", "organization", "entry"})


@dataclass(frozen=True)
class Chance:
    """One thing to choose: `note` stands behind its label in quiet type."""

    value: str
    label: str
    checked: bool
    note: str = ""
    doubtful: bool = False


@dataclass
class Input:
    """One input as the template shows it. `widget` names its template."""

    name: str
    title: str
    widget: str
    value: Any = ""
    required: bool = False
    hint: str = ""
    unit: str = ""
    kind: str = ""
    errors: list[str] = field(default_factory=list)
    chances: list[Chance] = field(default_factory=list)
    parts: list[Input] = field(default_factory=list)
    rows: list[list[Input]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    basis: list[ArticleLink] = field(default_factory=list)
    is_wide: bool = False
    register: str = ""
    """For entries: the register that they are looked for in; ``own``: only those of the case's body."""
    own: bool = False

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")

    @property
    def template(self) -> str:
        return f"desk/fieldwork/{self.widget}.html"

    @property
    def grouped(self) -> bool:
        """Whether it is several controls under one legend."""
        return self.widget in _GROUPED

    @property
    def folded(self) -> bool:
        """Whether it stays closed until somebody needs it: large, not required, blank, and nothing wrong with it."""
        large = self.widget in ("party", "parties", "rows")
        return large and not self.required and not self.value and not self.errors

    @property
    def described_by(self) -> str:
        """The ids of its error and its help, for aria-describedby."""
        parts = [f"{self.id}_error"] if self.errors else []
        return " ".join(parts + ([f"{self.id}_help"] if self.hint or self.basis else []))


def make(spec: Field, *, name: str, value: Any, required: bool, roster: Roster) -> Input:
    """The input of a field. `value` has the shape that `reading_forms.read` gives and `typed` makes of a kept value."""
    made = Input(
        name=name,
        title=spec.title,
        widget="text",
        value=value,
        required=required,
        hint=spec.hint or "",
        unit=spec.unit or "",
        kind=spec.type.value,
        basis=articles_of(spec.basis),
        is_wide=spec.type in _WIDE,
    )
    _FILL.get(spec.type, _plain)(made, spec, roster)
    return made


def typed(spec: Field | Column, kept: Any) -> Any:
    """A kept value in the shape in which it stands in its input."""
    if kept in (None, "", [], {}):
        return _blank(spec.type)
    match spec.type:
        case Kind.BOOLEAN:
            return "true" if kept else "false"
        case Kind.MOMENT:
            return str(kept)[:16]
        case Kind.MONEY:
            return str(kept).removesuffix(".00")
        case Kind.CHOICES:
            return [str(each) for each in kept]
        case Kind.PERSON | Kind.PEOPLE:
            people = kept if isinstance(kept, list) else [kept]
            others = [str(each["name"]) for each in people if not each.get("id")]
            return {"chosen": [str(each["id"]) for each in people if each.get("id")], "others": "、".join(others)}
        case Kind.ORGANIZATION:
            return {"chosen": str(kept.get("id", "")), "other": "" if kept.get("id") else str(kept.get("name", ""))}
        case Kind.DURATION:
            return _typed_duration(str(kept))
        case Kind.ENTRY | Kind.ENTRIES | Kind.CHANGES:
            return _typed_reference(spec.type, kept)
        case Kind.ROWS:
            assert isinstance(spec, Field)
            return [{name: typed(column, row.get(name)) for name, column in spec.columns.items()} for row in kept]
        case Kind.PARTY | Kind.PARTIES:
            return kept
    return str(kept)


def _typed_reference(kind: Kind, kept: Any) -> Any:
    if kind is Kind.CHANGES:
        return str(kept.get("draft", ""))
    return {"chosen": [str(each["id"]) for each in (kept if isinstance(kept, list) else [kept])], "find": ""}


def _typed_duration(kept: str) -> dict[str, str]:
    try:
        length = parse_duration(kept)
    except CountingError:
        return {"amount": kept, "unit": "day"}
    return {"amount": str(length.amount), "unit": length.unit.value.replace("_", " ")}


def _blank(kind: Kind) -> Any:
    match kind:
        case Kind.PERSON | Kind.PEOPLE:
            return {"chosen": [], "others": ""}
        case Kind.ORGANIZATION:
            return {"chosen": "", "other": ""}
        case Kind.DURATION:
            return {"amount": "", "unit": "working day"}
        case Kind.ENTRY | Kind.ENTRIES:
            return {"chosen": [], "find": ""}
        case Kind.PARTY:
            return {}
        case Kind.PARTIES | Kind.ROWS | Kind.CHOICES:
            return []
    return ""


# --- one function a type -----------------------------------------------------------------------------------------


def _plain(made: Input, spec: Field, roster: Roster) -> None:  # noqa: ARG001 -- one signature for all
    made.widget = {"long_text": "textarea", "date": "date", "moment": "moment"}.get(spec.type.value, "text")
    if spec.type is Kind.MONEY:
        made.widget, made.unit = "number", "元"
    elif spec.type is Kind.NUMBER:
        made.widget = "number"


def _boolean(made: Input, spec: Field, roster: Roster) -> None:  # noqa: ARG001
    made.widget = "radios"
    made.chances = [Chance(value, label, made.value == value) for value, label in (("true", "是"), ("false", "否"))]


def _choice(made: Input, spec: Field, roster: Roster) -> None:  # noqa: ARG001
    made.widget = "radios" if len(spec.options) <= MOST_RADIOS else "select"
    made.is_wide = made.widget == "radios" and sum(len(title) for title in spec.options.values()) > 24
    made.chances = [Chance(name, title, made.value == name) for name, title in spec.options.items()]


def _choices(made: Input, spec: Field, roster: Roster) -> None:  # noqa: ARG001
    made.widget = "checks"
    made.chances = [Chance(name, title, name in made.value) for name, title in spec.options.items()]


def _people(made: Input, spec: Field, roster: Roster) -> None:
    made.widget = "people"
    chosen = made.value["chosen"]
    made.chances = [_person_chance(each, chosen) for each in roster.people(spec.holds)]
    if not spec.holds:
        made.parts = [Input(f"{made.name}.others", "其他人员", "text", made.value["others"])]


def _person_chance(known: Known, chosen: Sequence[str]) -> Chance:
    return Chance(known.pk, known.name, known.pk in chosen, known.note, doubtful=not known.valid)


def _organization(made: Input, spec: Field, roster: Roster) -> None:  # noqa: ARG001
    made.widget = "organization"
    made.chances = [Chance(pk, name, pk == made.value["chosen"]) for pk, name in roster.units]
    made.parts = [Input(f"{made.name}.other", "不在名单中的单位", "text", made.value["other"])]


def _entry(made: Input, spec: Field, roster: Roster) -> None:
    """What is chosen, and the entries that fit the words; without words all, where they are few."""
    made.widget, made.register = "entry", str(spec.refers_to)
    made.own = spec.own
    made.chances = entry_chances(roster.entries(spec, words=made.value["find"], chosen=made.value["chosen"]))
    made.parts = [Input(f"{made.name}.find", "编码或者名称", "text", made.value["find"])]


def entry_chances(known: Sequence[KnownEntry]) -> list[Chance]:
    """Entries to choose among."""
    return [Chance(each.pk, each.title, each.chosen, each.note, doubtful=not each.valid) for each in known]


def _changes(made: Input, spec: Field, roster: Roster) -> None:
    made.widget = "select"
    made.chances = [Chance(pk, title, pk == made.value) for pk, title in roster.drafts(str(spec.refers_to), made.value)]


def _duration(made: Input, spec: Field, roster: Roster) -> None:  # noqa: ARG001
    made.widget = "duration"
    unit = made.value["unit"]
    made.parts = [Input(f"{made.name}.amount", "数量", "number", made.value["amount"])]
    made.chances = [Chance(value, label, value == unit) for value, label in DURATION_UNITS]


def _party(made: Input, spec: Field, roster: Roster) -> None:  # noqa: ARG001
    made.widget = "party"
    made.parts = _party_parts(made.name, made.value, made.required)


def _parties(made: Input, spec: Field, roster: Roster) -> None:  # noqa: ARG001
    made.widget = "parties"
    wanted = max(len(made.value) + (0 if made.value else EMPTY_ROWS[Kind.PARTIES]), 1)
    given = [*made.value, *({} for _ in range(wanted - len(made.value)))]
    made.rows = [_party_parts(f"{made.name}.{number}", each, made.required) for number, each in enumerate(given)]


def _party_parts(name: str, value: Mapping[str, Any], required: bool) -> list[Input]:
    """Kind, name and the rest; which of them a kind needs is shown by the style sheet."""
    kind = str(value.get("kind") or PartyKind.PERSON.value)
    kinds = Input(f"{name}.kind", "类别", "radios", kind)
    kinds.chances = [Chance(each.value, each.label, each.value == kind) for each in PartyKind]
    called = Input(f"{name}.name", "姓名或者名称", "text", value.get("name", ""), required=required)
    rest = [
        Input(f"{name}.{key}", label, "date" if key == "born_on" else "text", value.get(key, ""), kind=key)
        for key, label in PARTY_LABELS.items()
    ]
    return [kinds, called, *rest]


def _rows(made: Input, spec: Field, roster: Roster) -> None:  # noqa: ARG001
    made.widget = "rows"
    made.heads = [column.title for column in spec.columns.values()]
    given = made.value or [{} for _ in range(EMPTY_ROWS[Kind.ROWS])]
    made.rows = [
        [_cell(column, f"{made.name}.{number}.{key}", row.get(key, "")) for key, column in spec.columns.items()]
        for number, row in enumerate(given)
    ]


def _cell(column: Column, name: str, value: Any) -> Input:
    widgets = {"long_text": "textarea", "date": "date", "number": "number", "money": "number"}
    made = Input(name, column.title, widgets.get(column.type.value, "text"), value, required=not column.optional)
    if column.type is Kind.CHOICE:
        made.widget = "select"
        made.chances = [Chance(key, title, value == key) for key, title in column.options.items()]
    elif column.type is Kind.BOOLEAN:
        made.widget = "select"
        made.chances = [Chance(key, title, value == key) for key, title in (("true", "是"), ("false", "否"))]
    return made


_FILL: dict[Kind, Callable[[Input, Field, Roster], None]] = {
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.PERSON: _people,
    Kind.PEOPLE: _people,
    Kind.ORGANIZATION: _organization,
    Kind.DURATION: _duration,
    Kind.PARTY: _party,
    Kind.PARTIES: _parties,
    Kind.ROWS: _rows,
    Kind.ENTRY: _entry,
    Kind.ENTRIES: _entry,
    Kind.CHANGES: _changes,
}
