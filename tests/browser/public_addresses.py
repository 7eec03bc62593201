"""Every address that a guest may open, taken from the site's own list: where each is looked at by axe.

A new page stands in none of the lists below, and `test_every_public_page` says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from fazhi.desk.pages import PageView

_OPEN = ("open_page.<locals>.entered", "public_page.<locals>.decorate.<locals>.entered")

WALKED = {
    # The address of each; names in braces are those of the fixture `made`.
    "open/": "/open/",
    "open/about/": "/open/about/",
    "open/notices/": "/open/notices/",
    "open/notices/enforcement/": "/open/notices/enforcement/",
    "open/notices/documents/": "/open/notices/documents/",
    "open/notices/withdrawn/": "/open/notices/withdrawn/",
    "open/notices/<uuid:pk>/": "/open/notices/{notice}/",
    "open/guides/": "/open/guides/",
    "open/guides/<uuid:pk>/": "/open/guides/{guide}/",
    "open/gazette/": "/open/gazette/",
    "open/gazette/<int:year>-<int:number>/": "/open/gazette/2026-1/",
    "open/legal-services/": "/open/legal-services/",
    "open/search/": "/open/search/?q=食品",
    "open/data/": "/open/data/",
    "open/data/sets/<str:key>/": "/open/data/sets/registers.enforcement_bodies/",
    "open/apply/": "/open/apply/",
    "open/apply/<slug:form>/": "/open/apply/hotline/",
    "open/follow/": "/open/follow/",
    "open/account/": "/open/account/",
    "open/account/in/": "/open/account/in/",
    "open/account/new/": "/open/account/new/",
    "open/account/forgotten/": "/open/account/forgotten/",
    "open/drafts/": "/open/drafts/",
    "open/drafts/<uuid:pk>/": "/open/drafts/{draft}/",
    "open/drafts/<uuid:pk>/say/": "/open/drafts/{draft}/say/",
    "open/decisions/": "/open/decisions/",
    "open/decisions/<uuid:pk>/": "/open/decisions/{decision}/",
    "open/verify/": "/open/verify/",
    "open/log/": "/open/log/",
    "open/^(?!registers/|reports/)(?P<rest>.+/)$": "/open/no/such/page/",
    "open/registers/": "/open/registers/",
    "open/registers/<slug:register>/": "/open/registers/enforcement_bodies/",
    "open/registers/<slug:register>/<uuid:pk>/": "/open/registers/enforcement_bodies/{entry}/",
    "open/reports/": "/open/reports/",
    "procedures/": "/procedures/",
    "procedures/<slug:procedure>/": "/procedures/normative_document/",
    "statutes/": "/statutes/",
    "statutes/search/": "/statutes/search/?q=处罚",
    "statutes/cite/": "/statutes/cite/?c=%E6%97%A0%E6%B3%95%231",
    "draws/": "/draws/",
}

IN_STORIES = {
    # What takes a story to come to; the story looks at it.
    "open/apply/<slug:form>/<slug:slug>/": "test_story_apply",
    "open/apply/<slug:form>/sent/": "test_story_apply",
    "open/apply/<slug:form>/wait/": "test_story_apply",
    "open/follow/matter/": "test_story_apply",
    "open/account/me/": "test_story_account",
    "open/account/me/details/": "test_story_account",
    "open/account/me/phone/": "test_story_account",
    "open/account/me/password/": "test_story_account",
    "open/account/me/close/": "test_story_account",
    "open/drafts/<uuid:pk>/said/<str:receipt>/": "test_story_opinion",
    "open/drafts/<uuid:pk>/wait/<str:key>/": "test_story_opinion",
    "open/reports/<int:year>/": "test_story_report",
    "open/reports/<int:year>/<int:pk>/": "test_story_report",
    "statutes/<str:name>/": "test_statutes",
    "statutes/<str:name>/<statute_day:day>/": "test_statutes",
    "statutes/<str:name>/<statute_day:day>/<statute_article:number>/": "test_statutes",
    "draws/<uuid:pk>/": "test_story_draw",
    "e/<slug:code>/": "test_story_inspection",
}

NO_PAGES = (
    # Files and data, and addresses that only do something and lead on.
    "open/text/<slug:size>/",
    "open/data/catalogue.json",
    "open/data/notices/<slug:procedure>/<slug:publication>/data.<slug:form>",
    "open/data/credit/<slug:kind>.<slug:form>",
    "open/data/feeds/<str:key>.<slug:form>",
    "open/apply/<slug:form>/drop/",
    "open/follow/end/",
    "open/follow/paper/<int:seq>/<slug:instrument>/",
    "open/follow/say/<slug:verb>/",
    "open/follow/keep/",
    "open/follow/remove/",
    "open/account/out/",
    "open/account/open/",
    "open/account/attach/",
    "open/account/me/data/",
    "open/drafts/<uuid:pk>/files/<int:file>/",
    "open/log/checkpoints.jsonl",
    "open/log/key.pem",
    "open/log/proof.json",
    "open/log/consistency.json",
    "open/registers/<slug:register>/data.<slug:form>",
    "open/reports/<int:year>/<int:pk>/data.json",
    "procedures/<slug:procedure>/chart.svg",
    "draws/replay.py",
    "draws/<uuid:pk>/pool.json",
    "draws/<uuid:pk>/result.json",
)


def public_routes() -> set[str]:
    """The routes of all pages that ask for no sign-in: whatever is below /open/, and the open pages of the desk."""
    return {
        route for route, view in _routes(get_resolver().url_patterns) if route.startswith("open/") or _is_open(view)
    }


def _routes(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, each.callback
        else:
            yield from _routes(each.url_patterns, route)


def _is_open(view: Any) -> bool:
    """Whether it was made by a decorator of open pages, or is a list that goes past the sign-in of its class."""
    made = getattr(view, "view_class", None)
    if made is None:
        return getattr(getattr(view, "__code__", None), "co_qualname", "") in _OPEN
    own = made.__mro__[: made.__mro__.index(PageView)] if issubclass(made, PageView) else ()
    return any("dispatch" in vars(each) for each in own)
