"""What a name means at a place in a condition: a declared name, or the variable of an enclosing macro."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fazhi.procedures.conditions.tree import Expression, Literal, Macro, Member, Reference, to_text
from fazhi.procedures.conditions.types import ANYTHING, ListOf, Name, Record, Type, as_name


@dataclass(frozen=True, slots=True)
class Scope:
    """The declared names, and the variables around a place."""

    names: Mapping[str, Type | Name]
    variables: Mapping[str, Name] = field(default_factory=dict)

    def find(self, name: str) -> Name | None:
        """What a name stands for, or None."""
        if name in self.variables:
            return self.variables[name]
        return as_name(self.names[name]) if name in self.names else None

    def inside(self, macro: Macro, kind: Type, title: str | None = None) -> Scope:
        """The scope of a macro's body, when its list is of this type. The variable goes by the list's title."""
        of = kind.of if isinstance(kind, ListOf) else ANYTHING
        called = self.title(macro.over) if title is None else title
        return Scope(self.names, {**self.variables, macro.variable: Name(of, called)})

    def title(self, node: Expression) -> str:
        """The Chinese title of a field or a part of one, else ''."""
        match node:
            case Reference(name=name):
                found = self.find(name)
                return found.title if found else ""
            case Member(of=of, name=name):
                part = self._part(of, name)
                outer = self.title(of)
                if not part or not part.title:
                    return ""
                return part.title if not outer or part.title.startswith(outer) else f"{outer}的{part.title}"
            case Macro(kind="filter", over=over):
                return self.title(over)
        return ""

    def subject(self, node: Expression) -> str:
        """How a message speaks of a part of the condition: by its title where it has one, else by its text."""
        if title := self.title(node):
            return title
        text = to_text(node)
        return text if isinstance(node, Reference | Member | Literal) else f"“{text}”"

    def _part(self, of: Expression, name: str) -> Name | None:
        record = self._type(of)
        if isinstance(record, Record) and name in record.fields:
            return as_name(record.fields[name])
        return None

    def _type(self, node: Expression) -> Type | None:
        """The type of a reference or a part of one, which is all that titles need."""
        if isinstance(node, Reference):
            found = self.find(node.name)
            return found.type if found else None
        if isinstance(node, Member) and (part := self._part(node.of, node.name)):
            return part.type
        return None
