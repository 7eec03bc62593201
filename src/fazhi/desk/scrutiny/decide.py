"""Saying which figure a stated number is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.pages import DeskRequest, done, page, show
from fazhi.desk.scrutiny.check import draft_of
from fazhi.desk.scrutiny.words import PAGE, figure_title, trail, verdict_mark
from fazhi.figures.language import library
from fazhi.government.permissions import REPORT_MANAGE, REPORT_WRITE
from fazhi.scrutiny import deciding
from fazhi.scrutiny.models import StatedFigure
from fazhi.scrutiny.refusals import Refused

AROUND = 60
CHECKERS = (REPORT_MANAGE, REPORT_WRITE)


@dataclass(frozen=True)
class Choice:
    """A figure to choose; `note` is its domain and definition in words, `near` how alike its wording is, in %."""

    id: str
    title: str
    note: str
    near: int | None
    chosen: bool


@page(permission=CHECKERS, methods=("GET",))
def decide(request: DeskRequest, pk: int, order: int) -> HttpResponse:
    """The figures that it could be: the nearest ones, or what is searched for."""
    return _shown(request, _stated(request, pk, order), request.GET.get("q", ""))


@page(permission=CHECKERS, methods=("POST",))
def assign(request: DeskRequest, pk: int, order: int) -> HttpResponse:
    """This number is that figure."""
    stated = _stated(request, pk, order)
    try:
        stated = deciding.assign(
            actor=request.actor,
            stated=stated,
            figure=request.POST.get("figure", ""),
            remember="remember" in request.POST,
            at=request.now,
        )
    except Refused as refusal:
        return _shown(request, stated, request.POST.get("q", ""), refusal.say)
    say = f"“{stated.what}”对应为“{figure_title(stated.figure)}”：{stated.found.label}。"
    return _back(request, stated, say)


@page(permission=CHECKERS, methods=("POST",))
def leave(request: DeskRequest, pk: int, order: int) -> HttpResponse:
    """This number is none of the platform's figures."""
    stated = _stated(request, pk, order)
    deciding.leave(actor=request.actor, stated=stated, remember="remember" in request.POST, at=request.now)
    return _back(request, stated, f"“{stated.what}”不再核对。")


@page(permission=CHECKERS, methods=("POST",))
def reopen(request: DeskRequest, pk: int, order: int) -> HttpResponse:
    """Takes a decision back."""
    stated = _stated(request, pk, order)
    deciding.reopen(actor=request.actor, stated=stated, at=request.now)
    return _back(request, stated, f"“{stated.what}”的对应已撤回。")


def _stated(request: DeskRequest, pk: int, order: int) -> StatedFigure:
    draft = draft_of(request, pk)
    return get_object_or_404(StatedFigure.objects.select_related("draft", "decided_by"), draft=draft, order=order)


def _choices(stated: StatedFigure, words: str) -> Sequence[Choice]:
    """What the search finds; without one, the nearest figures, and then all of the catalog by domain."""
    shelf = library.shelf()
    near = {name: round(score * 100) for name, score in stated.candidates}
    texts = {name: " ".join((*figure.words, shelf.domain_of(name).title)) for name, figure in shelf.figures.items()}
    names = [name for name in (*near, *texts) if name in texts and all(word in texts[name] for word in words.split())]
    names = list(dict.fromkeys(names))
    return [
        Choice(
            name, shelf.get(name).title, f"{shelf.domain_of(name).title} · {shelf.get(name).unit}", near.get(name),
            name == stated.figure,
        )
        for name in names
    ]  # fmt: skip


def _back(request: DeskRequest, stated: StatedFigure, say: str) -> HttpResponse:
    shown = request.POST.get("show", "all")
    shown = shown if shown.isalpha() else "all"
    address = f"{reverse(PAGE, args=[stated.draft_id])}?show={shown}#t-{stated.order}"
    return done(request, say, address)


def _shown(request: DeskRequest, stated: StatedFigure, asked: str, refused: str = "") -> HttpResponse:
    words = asked.strip()[:60]
    context = {
        "title": f"“{stated.what or stated.written}”是哪个数据",
        "trail": trail(stated.draft),
        "stated": stated,
        "mark": verdict_mark(stated.found),
        "before": stated.draft.text[max(0, stated.start - AROUND) : stated.start],
        "after": stated.draft.text[stated.end : stated.end + AROUND],
        "choices": _choices(stated, words),
        "q": words,
        "refused": refused,
        "current": figure_title(stated.figure) if stated.figure else "",
    }
    response = show(request, "desk/scrutiny/decide.html", context)
    response.status_code = 422 if refused else 200
    return response
