"""我的待办: what waits for a person, from sources that each module registers.

    # fazhi/desk/plans/worklist.py
    register(WorkSource("plans.review", "待审核的进展", find, order=10))

`fazhi.desk.urls` imports the worklist modules of the colleagues' packages, so that registering is enough.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fazhi.government.actors import Actor


@dataclass(frozen=True)
class WorkItem:
    """A thing to do: its title and page, the day it is due, a colour (五色) with its words, and a short note."""

    title: str
    url: str
    due: date | None = None
    colour: str = "grey"
    words: str = ""
    note: str = ""


@dataclass(frozen=True)
class Work:
    """What a source found: the nearest items (any number; the page shows a few) and how many there are in all."""

    items: Sequence[WorkItem]
    count: int
    more: str = ""


@dataclass(frozen=True)
class WorkSource:
    """A kind of work. `find(actor, now)` returns the items nearest first, or a `Work` when it counts beyond them.

    `more` is the url of the whole list. `order` places the group on the page, lower first.
    A source costs a fixed number of queries and none at all for a person who lacks the permission.
    """

    key: str
    title: str
    find: Callable[[Actor, datetime], "Sequence[WorkItem] | Work"]
    order: int = 50
    more: str = ""


@dataclass(frozen=True)
class Figure:
    """A number of the overview strip: it opens the list behind it."""

    label: str
    value: int | str
    url: str
    colour: str = ""


_sources: dict[str, WorkSource] = {}
_unread: dict[str, Callable[[Actor, datetime], int]] = {}
_figures: dict[str, Callable[[Actor, datetime], Sequence[Figure]]] = {}


def register(source: WorkSource) -> WorkSource:
    """Adds a source; one with the same key is replaced."""
    _sources[source.key] = source
    return source


def register_unread(key: str, count: Callable[[Actor, datetime], int]) -> None:
    """Adds to the number beside the bell, which leads to the home page. Counted on every page: one indexed query."""
    _unread[key] = count


def register_figures(key: str, find: Callable[[Actor, datetime], Sequence[Figure]]) -> None:
    """Adds numbers to the overview strip on the home page; return none for people who do not oversee."""
    _figures[key] = find


def work_of(actor: Actor, now: datetime) -> list[tuple[WorkSource, Work]]:
    """Every group that has something to do for this person."""
    groups = []
    for source in sorted(_sources.values(), key=lambda s: (s.order, s.key)):
        found = source.find(actor, now)
        work = found if isinstance(found, Work) else Work(found, len(found), source.more)
        if work.count:
            groups.append((source, work))
    return groups


def figures_of(actor: Actor, now: datetime) -> list[Figure]:
    """The overview strip of this person; empty for those who oversee nothing."""
    return [figure for find in _figures.values() for figure in find(actor, now)]


def unread(actor: Actor, now: datetime) -> int:
    """How much is unread, over all modules."""
    return sum(count(actor, now) for count in _unread.values())
