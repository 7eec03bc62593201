"""What the verbs of accounts say when they do not do what was asked; the faults of forms are those of intake."""

from __future__ import annotations

from datetime import datetime

from fazhi.intake.refusals import Refused


class TooMany(Refused):
    """Tried too often; ``until`` is when one may try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__("试的次数太多了，请过一会儿再试。")
        self.until = until
