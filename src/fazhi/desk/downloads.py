"""Handing out kept files, always as a download.

Files of staff are for their jurisdiction. Files of citizens are not: whoever keeps them registers who may read them.

    downloads.register("intake", may_read)      # may_read(actor, kept) -> True, False, or None: not one of mine
"""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from fazhi.desk.pages import DeskRequest, page
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.jobs.models import Job

Rule = Callable[[Actor, KeptFile], bool | None]

_rules: dict[str, Rule] = {}


def register(key: str, rule: Rule) -> None:
    """Adds a rule; one with the same key is replaced."""
    _rules[key] = rule


@page(methods=("GET",))
def download(request: DeskRequest, pk: int) -> HttpResponse:
    """A file of the actor's own jurisdiction; what a job made goes to the person who asked for it only, what a citizen
    handed in to those whom a rule lets in.

    Always an attachment and never sniffed: a web page that somebody handed in must not run as one of ours.
    """
    areas = {seat.jurisdiction_id for seat in request.actor.seats}
    kept = get_object_or_404(KeptFile, pk=pk, jurisdiction__in=areas)
    if Job.objects.filter(result=kept).exclude(asked_by=request.actor.person).exists():
        raise Http404
    if not _let_in(request.actor, kept):
        raise Http404
    response = HttpResponse(store.content(kept), content_type=kept.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=kept.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _let_in(actor: Actor, kept: KeptFile) -> bool:
    """One rule that says yes is enough; where none speaks of it, staff's files are open and citizens' are not."""
    answers = [rule(actor, kept) for rule in _rules.values()]
    if True in answers:
        return True
    return False not in answers and kept.kept_by_id is not None
