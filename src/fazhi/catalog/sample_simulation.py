"""Data model of ``sample/simulation.yaml``: how officers usually take the cases of a procedure, and what about.

Every word, name and number in that file is invented. The simulation knows no procedure: what is usual in one stands
here, and a procedure that the file does not name is walked by its definition alone.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from fazhi.catalog.loading import CatalogModel
from fazhi.catalog.sample_district import Key

Text = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Reference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
Percent = Annotated[int, Field(ge=0, le=100)]
Weight = Annotated[int, Field(ge=0, le=1000)]
Span = tuple[int, int]


class Habit(CatalogModel):
    """How a step is usually taken: in how many cases of a hundred, how often, how many working days then pass."""

    share: Percent = 100
    times: Span = (1, 1)
    days: Span = (1, 4)
    fixed: bool = False
    """The days are kept even where a limit would be over before: a hearing is on the day that was notified."""
    results: dict[Name, Weight] = {}
    """Results by weight; those not named are only chosen where nothing else is left."""
    after: Reference | None = None
    """Only thought of once this is done, though the procedure would allow it before."""
    until: Reference | None = None
    """Wanted again until this stands: a review until it is passed."""
    again: Reference | None = None
    """Wanted once more for each time this was done: handed in again after a return."""


class FieldHabit(CatalogModel):
    """What is usually entered in a field. Nothing said: what the field's type suggests."""

    pick: dict[Name, Weight] = {}
    """Options by weight; for yes and no ``yes`` and ``no``."""
    sets: tuple[tuple[Name, ...], ...] = ()
    every: bool = False
    """All options: a list of things to check, all of them in order."""
    texts: tuple[Text, ...] = ()
    """``{party}``, ``{unit}``, ``{place}``, ``{day}``, ``{year}``, ``{number}`` are filled in."""
    money: Span | None = None
    """Yuan, in round hundreds."""
    number: Span | None = None
    days: Span | None = None
    """Days after (before, if negative) the day of the act."""
    lengths: tuple[Text, ...] = ()
    same_as: Name | None = None
    """The value of another field."""
    people: tuple[Key, ...] = ()
    """Roles from which people are taken, in order."""
    count: Span = (1, 1)
    """How many people or rows."""
    columns: dict[Name, FieldHabit] = {}
    mirror: Name | None = None
    """One row for each row of another table, with the same number."""
    filled: Percent = 0
    """How often it is filled in where it need not be."""


class Matter(CatalogModel):
    """What a case is about: words that belong together, by field. ``bodies``: whose business it is; none: anybody's."""

    bodies: tuple[Key, ...] = ()
    texts: dict[Name, Text]


class ProcedureHabits(CatalogModel):
    """How one procedure is usually walked. The order of ``steps`` is that in which a person would think of them."""

    share: Weight
    bodies: tuple[Key, ...] = ()
    steps: dict[Reference, Habit] = {}
    fields: dict[Name, FieldHabit] = {}
    matters: tuple[Matter, ...] = ()


class Names(CatalogModel):
    """Of what invented names are made."""

    surnames: tuple[Text, ...] = Field(min_length=1)
    given: tuple[Text, ...] = Field(min_length=1)
    companies: tuple[Text, ...] = Field(min_length=1)
    trades: tuple[Text, ...] = Field(min_length=1)
    streets: tuple[Text, ...] = Field(min_length=1)
    organizations: tuple[Text, ...] = Field(min_length=1)
    sentences: tuple[Text, ...] = Field(min_length=1)
    """What stands in a long text that nothing better is known for; ``{title}`` is the field's."""


class Shares(CatalogModel):
    """Of how many cases in a hundred something is true that officers would rather not hear."""

    tardy: Percent
    corrected: Percent
    tried_something_refused: Percent
    left_lying: Percent
    entered_later: Percent


class SampleSimulation(CatalogModel):
    """``simulation.yaml``."""

    names: Names
    shares: Shares
    procedures: dict[Name, ProcedureHabits]
