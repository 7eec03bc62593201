"""The form of one entry, made from the register's fields: adding one, amending one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from fazhi.desk.fieldwork.inputs import Chance, Input, make, typed
from fazhi.desk.fieldwork.reading_forms import MORE, given, read
from fazhi.desk.registers import personal
from fazhi.desk.registers.rosters import RegisterRoster
from fazhi.desk.registers.showing import words_of
from fazhi.procedures.casework.entries import BLANK
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.refusals import Fault

PREFIX = "f"
CLEAR = "clear"
_NAMED = (Kind.PERSON, Kind.PEOPLE)
_TICKED = (Kind.PEOPLE, Kind.CHOICES, Kind.ENTRIES)


@dataclass
class Line:
    """An input as the page draws it; `clear` is the name of the box that takes away a personal value, "" for none."""

    input: Input
    clear: str = ""
    cleared: bool = False


class EntryForm:
    """What the page shows and what was typed. `known` is the entry as it stands; {} for a new one. `proposed` is what a
    draft already says of it: the form begins with that.

    Key fields are asked for only of a new entry: they never change. Of personal data the form never holds the value:
    its input stays empty, and what is left empty stays as it is.
    """

    def __init__(
        self,
        definition: RegisterDefinition,
        *,
        roster: RegisterRoster,
        known: Mapping[str, Any],
        proposed: Mapping[str, Any] | None = None,
        post: QueryDict | None = None,
    ) -> None:
        self.definition, self.roster, self.known, self.post = definition, roster, known, post
        self.proposed = proposed or {}
        self.standing = {**known, **self.proposed}
        self.names = [name for name, field in definition.fields.items() if not field.supplied and self._asks(name)]
        self.lines = {name: self._line(name) for name in self.names}
        self.complaints: list[tuple[str, str]] = []

    @property
    def wants_more(self) -> bool:
        """Whether a button asked for more rows: the form comes again, nothing is changed."""
        return self.post is not None and MORE in self.post

    def shown_keys(self) -> Iterator[tuple[str, Any]]:
        """The key fields of an entry that stands, in words."""
        for name in self.definition.key if self.known else ():
            yield self.definition.fields[name].title, words_of(self.definition, name, self.known.get(name))

    def data(self) -> dict[str, Any]:
        """The fields that were filled in; of an entry that stands, those that differ, None for one that was emptied."""
        if self.post is None:
            return {}
        found: dict[str, Any] = {}
        for name, line in self.lines.items():
            value = self._value(name, line.input.value)
            if name in self.definition.personal:
                if line.cleared or value is not None:
                    found[name] = None if line.cleared else value
                elif name in self.proposed:
                    found[name] = self.proposed[name]
            elif not self.known:
                found |= {} if value is None else {name: value}
            elif self._differs(name, value):
                found[name] = value
        return found

    def complain(self, say: str, name: str = "") -> None:
        """Shows a sentence on top, and at the input of the field that it names."""
        line = self.lines.get(name)
        if line is not None:
            line.input.errors.append(say)
        self.complaints.append((say, line.input.id if line is not None else name))

    def refuse(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.complain(fault.say, fault.field)

    # --- inner -----------------------------------------------------------------------------------------------------

    def _asks(self, name: str) -> bool:
        return not self.known or name not in self.definition.key

    def _line(self, name: str) -> Line:
        spec, path = self.definition.fields[name], f"{PREFIX}.{name}"
        kept = self.standing.get(name)
        sealed = name in self.definition.personal and kept not in BLANK
        required = name in self.definition.required and not sealed
        if spec.type in _NAMED and self.roster.many:
            made = self._named(spec, path, kept, required)
        else:
            made = make(
                spec, name=path, value=self._shown(spec, path, kept, sealed), required=required, roster=self.roster
            )
        if name == self.definition.organization:
            _own_bodies(made, self.roster)
        if not sealed:
            return Line(made)
        mask = personal.masked(self.definition, name, kept)
        made.hint = f"{made.hint}　" * bool(made.hint) + f"已登记：{mask}。不改请留空。"
        clear = "" if name in self.definition.required else f"{PREFIX}.{name}.{CLEAR}"
        return Line(made, clear, bool(clear and self.post is not None and clear in self.post))

    def _shown(self, spec: Field, path: str, kept: Any, sealed: bool) -> Any:
        if self.post is not None:
            return read(spec, self.post, path)
        start = spec.default if not self.standing else None
        return typed(spec, None if sealed else start if kept in BLANK else kept)

    def _named(self, spec: Field, path: str, kept: Any, required: bool) -> Input:
        """People in writing, with the known ones offered while typing: 张三（区市场监管局）."""
        shown = self.post.get(path, "") if self.post is not None else _written(kept)
        hint = "写姓名；同名的写成“姓名（单位）”或者登录名" + ("；多人用顿号分开" if spec.type is Kind.PEOPLE else "")
        made = Input(path, spec.title, "named", shown, required=required, hint=spec.hint or hint, kind=spec.type.value)
        made.chances = [Chance(str(pk), f"{name}（{unit}）", False) for pk, name, unit in self.roster.members]
        return made

    def _value(self, name: str, shown: Any) -> Any:
        spec = self.definition.fields[name]
        if spec.type in _NAMED and self.roster.many:
            return str(shown).strip() or None
        return given(spec, shown, self.roster)

    def _differs(self, name: str, value: Any) -> bool:
        """Whether what was typed is another value; in which order things are ticked does not count."""
        before = self._before(name)
        if self.definition.fields[name].type in _TICKED and isinstance(value, list) and isinstance(before, list):
            return sorted(value, key=str) != sorted(before, key=str)
        return bool(value != before)

    def _before(self, name: str) -> Any:
        """What the input held before anybody typed, as `data` gives it."""
        spec, kept = self.definition.fields[name], self.known.get(name)
        if spec.type in _NAMED and self.roster.many:
            return _written(kept) or None
        return given(spec, typed(spec, kept), self.roster)


def _written(kept: Any) -> str:
    people = kept if isinstance(kept, list) else [kept] if kept else []
    return "、".join(str(each.get("name", "")) for each in people)


def _own_bodies(made: Input, roster: RegisterRoster) -> None:
    """The body that an entry belongs to is one of those whose entries the person may keep, never one in writing."""
    chosen = made.value["chosen"]
    if len(roster.kept_units) == 1 and not chosen:
        chosen = roster.kept_units[0][0]
    made.chances = [Chance(pk, name, pk == chosen) for pk, name in roster.kept_units]
    made.parts = []
