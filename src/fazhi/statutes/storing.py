"""Paragraphs 款 as JSON and back. Short keys: a library has some ten thousand of them."""

from collections.abc import Sequence
from typing import Any

from fazhi.statutes.reading.model import Item, Paragraph, SubItem

Stored = list[dict[str, Any]]


def stored(paragraphs: Sequence[Paragraph]) -> Stored:
    """A list of {"text", "items": [{"n", "text", "subitems": [{"n", "text"}]}]}; a paragraph's number is its place."""
    return [
        {
            "text": paragraph.text,
            "items": [
                {
                    "n": item.number,
                    "text": item.text,
                    "subitems": [{"n": each.number, "text": each.text} for each in item.subitems],
                }
                for item in paragraph.items
            ],
        }
        for paragraph in paragraphs
    ]


def paragraphs_of(kept: Stored) -> tuple[Paragraph, ...]:
    """The inverse of `stored`."""
    return tuple(
        Paragraph(
            number,
            paragraph["text"],
            tuple(
                Item(item["n"], item["text"], tuple(SubItem(each["n"], each["text"]) for each in item["subitems"]))
                for item in paragraph["items"]
            ),
        )
        for number, paragraph in enumerate(kept, 1)
    )
