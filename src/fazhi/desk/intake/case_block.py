"""来件 on the page of its case: which applications it came from, and what their applicants have said since."""

from __future__ import annotations

from fazhi.cases import leading
from fazhi.cases.models import Case
from fazhi.desk.cases import blocks
from fazhi.desk.intake.words import address_of, news_mark
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import INTAKE_VIEW
from fazhi.intake.models import FROM_CITIZEN, Application
from fazhi.procedures.applications.library import forms

LAST = 3


def find(actor: Actor, case: Case) -> blocks.Block | None:
    """The applications of a case with the last words of each; None where it came from none.

    One that has gone on to a case that does this one again stands on both.
    """
    if case.procedure not in {form.procedure for form in forms()}:
        return None
    if not permissions.may(actor, INTAKE_VIEW, organization=case.organization):
        return None
    cases = [case, *(leading.done_again(case) if case.closed_on and case.definition.can_be_done_again else [])]
    rows = Application.objects.filter(case__in=cases).defer("applicant", "data", "likeness").order_by("pk")
    lines = [
        {
            "application": each,
            "url": address_of(each),
            "news": news_mark(each),
            "messages": each.messages.filter(kind__in=FROM_CITIZEN).order_by("-id")[:LAST],
        }
        for each in rows
    ]
    return (
        blocks.Block("intake", f"来件（{len(lines)}）", "desk/intake/case_block.html", {"lines": lines})
        if lines
        else None
    )


def install() -> None:
    """Registers the block."""
    blocks.register("intake", find)
