"""Tells the law library what of the public's pages rests on its articles: registers, and kinds of notices.

So that whoever reads an article finds what is open because of it, beside the procedures that it rules.
"""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

from fazhi.portal.notices.kinds import kinds
from fazhi.portal.registers import public_registers
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.grounds import citations
from fazhi.procedures.language.library import library
from fazhi.statutes.citing import CitedAt, register
from fazhi.statutes.reading import Citation


@lru_cache(maxsize=1)
def registers() -> tuple[CitedAt, ...]:
    """Every citation of every public register; read once a process, as the catalog is."""
    return tuple(
        CitedAt(
            source_id=f"registers.{definition.id}",
            source_title=f"公开清单：{definition.title}",
            path=each.spoken,
            citation=Citation.parse(each.citation),
            phrase=each.phrase,
            url=reverse("desk:open-register", args=[definition.id]),
        )
        for definition in public_registers().values()
        for each in citations(definition)
    )


@lru_cache(maxsize=1)
def notices() -> tuple[CitedAt, ...]:
    """The articles on which kinds of notices are public, leading to the notices themselves."""
    procedures = {each.id: each for each in library().latest()}
    return tuple(
        CitedAt(
            source_id=f"notices.{kind.key}",
            source_title=f"公开的内容：{kind.title}",
            path="公开依据",
            citation=Citation.parse(citation),
            phrase=phrase,
            url=f"{reverse('portal:notices')}?kind={kind.key}",
        )
        for kind in kinds().values()
        for citation, phrases in procedures[kind.procedure].publish[kind.publication].basis.items()
        for phrase in listed(phrases)
    )


def announce() -> None:
    """Registers both with the law library."""
    register("portal.registers", registers)
    register("portal.notices", notices)
