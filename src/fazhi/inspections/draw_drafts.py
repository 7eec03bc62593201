"""Preparing a draw: what is drawn from which pool is known, how and by what chance is still to be said."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from django.db import transaction

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.inspections import draws
from fazhi.inspections.draw_entries import frozen_of, held_for
from fazhi.inspections.draw_pools import unit_name
from fazhi.inspections.drawing.model import (
    Excluded,
    Item,
    Pool,
    PoolObject,
    PoolOfficer,
    Recusal,
    Rule,
    Source,
)
from fazhi.inspections.models import Draw, DrawDocument, DrawDraft, DrawState
from fazhi.inspections.refusals import Refused

_BREAKS = ("｜", "|", "\t", "，", ",")


@transaction.atomic
def begin(
    *,
    actor: Actor,
    organization: Organization,
    title: str,
    items: Sequence[Item],
    pool: Pool,
    at: datetime,
    plan_reference: str = "",
) -> DrawDraft:
    """Keeps what a draw begins with, until `freeze` or `discard`. The pool may come from a workbook or from registers.

    Raises: NotAllowed; Refused without a title or without items.
    """
    permissions.require(actor, permissions.DRAW_HOLD, organization=organization)
    if not items:
        raise Refused("请至少填写一个抽查事项。", field="items")
    if len(plan_reference) > draws.LONGEST_REFERENCE:
        raise Refused(f"检查计划最多 {draws.LONGEST_REFERENCE} 字。", field="plan_reference")
    return _keep(actor, organization, draws.checked_title(title), items, pool, plan_reference, None, at)


@transaction.atomic
def restart(*, actor: Actor, draw: Draw, at: datetime) -> DrawDraft:
    """Prepares a cancelled draw anew (重新组织) from the same pool: its rule and its chance are to be said again."""
    history = held_for(draw, actor, DrawState.CANCELLED, what="重新组织")
    frozen = frozen_of(history.draw)
    document = DrawDocument.objects.get(draw=draw, kind=DrawDocument.Kind.REASONS)
    recusals = tuple(Recusal(**row) for row in json.loads(zlib.decompress(document.content)))
    pool = Pool(frozen.pool.objects, frozen.pool.officers, recusals, frozen.pool.excluded)
    held = history.draw
    return _keep(actor, held.organization, held.title, frozen.items, pool, held.plan_reference, held, at)


@transaction.atomic
def freeze(*, actor: Actor, draft: DrawDraft, rule: Rule, source: Source, at: datetime) -> Draw:
    """Freezes what was prepared, as `draws.freeze` does, and lets the draft go."""
    held = DrawDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if held is None:
        raise Refused("这份名单已经冻结或者放弃，请到抽取列表查看。")
    draw = draws.freeze(
        actor=actor,
        organization=draft.organization,
        title=held.title,
        items=items_of(held),
        pool=pool_of(held),
        rule=rule,
        source=source,
        at=at,
        plan_reference=held.plan_reference,
        restarts=held.restarts,
    )
    held.delete()
    return draw


@transaction.atomic
def discard(*, actor: Actor, draft: DrawDraft) -> None:
    """Gives a preparation up (放弃); nothing of it was public."""
    permissions.require(actor, permissions.DRAW_HOLD, organization=draft.organization)
    draft.delete()


def items_of(draft: DrawDraft) -> tuple[Item, ...]:
    return tuple(Item(**item) for item in draft.items)


def pool_of(draft: DrawDraft) -> Pool:
    """The pool that was kept."""
    kept: dict[str, Any] = json.loads(zlib.decompress(draft.pool))
    return Pool(
        objects=tuple(PoolObject(*row) for row in kept["objects"]),
        officers=tuple(PoolOfficer(*row) for row in kept["officers"]),
        recusals=tuple(Recusal(*row) for row in kept["recusals"]),
        excluded=tuple(Excluded(*row) for row in kept["excluded"]),
    )


def read_items(text: str, organization: Organization) -> tuple[Item, ...]:
    """Items as a person writes them, one a line: ``食品安全监督检查，区市场监管局``. Without a body it is their own."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        place, sign = max((line.rfind(sign), sign) for sign in _BREAKS)
        name, body = (line[:place], line[place + len(sign) :]) if place > 0 else (line, "")
        body = unit_name(organization.jurisdiction, body.strip()) if body.strip() else organization.name
        found.append(Item(name.strip(), body))
    return tuple(found)


def _keep(
    actor: Actor,
    organization: Organization,
    title: str,
    items: Sequence[Item],
    pool: Pool,
    plan_reference: str,
    restarts: Draw | None,
    at: datetime,
) -> DrawDraft:
    parts = {
        name: [astuple(each) for each in getattr(pool, name)]
        for name in ("objects", "officers", "recusals", "excluded")
    }
    return DrawDraft.objects.create(
        jurisdiction_id=organization.jurisdiction_id,
        organization=organization,
        title=title,
        items=[{"name": item.name, "body": item.body} for item in items],
        plan_reference=plan_reference.strip(),
        pool=zlib.compress(json.dumps(parts, ensure_ascii=False).encode()),
        restarts=restarts,
        made_by=actor.person,
        made_at=at,
    )
