"""What the search box finds of follow-ups, problems and bulletins."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode

from fazhi import clock
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.desk.supervision.words import due_mark, followup_mark
from fazhi.government.actors import Actor
from fazhi.plans.supervision_queries import visible_bulletins, visible_followups, visible_problems


def find_followups(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By number, matter, source and unit, the newest first."""
    condition = matching(words, "number", "matter", "source", "unit__name", "unit__short_name")
    found = visible_followups(actor, clock.now()).filter(condition).order_by("-issued_at", "-id")
    return [
        Hit(
            title=f"{each.number} {each.matter[:40]}",
            url=reverse("desk:supervision:followup", args=[each.pk]),
            about=f"{each.unit}　{each.get_state_display()}",
            mark=followup_mark(each),
        )
        for each in found[:limit]
    ]


def find_problems(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By number, text, where it was found and unit, the newest first."""
    today = clock.today()
    condition = matching(words, "number", "text", "source_note", "unit__name", "unit__short_name")
    return [
        Hit(
            title=f"{each.number} {each.text[:40]}",
            url=reverse("desk:supervision:problem", args=[each.pk]),
            about=f"{each.unit}　{each.get_state_display()}",
            mark=due_mark(each, today),
        )
        for each in visible_problems(actor, today).filter(condition).order_by("-id")[:limit]
    ]


def find_bulletins(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By title, the newest first."""
    return [
        Hit(
            title=each.title,
            url=reverse("desk:supervision:bulletin", args=[each.pk]),
            about=f"{each.year}年第{each.number}期" if each.is_issued else "草稿",
        )
        for each in visible_bulletins(actor).filter(matching(words, "title"))[:limit]
    ]


def _more(name: str) -> str:
    return reverse(f"desk:supervision:{name}")


register(
    SearchSource("followups", "督办事项", find_followups, 20, lambda q: f"{_more('followups')}?{urlencode({'q': q})}")
)
register(
    SearchSource("problems", "问题台账", find_problems, 30, lambda q: f"{_more('problems')}?{urlencode({'q': q})}")
)
register(
    SearchSource("bulletins", "督查通报", find_bulletins, 40, lambda q: f"{_more('bulletins')}?{urlencode({'q': q})}")
)
