"""The list of consultations, and where a new one begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from fazhi.consultations import from_cases, queries
from fazhi.consultations.kinds import kinds
from fazhi.consultations.models import Consultation, State
from fazhi.desk.consultations.words import PAGE, TITLE, state_mark
from fazhi.desk.lists import Action, Choice, Column, DateRange, ListPage, Unit
from fazhi.desk.templatetags.desk import mark
from fazhi.government.actors import Actor
from fazhi.government.permissions import CONSULT_MANAGE, CONSULT_VIEW, may

MOST_ANNOUNCED = 10


def _kinds(actor: Actor) -> list[tuple[str, str]]:  # noqa: ARG001 -- the same for everybody
    return [(each.id, each.title) for each in kinds().kinds]


class Consultations(ListPage[Consultation]):
    """All that one may see; the newest first, those in preparation above."""

    title, permission, unit_word = TITLE, CONSULT_VIEW, "件"
    columns = (
        Column("title", "标题", lambda c: c.title, link=lambda c: reverse(PAGE, args=[c.pk]), wide=True, width=50),
        Column("number", "编号", lambda c: c.number, sort="number"),
        Column("kind", "种类", lambda c: kinds().title_of(c.kind), width=24, phone=False),
        Column("unit", "单位", lambda c: str(c.organization), sort="organization__order"),
        Column("opens", "公告", lambda c: c.opens_on, sort="opens_on"),
        Column("closes", "截止", lambda c: c.closes_on, sort="closes_on"),
        Column("said", "意见", lambda c: c.said, align="end", sort="said"),
        Column("waiting", "未答复", lambda c: c.waiting, align="end", sort="waiting"),
        Column("state", "状态", lambda c: c.get_state_display(), width=24),
    )
    filters = (
        Choice("state", "状态", "state", choices=State.choices),
        Choice("kind", "种类", "kind", choices=_kinds),
        Unit("unit", "单位", "organization"),
        DateRange("opens", "公告", "opens_on"),
    )
    template_name = "desk/consultations/list.html"
    search_fields = ("title", "number", "explanation")
    search_label = "标题、编号、说明"
    empty = "还没有征求意见。点“新建”开始；案件公布草案征求意见后，这里会自动出现一件待发布的。"

    def rows(self) -> QuerySet[Consultation]:
        return queries.with_waiting(queries.visible(self.actor)).order_by("-made_at", "-pk")

    def shown_columns(self) -> Sequence[Column[Consultation]]:
        today = self.now.date()
        state = Column[Consultation](
            "state", "状态", lambda c: state_mark(c, today).words, cell=lambda c: mark(state_mark(c, today)), width=24
        )
        return [state if column.key == "state" else column for column in self.columns]

    def extra(self) -> Mapping[str, Any]:
        """What cases have announced and nobody has prepared yet; the site does it by itself within minutes."""
        if not may(self.actor, CONSULT_MANAGE):
            return {"announced": []}
        found = from_cases.announcing(today=self.now.date(), jurisdiction_id=self.actor.jurisdiction_id)
        own = [act for _, act in found if may(self.actor, CONSULT_MANAGE, organization=act.case.organization)]
        return {"announced": own[:MOST_ANNOUNCED]}

    def actions(self) -> Sequence[Action]:
        if not may(self.actor, CONSULT_MANAGE):
            return ()
        return (Action("新建", reverse("desk:consultations:new")),)
