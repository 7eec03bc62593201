"""指标体系: the tree of a system with its weights and warnings; taking one over; adjusting a copy for the place."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.assessment import editions
from fazhi.assessment.language.adjusting import parameters
from fazhi.assessment.language.checking import figures_of
from fazhi.assessment.language.definition import Item, System, plain
from fazhi.assessment.language.library import UnknownSystemError, known_figures
from fazhi.assessment.language.library import systems as shelf
from fazhi.assessment.language.volume import flags, load_volume_rule
from fazhi.assessment.models import SystemEdition
from fazhi.assessment.scoring.words import rule_words
from fazhi.desk.assessment.words import sections
from fazhi.desk.figures.addresses import figure_url
from fazhi.desk.forms import Form
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.government.permissions import ASSESS_MANAGE, ASSESS_VIEW, may

EDITION = "desk:assessment:edition"


@page(permission=ASSESS_VIEW, methods=("GET",))
def systems(request: DeskRequest) -> HttpResponse:
    """What the catalog offers, and the editions that this place uses."""
    context = {
        "title": "指标体系",
        "tabs": sections(request.actor, "systems"),
        "catalog": [_summary(system) for system in shelf()],
        "editions": editions.editions(request.actor),
        "manages": may(request.actor, ASSESS_MANAGE),
        "rule": load_volume_rule(),
    }
    return show(request, "desk/assessment/systems.html", context)


@page(permission=ASSESS_VIEW, methods=("GET",))
def catalog(request: DeskRequest, key: str) -> HttpResponse:
    """A system as the catalog has it."""
    try:
        system = shelf().get(key)
    except UnknownSystemError:
        raise Http404 from None
    context = tree_of(system) | {"manages": may(request.actor, ASSESS_MANAGE) and not system.outline, "key": key}
    return show(request, "desk/assessment/system.html", context | {"trail": _trail()})


@page(permission=ASSESS_MANAGE, methods=("POST",))
def adopt(request: DeskRequest, key: str) -> HttpResponse:
    """Takes a system of the catalog over."""
    made = editions.adopt(actor=request.actor, key=key, at=request.now)
    return done(request, f"已采用“{made}”。可以按本地情况调整分值，也可以直接用来考核。", EDITION, made.pk)


@page(permission=ASSESS_VIEW, methods=("GET",))
def edition(request: DeskRequest, pk: int) -> HttpResponse:
    """An edition, with what it sets differently and why."""
    found = get_object_or_404(editions.editions(request.actor), pk=pk)
    context = tree_of(found.system) | {
        "title": str(found),
        "edition": found,
        "manages": may(request.actor, ASSESS_MANAGE),
        "trail": _trail(),
    }
    return show(request, "desk/assessment/system.html", context)


@page(permission=ASSESS_MANAGE)
def adjust(request: DeskRequest, pk: int) -> HttpResponse:
    """A copy with other weights and thresholds; what the loader refuses is refused here with the same words."""
    found = get_object_or_404(editions.editions(request.actor), pk=pk)
    form = adjusting_form(request, found)
    if form.is_valid():
        given = {name.replace("-", "."): str(value or "") for name, value in form.cleaned_data.items() if name != "why"}
        made = apply(
            form,
            lambda: editions.adjust(
                actor=request.actor, edition=found, given=given, why=form.cleaned_data["why"], at=request.now
            ),
        )
        if made:
            return done(request, f"已保存为“{made.value}”，{len(made.value.changes)} 处调整。", EDITION, made.value.pk)
    context = {
        "title": "调整指标体系",
        "trail": [*_trail(), (str(found), reverse(EDITION, args=[pk]))],
        "edition": found,
        "rows": _rows(found.system, form),
        "rule": load_volume_rule(),
        "back": reverse(EDITION, args=[pk]),
    }
    return show(request, "desk/assessment/adjust.html", context, form=form)


def adjusting_form(request: DeskRequest, found: SystemEdition) -> Form:
    """One field for each number that may be set; a dot in a field's name would not do as an id."""
    fields: dict[str, forms.Field] = {
        each.key.replace(".", "-"): forms.CharField(
            label=each.title, required=False, max_length=300 if each.is_text else 12, initial=each.value
        )
        for each in parameters(found.system)
    }
    fields["why"] = forms.CharField(
        label="调整说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="为什么调整；与版本一并公开。",
    )
    made: type[Form] = type("AdjustForm", (Form,), fields)
    return made.of(request)


def tree_of(system: System) -> dict[str, object]:
    """A system as a tree for the template, with warnings at the items that reward volume."""
    figures = known_figures()
    warned = {flag.id: flag for flag in flags(system, figures)}

    def item(each: Item) -> dict[str, object]:
        used = dict.fromkeys((*figures_of(each), *each.evidence.figures))
        return {
            "item": each,
            "rule": rule_words(each, figures),
            "points": plain(each.points),
            "figures": [(figures[name].title, figure_url(name)) for name in used if name in figures],
            "flag": warned.get(each.id),
        }

    return {
        "title": system.title,
        "system": system,
        "count": len(system.items),
        "counted": sum(not each.is_judged for each in system.items),
        "parts": [
            (
                part,
                plain(part.points),
                [(each, plain(each.points), [item(one) for one in each.items]) for each in part.indicators],
            )
            for part in system.parts
        ],
        "bonus": [item(each) for each in system.bonus.items] if system.bonus else [],
        "flags": list(warned.values()),
    }


def _summary(system: System) -> dict[str, object]:
    return {
        "system": system,
        "parts": len(system.parts),
        "items": len(system.items),
        "counted": sum(not each.is_judged for each in system.items),
    }


def _rows(system: System, form: Form) -> list[dict[str, object]]:
    """The fields in the order of the tree: a heading for each part, a line for each item with all its numbers."""
    rows: list[dict[str, object]] = []
    for each in parameters(system):
        place = each.key.split(".")
        depth = sum(part in ("parts", "indicators", "items", "vetoes") for part in place)
        rows.append(
            {
                "field": form[each.key.replace(".", "-")],
                "depth": depth,
                "lead": place[-1] == "points" and "steps" not in place and "scale" not in place,
            }
        )
    return rows


def _trail() -> list[tuple[str, str]]:
    return [("考核", reverse("desk:assessment:home")), ("指标体系", reverse("desk:assessment:systems"))]
