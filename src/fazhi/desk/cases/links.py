"""Cases that come from one another 据此立案, as the pages of both show it; and the uses of entries, for their pages."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from fazhi.cases import leading
from fazhi.cases.models import Case, CaseLink, EntryUse
from fazhi.cases.queries import visible_cases
from fazhi.desk.registers import uses
from fazhi.government.actors import Actor


@dataclass(frozen=True)
class Linked:
    """Another case; ``url`` is empty where the reader may not see it."""

    title: str
    url: str
    note: str


def origin_of(actor: Actor, case: Case) -> Linked | None:
    """The case that this one was opened from; one query, two where there is one."""
    link = CaseLink.objects.filter(case=case).select_related("source").first()
    if link is None:
        return None
    if not visible_cases(actor).filter(pk=link.source_id).exists():
        return Linked(link.source.number, "", f"第{link.seq}号记录")
    return Linked(link.source.number, f"{_url(link.source_id)}#act-{link.seq}", f"第{link.seq}号记录")


def followed_by(actor: Actor, case: Case) -> list[Linked]:
    """The cases that were opened from this one, those that the reader may see."""
    cases = visible_cases(actor).filter(origin__source=case).select_related("origin").order_by("opened_on", "pk")
    return [
        Linked(f"{each.number}　{each.title}", _url(each.pk), f"据第{each.origin.seq}号记录，{each.opened_on}立案")
        for each in cases
    ]


def redone(actor: Actor, case: Case) -> list[Linked]:
    """The cases that this one does again 重办, the earliest first; one query where it is the first."""
    cases = leading.done_before(case) if case.definition.can_be_done_again else []
    seen = (
        set(visible_cases(actor).filter(pk__in=[each.pk for each in cases]).values_list("pk", flat=True))
        if cases
        else set()
    )
    return [
        Linked(each.number, _url(each.pk) if each.pk in seen else "", f"{each.closed_on} {each.outcome_title}")
        for each in cases
    ]


def uses_of_entry(actor: Actor, entry_id: UUID, most: int) -> uses.Used:
    """The cases that name an entry, the latest first."""
    named = EntryUse.objects.filter(entry_id=entry_id).values("case")
    cases = visible_cases(actor).filter(pk__in=named).order_by("-opened_on", "-pk")
    shown = [
        uses.Use(
            title=each.title,
            url=_url(each.pk),
            note=each.number,
            on=each.opened_on,
        )
        for each in cases[:most]
    ]
    return uses.Used("案件", shown, cases.count())


def _url(pk: UUID) -> str:
    return reverse("desk:cases:case", args=[pk])


uses.register("cases", uses_of_entry)
