"""All checks over one text, in the order of the text, each fault once."""

from __future__ import annotations

from fazhi.figures.reading import ReadFigure
from fazhi.scrutiny.contradictions.dates import dates
from fazhi.scrutiny.contradictions.flows import flows
from fazhi.scrutiny.contradictions.growth import growth
from fazhi.scrutiny.contradictions.model import Contradiction, Severity
from fazhi.scrutiny.contradictions.parts import above_hundred, greater_parts
from fazhi.scrutiny.contradictions.phrases import phrases
from fazhi.scrutiny.contradictions.rates import rates
from fazhi.scrutiny.contradictions.repeats import repeats
from fazhi.scrutiny.contradictions.stated import Page, page_of
from fazhi.scrutiny.contradictions.sums import sums
from fazhi.scrutiny.contradictions.tables import tables


def contradictions_of(
    text: str, figures: tuple[ReadFigure, ...], *, year: int | None = None
) -> tuple[Contradiction, ...]:
    """What does not agree inside a text, certain findings and those that deserve a look, in the order of the text.

    Args: the text as it was read, its figures (`read_report_text(text).figures`), the year that it reports on; without
    a year nothing is said of dates outside it. Offsets are code points of `text`. Never raises for any text.
    """
    return found_in(page_of(text, figures), year=year)


def found_in(page: Page, *, year: int | None) -> tuple[Contradiction, ...]:
    """The same for a text that has been prepared."""
    found = [
        *sums(page), *tables(page), *flows(page), *greater_parts(page), *above_hundred(page), *rates(page),
        *growth(page), *repeats(page, year), *dates(page, year), *phrases(page),
    ]  # fmt: skip
    return tuple(sorted(_each_once(found), key=lambda each: each.spans[0]))


def _each_once(found: list[Contradiction]) -> list[Contradiction]:
    """Without findings about numbers that a surer one concerns already: a certain one silences those it covers."""
    kept: list[Contradiction] = []
    for each in sorted(found, key=lambda one: (one.severity is not Severity.CERTAIN, -len(one.spans))):
        if not any(set(each.spans) <= set(other.spans) for other in kept):
            kept.append(each)
    return kept
