"""A read figure with its surroundings, as a statement to be matched; and the period that its sentence names."""

from __future__ import annotations

import re

from fazhi.scrutiny.acts import is_bare_act
from fazhi.scrutiny.contradictions.stated import Page, Stated
from fazhi.scrutiny.matching import Statement
from fazhi.scrutiny.normalizing import normal
from fazhi.scrutiny.periods import StatedPeriod, period_of

_REMEMBERED, _LONGEST_KEY = 3, 80
_DIGITS = re.compile(r"\d[\d,.]*")


def statement_of(page: Page, each: Stated) -> Statement:
    """What a number says, ready for `fazhi.scrutiny.matching.Matcher`."""
    start = page.sentences[each.sentence][0]
    earlier = [
        other.figure.what for other in page.stated[max(0, each.order - _REMEMBERED) : each.order]
        if other.section == each.section and each.sentence - other.sentence <= 1
    ]  # fmt: skip
    before = _DIGITS.sub("", page.text[start : each.start]) + "".join(earlier)
    return Statement(each.figure.what, each.unit, before, each.section, each.is_growth)


def period_stated(page: Page, each: Stated, year: int) -> StatedPeriod:
    """The period of a number in a report on `year`."""
    return period_of(page.text[page.sentences[each.sentence][0] : each.start], year)


def key_of(page: Page, each: Stated) -> str:
    """What a wording is remembered by: the common form of its words; a bare 受理 with what was received before it."""
    own = normal(each.figure.what)
    if not is_bare_act(own) or not each.order:
        return own[:_LONGEST_KEY]
    before = next(
        (
            normal(other.figure.what)
            for other in reversed(page.stated[max(0, each.order - _REMEMBERED * 2) : each.order])
            if other.section == each.section and not is_bare_act(normal(other.figure.what))
        ),
        "",
    )
    return f"{before}/{own}"[:_LONGEST_KEY]
