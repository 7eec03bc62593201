"""What the pure core raises when facts cannot be counted."""


class CountingError(ValueError):
    """A time that cannot be read or counted. The message is what people read: what is wrong, how to mend it."""
