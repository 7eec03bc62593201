"""What a verb of this app says when it cannot do what was asked."""


class Refused(Exception):  # noqa: N818 -- reads as what it says
    """A person's mistake: `say` is the Chinese sentence they read, `field` the form field it belongs to."""

    def __init__(self, say: str, *, field: str = "") -> None:
        super().__init__(say)
        self.say = say
        self.field = field
