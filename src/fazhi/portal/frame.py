"""页面框架: what stands around every public page: whose portal it is, the ways through it, the size of its text.

Pages of the desk that guests may read (registers, reports, draws, the law library) show the same frame, so that a
citizen never falls out of the portal: `fazhi.portal.templatetags.portal` makes it for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from fazhi.cases.models import Case
from fazhi.government.models import Jurisdiction
from fazhi.registers.models import Ledger

AREA = "area"
"""The parameter that says for which place a page is shown, where the site serves several."""
TEXT, LARGE, NORMAL = "text", "large", "normal"
"""The cookie that asks for large text, and what it says."""
NOWHERE = "portal:nowhere"
_SECTIONS: Sequence[tuple[str, Sequence[str], Sequence[str]]] = (
    # What it is called, where it leads (the first that is there), which addresses belong to it.
    ("公开", ("notices/",), ("/open/notices/", "/open/gazette/", "/open/registers/", "/draws/", "/e/")),
    (
        "办事",
        ("apply/", "guides/"),
        ("/open/apply/", "/open/follow/", "/open/guides/", "/open/legal-services/", "/procedures/"),
    ),
    ("征求意见和决策", ("drafts/", "decisions/"), ("/open/drafts/", "/open/decisions/")),
    ("数据和报告", ("data/",), ("/open/data/", "/open/reports/")),
    ("核验", ("verify/",), ("/open/verify/", "/open/log/")),
)


@dataclass(frozen=True)
class Way:
    """A link of the frame; ``current``: the page that is shown belongs to it."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Frame:
    """What the frame shows. ``jurisdiction`` is None only on a site that has none yet."""

    jurisdiction: Jurisdiction | None
    places: Sequence[Jurisdiction]
    is_large: bool
    now: datetime
    path: str
    address: str
    area: str

    @property
    def query(self) -> str:
        """``?area=…`` where the place was asked for, else nothing."""
        return self.with_area("")

    def with_area(self, address: str, parameters: Mapping[str, str | int] | None = None) -> str:
        """An address with parameters, and with the place where it was asked for."""
        whole = {name: value for name, value in (parameters or {}).items() if value != ""}
        if self.area:
            whole[AREA] = self.area
        return f"{address}?{urlencode(whole)}" if whole else address

    def way(self, title: str, address: str) -> Way:
        """A link with the place."""
        return Way(title, self.with_area(address), self.path.startswith(address))

    @property
    def sections(self) -> list[Way]:
        """The main navigation: what is there."""
        found = []
        for title, leads, belong in _SECTIONS:
            address = next((each for each in map(inside, leads) if each), "")
            if address:
                current = any(self.path.startswith(each) for each in belong)
                found.append(Way(title, self.with_area(address), current))
        return found

    @property
    def text_switch(self) -> str:
        """The address that switches between sizes of text and comes back here."""
        size = NORMAL if self.is_large else LARGE
        return f"{reverse('portal:text', args=[size])}?{urlencode({'back': self.address})}"


def frame_of(request: HttpRequest, now: datetime) -> Frame:
    """The frame of a request. One statement, once a request."""
    known: Frame | None = getattr(request, "portal_frame", None)
    if known is None:
        every = list(_places())
        places = [each for each in every if each.keeps or each.works] or every
        asked = request.GET.get(AREA, "")
        chosen = next((each for each in every if each.code == asked), None)
        # Above a district stand city and province, which the site knows and does not serve.
        first = next((each for each in places if each.keeps), places[0] if places else None)
        known = Frame(
            jurisdiction=chosen or first,
            places=places,
            is_large=request.COOKIES.get(TEXT) == LARGE,
            now=now,
            path=request.path,
            address=request.get_full_path() if request.method in ("GET", "HEAD") else request.path,
            area=chosen.code if chosen and chosen != first else "",
        )
        request.portal_frame = known  # type: ignore[attr-defined]  # read here only
    return known


def _places() -> QuerySet[Any]:
    """Every place, with whether it keeps registers and the last of its cases, if any. One statement."""
    keeps, works = Ledger.objects.filter(jurisdiction=OuterRef("pk")), Case.objects.filter(jurisdiction=OuterRef("pk"))
    # The last by its index: for a place without cases, whether there is one is answered by reading those of all others.
    last = works.order_by("-opened_on", "-id").values("pk")[:1]
    return Jurisdiction.objects.annotate(keeps=Exists(keeps), works=Subquery(last)).order_by("code")


def nowhere(request: HttpRequest, now: datetime) -> Frame:
    """A frame that asks the database nothing, and so knows no place."""
    return Frame(None, (), request.COOKIES.get(TEXT) == LARGE, now, request.path, request.path, "")


@lru_cache(maxsize=64)
def inside(address: str) -> str:
    """The address below /open/ if the portal has such a page; "" where the part that makes it is not installed."""
    whole = reverse("portal:home") + address
    try:
        found = resolve(whole)
    except Resolver404:
        return ""
    return "" if found.view_name == NOWHERE else whole
