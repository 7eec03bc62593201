"""What the verbs of this app say when they do not do what was asked."""

from collections.abc import Sequence

from fazhi.procedures.casework.requests import Code, Reason


class Refused(Exception):  # noqa: N818 -- reads as what it says
    """A person's mistake: `say` is the Chinese sentence they read, `field` the form field it belongs to."""

    def __init__(self, say: str, *, field: str = "") -> None:
        super().__init__(say)
        self.say = say
        self.field = field


class ActRefused(Refused):
    """An act that the procedure does not allow now. `reasons` has every reason, each with its articles."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__("".join(reason.say for reason in reasons), field=reasons[0].field)
        self.reasons = tuple(reasons)

    @property
    def malformed(self) -> bool:
        """Whether only what was filled in is at fault: missing or unfit, not forbidden."""
        return all(reason.code in (Code.FIELD, Code.RESULT, Code.UNKNOWN_STEP) for reason in self.reasons)
