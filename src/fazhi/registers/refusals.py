"""What the verbs of this app say when they do not do what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class Refused(Exception):  # noqa: N818 -- reads as what it says
    """A person's mistake: `say` is the Chinese sentence they read, `field` the form field it belongs to."""

    def __init__(self, say: str, *, field: str = "") -> None:
        super().__init__(say)
        self.say = say
        self.field = field


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one change: its number from 0, the field ("" for the change as a whole), what to mend."""

    number: int
    field: str
    say: str


class ChangesRefused(Refused):
    """Changes of which some are faulty: nothing was applied. `faults` has every one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("".join(fault.say for fault in faults[:20]), field=faults[0].field)
        self.faults = tuple(faults)
