"""The form, page by page. Whatever was typed is kept before anything is checked, so that no mistake costs it.

Pages need no script. ``to`` is the button that was pressed: ``next``, or the slug of another page, to which one goes
without being held up by what is still missing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponseBase

from fazhi.intake import entering, rates, receivers
from fazhi.intake.rates import Limit
from fazhi.intake.refusals import Refused
from fazhi.portal.account.applying import is_signed_in, known_about, known_kind, remember
from fazhi.portal.applying import inputs, materials
from fazhi.portal.applying.around import frame_of, to_page, too_many
from fazhi.portal.applying.checking import about_faults, check
from fazhi.portal.applying.state import Wizard, wizard
from fazhi.portal.applying.steps import BODY, CHECK, PAPERS, YOU, Page
from fazhi.portal.pages import PublicRequest, public_page, show

BEGUN = Limit("begun", 60, timedelta(hours=1))
"""Drafts of one address: whoever types never comes near it."""
OFFERED = 30
"""Bodies shown at once."""
LONGEST = 5_000


@public_page(methods=("GET", "POST"), cached=False)
def step(request: PublicRequest, form: str, slug: str) -> HttpResponseBase:
    """One page of a form."""
    at = wizard(request, form)
    page = next((each for each in at.pages if each.slug == slug), None)
    if page is None:
        raise Http404
    if at.draft is not None and (at.draft.receipt or at.draft.waits):
        return to_page(at, "sent" if at.draft.receipt else "wait")
    if request.method == "POST" and at.draft is None:
        counted = rates.count(BEGUN, request.META.get("REMOTE_ADDR", ""), at=request.now)
        if counted.too_many:
            return too_many(at, page, counted.until)
    if request.method == "POST" and at.late(page):
        at.keep(refused={name: say for name, say in at.content["refused"].items() if name not in at.late(page)})
    if request.method == "POST" and at.draft is None and page is not at.pages[0]:
        return _begun_anew(at, page)
    return _answered(at, page)


def _begun_anew(at: Wizard, page: Page) -> HttpResponseBase:
    """What was typed before is no longer kept: what came now is, and the first page says kindly what happened."""
    response = _answered(at, page)
    at.keep(lost=True)
    return at.tell(
        response if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY else to_page(at, at.pages[0].slug)
    )


def _answered(at: Wizard, page: Page) -> HttpResponseBase:
    if page.slug == CHECK:
        return at.tell(check(at, page))
    if page.slug == PAPERS:
        return at.tell(materials.papers(at, page))
    return at.tell({BODY: _body, YOU: _you}.get(page.slug, _matter)(at, page))


def _matter(at: Wizard, page: Page) -> HttpResponseBase:
    """A part of the form. Questions that have come up by what was answered are shown before one goes on."""
    request, faults, news = at.request, at.late(page), set[str]()
    if request.method == "POST":
        before = {each.name for each in at.asked(page)}
        asked = set(request.POST.get("asked", "").split()) or before
        fields = [each for name, each in at.fields().items() if name in asked and name in at.names(page)]
        changed: dict[str, Any] = {"typed": {**at.typed, **inputs.read(fields, request.POST)}}
        if page.part == 0:
            changed |= {"kind": request.POST.get("applicant_kind", at.content.get("kind", "")), "lost": False}
        if at.form.place and page.part == len(at.form.parts) - 1:
            changed |= {name: request.POST.get(name, "")[:LONGEST] for name in ("place", "position")}
        at.keep(**changed)
        if other := _elsewhere(at, page):
            return other
        if "more" not in request.POST:
            faults = _faults(at, page)
            news = {each.name for each in at.asked(page)} - asked
            if not faults:
                return _onward(at, page)
            if news and not faults.keys() - news:
                faults = {}
    shown = at.asked(page)
    has_place = bool(at.form.place) and page.part == len(at.form.parts) - 1
    context = {
        "part": at.form.parts[page.part or 0],
        "inputs": inputs.made(shown, at.typed, faults, at.roster),
        "asked": " ".join(each.name for each in shown),
        "kinds": at.kinds if page.part == 0 and len(at.kinds) > 1 else {},
        "kind": at.content.get("kind") or known_kind(request),
        "place": at.form.place if has_place else None,
        "place_value": at.content.get("place", ""),
        "position": at.content.get("position", ""),
        "news": bool(news),
        "lost": page.part == 0 and bool(at.content.get("lost")),
    }
    return _page(at, page, "portal/applying/matter.html", context, faults)


def _faults(at: Wizard, page: Page) -> dict[str, str]:
    faults = {}
    if page.part == 0 and at.content.get("kind") not in at.kinds and len(at.kinds) > 1:
        faults["applicant_kind"] = "请选择您是个人还是单位。"
    found = entering.entered(at.form, at.definition, at.given(), kind=at.kind, on=at.on, only=at.names(page))
    faults |= found.faults
    place = at.form.place
    if place and place.required and page.part == len(at.form.parts) - 1 and not at.content.get("place", "").strip():
        faults["place"] = f"请填写“{place.label}”。"
    return faults


def _body(at: Wizard, page: Page) -> HttpResponseBase:
    """Which body it goes to: found by words, chosen among few."""
    request, faults = at.request, at.late(page)
    words = str(request.POST.get("words", at.content.get("words", "")))[:50].strip()
    if request.method == "POST":
        at.keep(words=words, body=request.POST.get("body", "") or at.content.get("body", ""))
        if other := _elsewhere(at, page):
            return other
        if "find" not in request.POST:
            try:
                receivers.receiver_for(at.form, jurisdiction=request.jurisdiction, chosen=at.content.get("body", ""))
                return _onward(at, page)
            except Refused as refused:
                faults["body"] = refused.say
    offered = list(receivers.offered(at.form.receives, jurisdiction=request.jurisdiction, words=words)[: OFFERED + 1])
    chosen = at.content.get("body", "")
    if chosen.isdecimal() and len(chosen) < 19 and chosen not in {str(each.pk) for each in offered[:OFFERED]}:
        kept = receivers.offered(at.form.receives, jurisdiction=request.jurisdiction).filter(pk=int(chosen)).first()
        offered = [*([kept] if kept else []), *offered]
    context = {
        "receives": at.form.receives,
        "bodies": offered[:OFFERED],
        "more": len(offered) > OFFERED,
        "words": words,
        "chosen": chosen,
    }
    return _page(at, page, "portal/applying/body.html", context, faults)


def _you(at: Wizard, page: Page) -> HttpResponseBase:
    """Who applies, and who for them."""
    request, faults = at.request, at.late(page)
    if request.method == "POST":
        post = request.POST
        typed = {name: post.get(name, "")[:LONGEST] for name in entering.needs_of(at.form, at.kind)}
        agent = {name: post.get(f"agent.{name}", "")[:LONGEST] for name in ("name", "phone", "id_number")}
        at.keep(about={**at.content.get("about", {}), **typed}, agent=agent)
        if at.draft is not None:
            remember(request, at.draft.key)
        if other := _elsewhere(at, page):
            return other
        faults = about_faults(at)
        if not faults:
            return _onward(at, page)
    known = known_about(request, at.kind)
    about = at.content.get("about") or known
    context = {
        "lines": inputs.lines(at.form, at.kind, about, faults, is_called=at.is_called),
        "is_in": is_signed_in(request),
        "is_known": bool(known) and "about" not in at.content,
        "agent_lines": inputs.agent_lines(at.form, at.content.get("agent", {}), faults),
        "has_agent": any(at.content.get("agent", {}).values()),
        "kind_label": at.kinds[at.kind],
    }
    return _page(at, page, "portal/applying/you.html", context, faults)


def _page(
    at: Wizard, page: Page, template: str, context: Mapping[str, Any], faults: Mapping[str, str]
) -> HttpResponseBase:
    whole = {**frame_of(at, page), **context, "faults": faults}
    return show(at.request, template, whole, status=422 if faults and at.request.method == "POST" else 200)


def _elsewhere(at: Wizard, page: Page) -> HttpResponseBase | None:
    """To the page whose button was pressed, whatever is missing here."""
    to = at.request.POST.get("to", "")
    return to_page(at, to) if to != page.slug and any(each.slug == to for each in at.pages) else None


def _onward(at: Wizard, page: Page) -> HttpResponseBase:
    """To the next page; back to the check once one has been there."""
    if at.content.get("checked"):
        return to_page(at, CHECK)
    return to_page(at, at.pages[at.pages.index(page) + 1].slug)
