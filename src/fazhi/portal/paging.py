"""翻页: a page of rows with the addresses of the others, for lists of the portal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from fazhi.portal.pages import PublicRequest

PAGE = 20
LONGEST_NUMBER = 6
"""Digits of a page number: a longer one is no page."""


@dataclass(frozen=True)
class Paged:
    """The rows of a page, how many there are in all, and which pages are shown to choose from."""

    page: Page[Any]
    count: int

    @property
    def rows(self) -> Sequence[Any]:
        return list(self.page.object_list)

    @property
    def several(self) -> bool:
        return self.page.paginator.num_pages > 1

    @property
    def choices(self) -> Iterator[int | str]:
        """Numbers of pages, with … where some are left out."""
        return self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)


def paged(request: PublicRequest, rows: QuerySet[Any] | Sequence[Any], *, size: int = PAGE) -> Paged:
    """The page asked for, the nearest where there is no such page. Two statements for rows of the database."""
    asked = request.GET.get("page", "")
    paginator = Paginator(rows, size)
    page = paginator.get_page(asked if len(asked) <= LONGEST_NUMBER else 1)
    return Paged(page, paginator.count)
