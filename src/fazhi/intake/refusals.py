"""What the verbs of this app say when they do not do what was asked."""

from __future__ import annotations

from collections.abc import Mapping

from fazhi.cases.refusals import Refused as CaseRefused


class Refused(CaseRefused):
    """A person's mistake: `say` is the Chinese sentence they read, `field` the form field it belongs to.

    One of the cases' own, so that every page that shows those shows these.
    """


class FormRefused(Refused):
    """A form that cannot be handed in yet: `faults` has what to mend, by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("".join(faults.values()), field=next(iter(faults)))
        self.faults = dict(faults)
