"""Invents what is entered in fields: by their type, by the habits of the procedure, by what the case is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from stdnum.cn import uscc

from fazhi.catalog.sample_simulation import FieldHabit, Names
from fazhi.procedures.casework.converting import carried
from fazhi.procedures.language.fields import Column, Field, Kind
from fazhi.procedures.registers import library
from fazhi.simulation.cast import Body, Listed, Officer

NOTHING = FieldHabit()
CALM = ("none", "plain", "ordinary")
"""Options that say there is nothing special, by the names the procedures give them."""


@dataclass(frozen=True)
class Scene:
    """Where and when something is entered, by whom, with what the case knows already."""

    at: datetime
    on: date
    by: Officer
    facts: Mapping[str, Any]


Entries = Callable[[str], Sequence[Listed]]


@dataclass
class Inventor:
    """Invents values for one case; two with the same chance invent the same."""

    chance: Random
    names: Names
    habits: Mapping[str, FieldHabit]
    matter: Mapping[str, str]
    body: Body
    pair: Sequence[Officer]
    """The officers who carry on the case."""
    entries: Entries | None = None
    """The entries of a register; None where there is no database: then they are made up."""
    party: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.party = self.someone()

    def fills(self, name: str) -> bool:
        """Whether a field that need not be filled in is."""
        return self.chance.randrange(100) < self.habits.get(name, NOTHING).filled

    def value(self, name: str, field: Field, scene: Scene) -> Any:
        """A usual value of a field."""
        habit = self.habits.get(name, NOTHING)
        if habit.same_as is not None and scene.facts.get(habit.same_as) not in (None, "", []):
            return scene.facts[habit.same_as]
        if name in self.matter:
            return self._worded(self.matter[name], scene)
        return self._of_type(field, habit, scene)

    def another(self, name: str, field: Field, scene: Scene, now: Any) -> Any:
        """Another value, where the one that was there is refused."""
        match field.type:
            case Kind.BOOLEAN:
                return not now
            case Kind.CHOICE:
                return self.chance.choice([each for each in field.options if each != now] or list(field.options))
            case Kind.CHOICES:
                calm = [[each] for each in CALM if each in field.options]
                return self.chance.choice([*calm, list(field.options), [self.chance.choice(list(field.options))]])
            case Kind.DATE if now is not None:
                return (scene.on + timedelta(days=self.chance.choice((0, -1, -3, -10, -40, 5, 10, 20, 35)))).isoformat()
        return self.value(name, field, scene)

    def someone(self) -> dict[str, Any]:
        """A party 当事人: a person, a shop or a company."""
        kind = self.chance.choice(("person", "sole_trader", "legal_person", "legal_person"))
        person = self.chance.choice(self.names.surnames) + self.chance.choice(self.names.given)
        trade = self.chance.choice(self.names.trades)
        if kind == "legal_person":
            name = "示例市" + self.chance.choice(self.names.companies) + trade + "有限公司"
        else:
            name = "示例区" + self.chance.choice(self.names.companies) + trade + "店" if kind != "person" else person
        number = self.chance.randrange(10**8)
        found = {
            "kind": kind,
            "name": name,
            "id_number": _number_of(kind, number),
            "address": self.place(),
            "phone": f"0990{self.chance.randrange(10**7):07}",
        }
        return found if kind == "person" else found | {"representative": person}

    def place(self) -> str:
        return f"示例区{self.chance.choice(self.names.streets)}{self.chance.randrange(1, 260)}号"

    def _worded(self, text: str, scene: Scene) -> str:
        day = f"{scene.on.year}年{scene.on.month}月{scene.on.day}日"
        for mark, words in (
            ("{party}", self.party["name"]),
            ("{unit}", self.body.name),
            ("{place}", self.party["address"]),
            ("{day}", day),
            ("{year}", scene.on.year),
        ):
            text = text.replace(mark, str(words))
        # Drawn only where it is wanted: what else is invented must not depend on it.
        return text.replace("{number}", str(self.chance.randrange(1, 400))) if "{number}" in text else text

    def _weighed(self, weights: Mapping[str, int]) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def _of_type(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> Any:
        return _KINDS[field.type](self, field, habit, scene)

    def _text(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> str:
        if habit.texts:
            return self._worded(self.chance.choice(habit.texts), scene)
        title = field.title.partition("（")[0]
        if field.type is Kind.TEXT:
            return f"{title}详见卷内第{self.chance.randrange(1, 60)}号材料"[:60]
        return self._worded(self.chance.choice(self.names.sentences), scene).replace("{title}", title)

    def _number(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> int:  # noqa: ARG002 -- one of a table
        if habit.number:
            return self.chance.randint(*habit.number)
        return getattr(field, "least", None) or 1

    def _money(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> str:  # noqa: ARG002
        if habit.same_as is not None and scene.facts.get(habit.same_as):
            return str(scene.facts[habit.same_as])
        least, most = habit.money or (200, 5000)
        return f"{self.chance.randint(least // 100, most // 100) * 100}.00"

    def _boolean(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> bool:  # noqa: ARG002
        return self._weighed(habit.pick) == "yes" if habit.pick else True

    def _date(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> str:  # noqa: ARG002
        return (scene.on + timedelta(days=self.chance.randint(*(habit.days or (0, 0))))).isoformat()

    def _moment(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> str:  # noqa: ARG002
        return scene.at.isoformat(timespec="minutes")

    def _choice(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> str:  # noqa: ARG002
        if habit.pick:
            return self._weighed(habit.pick)
        calm = [each for each in CALM if each in field.options]
        return calm[0] if calm else self.chance.choice(list(field.options))

    def _choices(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> list[str]:  # noqa: ARG002
        if habit.sets:
            return list(self.chance.choice(habit.sets))
        if habit.pick:
            return [self._weighed(habit.pick)]
        calm = [each for each in CALM if each in field.options]
        return calm[:1] if calm and not habit.every else list(field.options)

    def _party(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> dict[str, Any]:  # noqa: ARG002
        if self.party["name"] in [each.get("name") for each in scene.facts.values() if isinstance(each, dict)]:
            return self.someone()
        return dict(self.party)

    def _parties(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> list[dict[str, Any]]:  # noqa: ARG002
        return [self.someone() for _ in range(self.chance.randint(*habit.count))]

    def _people(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> list[dict[str, Any]]:
        holds = getattr(field, "holds", None)
        chosen = list(self.pair)
        if habit.people:
            wanted = [each for role in habit.people for each in self.body.with_role((role,))]
            chosen = list(dict.fromkeys(wanted))[: self.chance.randint(*habit.count)]
        return [officer.facts(on=scene.on, holds=holds) for officer in chosen]

    def _person(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> dict[str, Any]:
        roles = habit.people or ("handler", "legal_reviewer", "head")
        others = [each for role in roles for each in self.body.with_role((role,)) if each not in self.pair]
        officer = self.chance.choice(others) if others else scene.by
        return officer.facts(on=scene.on, holds=getattr(field, "holds", None))

    def _organization(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> dict[str, str]:  # noqa: ARG002
        return {"name": self._worded(self.chance.choice(habit.texts or self.names.organizations), scene)}

    def _entry(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> dict[str, Any] | None:  # noqa: ARG002
        assert isinstance(field, Field)
        found = self._listed(field)
        return dict(self.chance.choice(found).record) if found else None

    def _entries(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> list[dict[str, Any]]:  # noqa: ARG002
        assert isinstance(field, Field)
        found = self._listed(field)
        chosen = self.chance.sample(found, min(len(found), self.chance.randint(*habit.count)))
        return [dict(each.record) for each in chosen]

    def _listed(self, field: Field) -> Sequence[Listed]:
        """The entries that the case's body may choose."""
        if self.entries is None:
            return [Listed({"id": "1", "key": "1", "title": f"{field.title}甲", "valid": True})]
        found = self.entries(str(field.refers_to))
        own = [each for each in found if each.path.startswith(self.body.path) or self.body.path.startswith(each.path)]
        return own if field.own else found

    def filled_by(self, field: Field, kept: Any, fields: Mapping[str, Field]) -> dict[str, Any]:
        """What an entry that was chosen fills in other fields."""
        if not field.fills or not kept or self.entries is None:
            return {}
        register = library.shelf().get(str(field.refers_to))
        listed = next(each for each in self.entries(register.id) if each.record["id"] == kept["id"])
        said = {name: value for name, value in listed.data.items() if name not in register.personal}
        return carried(field.fills, source=register.fields, values=said, target=fields)

    def _changes(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> dict[str, Any]:  # noqa: ARG002
        return {"draft": "1", "sm3": "0" * 64, "title": "年度调整", "added": 1, "changed": 0, "withdrawn": 0}

    def _duration(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> str:  # noqa: ARG002
        default = getattr(field, "default", None)
        return self.chance.choice(habit.lengths) if habit.lengths else str(default or "10 working days")

    def _rows(self, field: Field | Column, habit: FieldHabit, scene: Scene) -> list[dict[str, Any]]:
        assert isinstance(field, Field)
        numbers = [row.get("number") for row in scene.facts.get(habit.mirror or "", ())]
        if not habit.mirror:
            numbers = list(range(1, self.chance.randint(*habit.count) + 1))
        rows = []
        for number in numbers:
            row = {name: self._cell(name, column, habit, scene) for name, column in field.columns.items()}
            rows.append(row | ({"number": number} if "number" in field.columns else {}))
        return rows

    def _cell(self, name: str, column: Column, habit: FieldHabit, scene: Scene) -> Any:
        own = habit.columns.get(name, NOTHING)
        if column.optional and own == NOTHING:
            return None
        return self._of_type(column, own, scene)


def _number_of(kind: str, number: int) -> str:
    """A card number or credit code of nobody: the sample's division 990102 is in no list.

    The code of an organization has the right check digit, so that what is handed in of cases (双公示) passes; the
    number of a person stays one that cannot be anybody's.
    """
    if kind == "person":
        return f"99{number // 10_000:04}19900101{number % 10_000:04}"
    code = f"{'92' if kind == 'sole_trader' else '91'}990102MA{number % 10**7:07}"
    return code + str(uscc.calc_check_digit(code))


_KINDS: dict[Kind, Callable[[Inventor, Any, FieldHabit, Scene], Any]] = {
    Kind.TEXT: Inventor._text,
    Kind.LONG_TEXT: Inventor._text,
    Kind.NUMBER: Inventor._number,
    Kind.MONEY: Inventor._money,
    Kind.BOOLEAN: Inventor._boolean,
    Kind.DATE: Inventor._date,
    Kind.MOMENT: Inventor._moment,
    Kind.CHOICE: Inventor._choice,
    Kind.CHOICES: Inventor._choices,
    Kind.PARTY: Inventor._party,
    Kind.PARTIES: Inventor._parties,
    Kind.PERSON: Inventor._person,
    Kind.PEOPLE: Inventor._people,
    Kind.ORGANIZATION: Inventor._organization,
    Kind.ROWS: Inventor._rows,
    Kind.DURATION: Inventor._duration,
    Kind.ENTRY: Inventor._entry,
    Kind.ENTRIES: Inventor._entries,
    Kind.CHANGES: Inventor._changes,
}
