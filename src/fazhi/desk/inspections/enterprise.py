"""The page of an enterprise: who came, what was found, what is announced; its code, to be printed."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.cases import queries
from fazhi.desk.inspections.visit_words import risk_words, visit_day, visit_mark
from fazhi.desk.pages import DeskRequest, done, page, show
from fazhi.desk.qr_codes import qr_code
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_WORK, DRAW_HOLD, DRAW_VIEW
from fazhi.inspections import codes, ratings, visits
from fazhi.inspections.supplied import overlap_days
from fazhi.inspections.visits import PROCEDURE, REGISTER, Visit
from fazhi.registers.models import Entry

PAGE = "desk:inspections:enterprise"


@page(permission=DRAW_VIEW, methods=("GET",))
def enterprise(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Facts, the year's count, pending visits of several bodies side by side, and the timeline of all visits."""
    entry = found(request.actor, pk)
    today = request.now.date()
    made = visits.visits_of(entry.pk)
    seen = _visible(request.actor, made)
    pending = [each for each in made if each.pending]
    used = ratings.used_slips([each.case.pk for each in made])
    context = {
        "title": entry.title,
        "trail": _trail(),
        "entry": entry,
        "facts": _facts(entry),
        "year": today.year,
        "times": len(visits.visited_in(today.year, made)),
        "pending": [(each, visit_mark(each, today), _link(each, seen)) for each in pending],
        "merge": len({each.case.organization_id for each in pending}) > 1,
        "near": overlap_days(entry.jurisdiction_id, today),
        "moments": [_moment(each, today, seen, used) for each in made if not each.pending],
        "code": codes.code_of(entry.pk),
        "may_code": permissions.may(request.actor, DRAW_HOLD),
        "may_inspect": permissions.may(request.actor, CASE_WORK),
        "open_url": reverse("desk:inspections:apply", args=[entry.pk]),
    }
    return show(request, "desk/inspections/enterprise.html", context)


@page(permission=DRAW_HOLD, methods=("POST",))
def give_code(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Makes the code, or a new one in the place of one that was lost."""
    entry = found(request.actor, pk)
    renew = request.POST.get("renew") == "1"
    verb = codes.renew if renew else codes.issue
    verb(actor=request.actor, entry=entry, at=request.now)
    say = "已换发企业码，旧码即时失效。" if renew else "已生成企业码。"
    return done(request, say, "desk:inspections:code-print", entry.pk)


@page(permission=DRAW_VIEW, methods=("GET",))
def code_print(request: DeskRequest, pk: UUID) -> HttpResponse:
    """企业码 to be printed and handed over: the address in large letters."""
    entry = found(request.actor, pk)
    code = codes.code_of(entry.pk)
    if code is None:
        raise Http404
    address = request.build_absolute_uri(reverse("desk:open-enterprise", args=[code.code]))
    trail = [*_trail(), (entry.title, reverse(PAGE, args=[entry.pk]))]
    context = {"title": "企业码", "trail": trail, "entry": entry, "address": address, "qr": qr_code(address)}
    return show(request, "desk/inspections/code_print.html", context)


@page(permission=CASE_WORK, methods=("POST",))
def rating_slip(request: DeskRequest, pk: UUID) -> HttpResponse:
    """评价单: the code stands on this page alone and is kept nowhere, so that it cannot be looked up later."""
    case = queries.visible_cases(request.actor).filter(pk=pk, procedure=PROCEDURE).first()
    if case is None:
        raise Http404
    token = ratings.issue_slip(actor=request.actor, case=case, at=request.now)
    entity = visits.visit_of(case).entity
    if entity is None:
        raise Http404
    entry = found(request.actor, entity)
    code = codes.issue(actor=request.actor, entry=entry, at=request.now)
    address = request.build_absolute_uri(reverse("desk:open-enterprise", args=[code.code]))
    context = {
        "title": "检查评价单",
        "trail": [*_trail(), (case.number, reverse("desk:cases:case", args=[case.pk]))],
        "case": case,
        "entry": entry,
        "token": "-".join(token[place : place + 4] for place in range(0, len(token), 4)),
        "address": address,
        "qr": qr_code(address),
    }
    return show(request, "desk/inspections/rating_slip.html", context)


def found(actor: Actor, pk: UUID) -> Entry:
    """An enterprise of the actor's district. Raises Http404."""
    areas = {seat.jurisdiction_id for seat in actor.seats}
    entry = Entry.objects.filter(pk=pk, register=REGISTER, jurisdiction__in=areas)
    one = entry.select_related("organization", "jurisdiction").first()
    if one is None:
        raise Http404
    return one


def _trail() -> list[tuple[str, str]]:
    return [
        ("行政检查", reverse("desk:inspections:home")),
        ("检查对象", reverse("desk:inspections:enterprises")),
    ]


def _facts(entry: Entry) -> list[tuple[str, object]]:
    """What the register shows of it to everybody in the district; personal data stay on its own page, masked."""
    street = entry.data.get("street")
    return [
        ("统一社会信用代码", entry.key),
        ("经营场所", str(entry.data.get("address") or "—")),
        ("所在街道、乡镇", str(street.get("name", "—")) if isinstance(street, dict) else "—"),
        ("信用风险分类", risk_words(entry.data.get("risk_class"))),
        ("登记单位", str(entry.organization or "—")),
    ]


def _visible(actor: Actor, made: list[Visit]) -> frozenset[UUID]:
    """Which of these cases the person may open; one query."""
    wanted = [each.case.pk for each in made]
    return frozenset(queries.visible_cases(actor).filter(pk__in=wanted).values_list("pk", flat=True))


def _link(visit: Visit, seen: frozenset[UUID]) -> str:
    return reverse("desk:cases:case", args=[visit.case.pk]) if visit.case.pk in seen else ""


def _moment(visit: Visit, today: date, seen: frozenset[UUID], used: dict[UUID, bool]) -> dict[str, object]:
    return {
        "visit": visit,
        "on": visit_day(visit),
        "mark": visit_mark(visit, today),
        "url": _link(visit, seen),
        "slip": {None: "", False: "已发评价单", True: "已评价"}[used.get(visit.case.pk)],
    }
