"""What the verbs of this app say when they do not do what was asked."""

from collections.abc import Sequence

from fazhi.government.refusals import Refused as GovernmentRefused


class Refused(GovernmentRefused):
    """A person's mistake: `say` is the Chinese sentence they read, `field` the form field it belongs to.

    It is one of government's, so that the desk shows it like all others without knowing this app.
    """


class ListRefused(Refused):
    """Something refused for several reasons at once; `rows` says each."""

    def __init__(self, say: str, rows: Sequence[str], *, field: str = "") -> None:
        super().__init__(say, field=field)
        self.rows = tuple(rows)
