"""订阅: what is new as Atom and RSS, for whoever does not want to come and look every day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.timezone import get_current_timezone

from fazhi.consultations.models import SHOWN, Consultation
from fazhi.portal.frame import inside
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import kind_of, kinds
from fazhi.portal.notices.reading import Wanted
from fazhi.portal.pages import PublicRequest, public_page
from fazhi.publishing.models import Notice

MOST = 50
FORMS: dict[str, type[Atom1Feed | Rss201rev2Feed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
TYPES = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}


@dataclass(frozen=True)
class News:
    """One entry of a feed. ``key`` stays the same for ever, so that readers know it again."""

    key: str
    title: str
    address: str
    text: str
    by: str
    on: date
    kind: str


@dataclass(frozen=True)
class FeedKind:
    """A feed that is offered on the page of open data."""

    key: str
    title: str
    read: Callable[[PublicRequest], Sequence[News]]


@public_page()
def feed(request: PublicRequest, key: str, form: str) -> HttpResponse:
    """``all``, ``notices``, ``drafts``, or ``<procedure>.<publication>`` for one kind of notices."""
    made = FORMS.get(form)
    if made is None:
        raise Http404
    title, news = _asked(request, key)
    whole = made(
        title=f"{request.jurisdiction.name}法治公开：{title}",
        link=request.build_absolute_uri(request.frame.with_area(reverse("portal:home"))),
        description=f"{request.jurisdiction.name}依法公开的{title}，最近 {MOST} 条。",
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
    )
    for each in news:
        whole.add_item(
            title=each.title,
            link=request.build_absolute_uri(each.address),
            description=each.text,
            author_name=each.by,
            pubdate=_moment(each.on),
            updateddate=_moment(each.on),
            unique_id=f"urn:uuid:{each.key}",
            unique_id_is_permalink=False,
            categories=[each.kind],
        )
    return HttpResponse(whole.writeString("utf-8"), content_type=TYPES[form])


def _asked(request: PublicRequest, key: str) -> tuple[str, Sequence[News]]:
    if key in FEEDS:
        return FEEDS[key].title, FEEDS[key].read(request)
    if key in kinds():
        return kinds()[key].title, _notices(request, key)
    raise Http404


def _notices(request: PublicRequest, kind: str = "") -> list[News]:
    rows = reading.narrowed(reading.public(request.jurisdiction, request.now.date()), Wanted(kind=kind))
    return [_news(request, each) for each in rows[:MOST]]


def _news(request: PublicRequest, notice: Notice) -> News:
    assert notice.published_on is not None
    return News(
        key=str(notice.pk),
        title=notice.title,
        address=request.frame.with_area(reverse("portal:notice", args=[notice.pk])),
        text=reading.told(notice),
        by=notice.organization.name,
        on=notice.published_on,
        kind=kind_of(notice.procedure, notice.publication).title,
    )


def _drafts(request: PublicRequest) -> list[News]:
    base = inside("drafts/")
    if not base:
        return []
    rows = Consultation.objects.filter(
        jurisdiction=request.jurisdiction, state__in=SHOWN, opens_on__lte=request.now.date()
    ).select_related("organization")
    return [
        News(
            key=str(each.pk),
            title=f"征求意见：{each.title}",
            address=request.frame.with_area(f"{base}{each.pk}/"),
            text=f"截止 {each.closes_on}。{each.explanation}"[:1000],
            by=each.organization.name,
            on=each.opens_on,
            kind="征求意见",
        )
        for each in rows.order_by("-opens_on", "-pk")[:MOST]
        if each.opens_on is not None
    ]


def _all(request: PublicRequest) -> list[News]:
    whole = [*_notices(request), *_drafts(request)]
    order = count()
    return sorted(whole, key=lambda each: (-each.on.toordinal(), next(order)))[:MOST]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=get_current_timezone())


FEEDS = {
    each.key: each
    for each in (
        FeedKind("all", "全部新公开内容", _all),
        FeedKind("notices", "公开事项", _notices),
        FeedKind("drafts", "征求意见", _drafts),
    )
}
