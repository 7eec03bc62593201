"""Whole numbers as an address or a form has them.

`str.isdigit` and `int` do not mean the same: "²" is a digit to the one and none to the other, and `int` refuses more
than some thousand digits, as PostgreSQL does more than nineteen. Pages ask here instead.
"""

LONGEST = 18
"""Digits of the longest number that any key of the database can have."""


def whole(text: str) -> int | None:
    """The number from 0 that a text is, written in plain digits; None for everything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
