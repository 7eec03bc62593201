"""The one exception of the record."""


class RecordError(Exception):
    """Something that cannot be recorded or read; `say` is a Chinese sentence with what is wrong and how to mend it."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say
