"""The passes in order: mend the text, find quantities, keep those that are figures, say what each counts."""

from __future__ import annotations

from fazhi.documents.document import Document
from fazhi.figures.reading.measures import named
from fazhi.figures.reading.mending import mended
from fazhi.figures.reading.model import ReadFigure, ReadReport
from fazhi.figures.reading.places import places_of
from fazhi.figures.reading.qualifiers import change_in, kind_of, qualifiers_of
from fazhi.figures.reading.quantities import quantities_of
from fazhi.figures.reading.statements import figures_among
from fazhi.figures.reading.subjects import subjects_of
from fazhi.plans.reading.clauses import split_clauses


def read_report(document: Document) -> ReadReport:
    """Reads the report in a document; offsets are those of `document.text`."""
    return read_report_text(document.text)


def read_report_text(text: str) -> ReadReport:
    """Reads a report from its text. Offsets are code points of `text`; any text can be read."""
    clean = mended(text)
    clauses = split_clauses(clean.folded)
    places = places_of(clauses, figures_among(clauses, quantities_of(clean.folded)))
    figures: list[ReadFigure] = []
    change = ""
    for place, what in zip(places, subjects_of(clauses, places), strict=True):
        quantity = place.quantity
        left = place.left.rsplit("\n", 1)[-1]
        if left.strip(" 、和及与"):
            change = change_in(left) if "分别" in left else ""
        start, end = clean.source_span(quantity.start, quantity.end)
        qualifiers = qualifiers_of(clean.folded, quantity, left, change)
        figures.append(
            ReadFigure(
                start, end, text[start:end], quantity.value, quantity.high,
                named(quantity.unit), what, qualifiers, kind_of(quantity),
            )
        )  # fmt: skip
    title = next((line.strip() for line in clean.shown.split("\n") if line.strip()), "")
    return ReadReport(title[:120], tuple(figures))
