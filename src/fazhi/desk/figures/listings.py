"""What a list behind a figure is made of, and what of it is for those alone who hold a right of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fazhi.desk.lists import Column
from fazhi.figures.language.things import Named, Sort
from fazhi.government.actors import Actor
from fazhi.government.permissions import Permission


@dataclass(frozen=True)
class Guard:
    """What more a person with a right sees of a list: `columns` and `words` take the place of those for everybody.

    `opens` says who that is. With `reach` the rows themselves are for those alone: it narrows them to what the person
    may look into; the figure still counts all. `permission` is the right, for the sentence about what is left out.
    """

    permission: Permission
    opens: Callable[[Actor], bool]
    columns: Sequence[Column[Any]]
    words: Sequence[str]
    label: str
    reach: Callable[[Actor, QuerySet[Any]], QuerySet[Any]] | None = None


@dataclass(frozen=True)
class Listing:
    """A kind of record as a list. `rows` adds what its cells need; `words` are the fields that are searched."""

    columns: Sequence[Column[Any]]
    order: str
    words: Sequence[str]
    label: str
    rows: Callable[[QuerySet[Any]], QuerySet[Any]]
    unit_word: str = "条"
    guard: Guard | None = None

    def shown_to(self, actor: Actor) -> Listing | Guard:
        """What has the `columns`, `words` and `label` that this person gets."""
        return self.guard if self.guard is not None and self.guard.opens(actor) else self

    def within_reach(self, actor: Actor, records: QuerySet[Any]) -> QuerySet[Any]:
        """The records that this person may look into."""
        return records if self.guard is None or self.guard.reach is None else self.guard.reach(actor, records)

    def names(self, actor: Actor, named: Named) -> bool:
        """Whether this person may read who or what the records name: not people whom the list does not name."""
        return named.sort is not Sort.PERSON or self.guard is None or self.guard.opens(actor)

    @property
    def hides(self) -> Permission | None:
        """The right without which records are left out; None where everybody who sees the number sees them all."""
        return self.guard.permission if self.guard is not None and self.guard.reach is not None else None


def two_lines(url: str, title: str, number: str) -> SafeString:
    """A title that leads somewhere, its number below."""
    return format_html('<a href="{}">{}</a><br><span class="quiet number">{}</span>', url, title, number)
