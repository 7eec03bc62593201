"""How findings say numbers: as the text has them, and differences without needless places."""

from __future__ import annotations

from fazhi.scrutiny.contradictions.stated import Stated

_LONGEST = 18


def quoted(each: Stated) -> str:
    """“受理64件”: what is counted, and the number as the text has it."""
    what = each.figure.what
    return f"“{what if len(what) <= _LONGEST else what[:_LONGEST] + '…'}{written(each)}”"


def written(each: Stated) -> str:
    """The number as the text has it, its line breaks and blanks closed."""
    return "".join(each.figure.text.split())


def plain(value: float) -> str:
    """19, 0.05, 1.2万 stay what they are: no exponent, no needless zeros."""
    return f"{round(value, 4):.4f}".rstrip("0").rstrip(".")


def named(each: Stated) -> str:
    """What is counted, short."""
    return each.figure.what[:_LONGEST] or "该数"
