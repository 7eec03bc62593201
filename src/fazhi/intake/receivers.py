"""Which body receives an application 受理机关: always the same, one that the citizen chooses, or the central office."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Case, Q, QuerySet, Value, When

from fazhi.catalog.organizations import LEVEL_MARK, load_organization_names
from fazhi.government.models import Jurisdiction, Organization
from fazhi.intake.refusals import Refused
from fazhi.procedures.applications.definition import ApplicationForm, Receiver, Receiving

CENTRAL = ("justice",)


def receiver_for(form: ApplicationForm, *, jurisdiction: Jurisdiction, chosen: str = "") -> Organization:
    """The body that receives it. Raises Refused where none was chosen, or the place has none such."""
    if form.receives.by is Receiving.CHOSEN:
        offers = offered(form.receives, jurisdiction=jurisdiction)
        body = offers.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 18 else None
        if body is None:
            raise Refused(f"请选择“{form.receives.label}”。", field="body")
        return body
    for key in form.receives.bodies or CENTRAL:
        if fixed := _named(key, jurisdiction):
            return fixed
    raise Refused(f"{jurisdiction.name}还没有能够受理“{form.title}”的单位，请联系依法治区办。", field="body")


def offered(receives: Receiver, *, jurisdiction: Jurisdiction, words: str = "") -> QuerySet[Organization]:
    """The bodies that can be chosen whose name or alias has the words: kinds as the form names them, then the tree."""
    kinds = [each.value for each in receives.kinds]
    bodies = Organization.objects.filter(jurisdiction=jurisdiction, dissolved_on=None, kind__in=kinds)
    for word in words.split():
        named = Q(name__icontains=word) | Q(short_name__icontains=word) | Q(aliases__name__icontains=word)
        bodies = bodies.filter(named)
    rank = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(kinds)), default=Value(len(kinds)))
    return bodies.annotate(rank=rank).distinct().order_by("rank", "order", "pk")


def _named(key: str, jurisdiction: Jurisdiction) -> Organization | None:
    """The living body of a place that goes by a name of the catalog's table, its own name first."""
    living = Organization.objects.filter(jurisdiction=jurisdiction, dissolved_on=None).order_by("order", "pk")
    for name in _names(key):
        if body := living.filter(Q(name__endswith=name) | Q(short_name=name)).first():
            return body
    return None


@lru_cache(maxsize=64)
def _names(key: str) -> tuple[str, ...]:
    body = next(each for each in load_organization_names().bodies if each.key == key)
    return (body.name, *(each for each in body.synonyms if LEVEL_MARK not in each))
