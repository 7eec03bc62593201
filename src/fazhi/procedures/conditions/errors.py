"""What is raised when a condition cannot be read, or does not fit what a procedure declares."""

from __future__ import annotations


class ConditionError(ValueError):
    """A condition that cannot stand. The message is what people read: what is wrong, how to mend it.

    ``position`` is the offset in the condition's own text, in characters from nought.
    """

    def __init__(self, say: str, position: int) -> None:
        super().__init__(say)
        self.say = say
        self.position = position
