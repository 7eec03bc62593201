"""双随机抽取: freeze → announce → (randomness) → draw → publish; what falls out afterwards is replaced in the open.

    freeze ─ commit* ─ announce ─ reveal* / enter_randomness ─ draw_lots ─ publish ─ replace_*
       └────────────── cancel ───────────────────────────────────────┘

Each verb appends one entry to the draw's record, which nothing changes. Randomness comes by `draw_randomness`,
replacing by `draw_replacing`, reading by `draw_queries`. docs/draws.md says why anyone can replay the result.
"""

import zlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.inspections.draw_entries import (
    Drawn,
    History,
    Kind,
    append,
    frozen_of,
    held_for,
    history_of,
    row_of,
)
from fazhi.inspections.draw_queries import drawn_for, finished_draws
from fazhi.inspections.drawing import poolfile
from fazhi.inspections.drawing.checking import problems
from fazhi.inspections.drawing.holding import hold
from fazhi.inspections.drawing.model import CannotDraw, Item, Pool, Rule, Source, SourceKind, bodies
from fazhi.inspections.drawing.poolfile import Digests, Frozen, Heading
from fazhi.inspections.drawing.sampling import needed, sizes
from fazhi.inspections.models import Draw, DrawDocument, DrawEntry, DrawState
from fazhi.inspections.refusals import ListRefused, Refused

__all__ = [
    "Drawn",
    "announce",
    "cancel",
    "draw_lots",
    "drawn_for",
    "finished_draws",
    "freeze",
    "history_of",
    "publish",
]

LEAST_COMMITMENTS = 2
LONGEST_TITLE = LONGEST_REFERENCE = LONGEST_WORDS = 200


@transaction.atomic
def freeze(
    *,
    actor: Actor,
    organization: Organization,
    title: str,
    items: Sequence[Item],
    pool: Pool,
    rule: Rule,
    source: Source,
    at: datetime,
    plan_reference: str = "",
    restarts: Draw | None = None,
) -> Draw:
    """Freezes pool and rule (冻结名单): from now on nobody can change who may be drawn, and how.

    Args: `source` the chance that will decide, announced with the pool; `restarts` the cancelled draw that this one
    takes the place of.
    Raises: NotAllowed; Refused at the field that is wrong; ListRefused with everything that is wrong with the pool.
    """
    permissions.require(actor, permissions.DRAW_HOLD, organization=organization)
    title = checked_title(title)
    if len(plan_reference.strip()) > LONGEST_REFERENCE:
        raise Refused(f"检查计划最多 {LONGEST_REFERENCE} 字。", field="plan_reference")
    _must_restart(restarts, organization)
    _check_source(source, at)
    wrong = problems(tuple(items), pool, rule)
    if wrong:
        raise ListRefused(f"名单和规则有 {len(wrong)} 处需要修改，尚未冻结。", wrong)
    draw = Draw(
        jurisdiction_id=organization.jurisdiction_id,
        organization=organization,
        title=title,
        items=[{"name": item.name, "body": item.body} for item in items],
        joint=len(bodies(tuple(items))) > 1,
        plan_reference=plan_reference.strip(),
        source_kind=source.kind,
        given_at=source.given_at,
        object_count=len(pool.objects),
        needed_count=sum(needed(rule.strata[name], size) for name, size in sizes(pool.objects).items()),
        officer_count=len(pool.officers),
        restarts=restarts,
        frozen_by=actor.person,
        frozen_at=at,
    )
    data = _pool_file(Frozen(_heading(draw, at), tuple(items), pool, rule, source))
    digests = poolfile.digests_of(data)
    draw.pool_sha256, draw.pool_sm3 = digests.sha256, digests.sm3
    draw.save(force_insert=True)
    _keep(draw, data, pool)
    append(History(draw, ()), Kind.FROZEN, actor=actor, at=at, body=_digest_body(digests))
    return draw


@transaction.atomic
def announce(*, actor: Actor, draw: Draw, at: datetime) -> DrawEntry:
    """Publishes pool, rule and source (公布名单), before the chance that decides is there. Freezing is closed."""
    history = held_for(draw, actor, DrawState.FROZEN, what="公布名单")
    held = history.draw
    if at >= held.given_at:
        raise Refused(
            f"随机数原定 {timezone.localtime(held.given_at):%Y-%m-%d %H:%M} 取得，这个时间已过，"
            "现在公布名单就不能证明名单在前、随机数在后。请终止本次抽取，另定随机数重新组织。"
        )
    if held.source_kind == SourceKind.COMMITMENT and len(history.of(Kind.COMMITTED)) < LEAST_COMMITMENTS:
        raise Refused(f"至少要有 {LEAST_COMMITMENTS} 人提交承诺才能公布名单。")
    return append(history, Kind.ANNOUNCED, actor=actor, at=at)


@transaction.atomic
def draw_lots(*, actor: Actor, draw: Draw, at: datetime) -> DrawEntry:
    """Draws (抽取). Nothing is left to whoever presses the button: the result follows from pool and seed."""
    history = held_for(draw, actor, DrawState.SEEDED, what="抽取")
    frozen = frozen_of(history.draw)
    try:
        result = hold(seed=history.seed, items=frozen.items, pool=frozen.pool, rule=frozen.rule)
    except CannotDraw as fault:
        raise Refused(fault.say) from None
    return append(history, Kind.DRAWN, actor=actor, at=at, body={"rows": row_of(frozen, result)})


@transaction.atomic
def publish(*, actor: Actor, draw: Draw, at: datetime) -> DrawEntry:
    """Publishes the result (公布结果) with the file that anyone can replay."""
    history = held_for(draw, actor, DrawState.DRAWN, what="公布结果")
    return append(history, Kind.PUBLISHED, actor=actor, at=at)


@transaction.atomic
def cancel(*, actor: Actor, draw: Draw, reason: str, at: datetime) -> DrawEntry:
    """Ends a draw without a published result (终止). Reason and whoever did not reveal a value stand in the record."""
    open_states = [state for state in DrawState if state not in (DrawState.PUBLISHED, DrawState.CANCELLED)]
    history = held_for(draw, actor, *open_states, what="终止")
    reason = reason.strip()
    if not reason:
        raise Refused("请写明终止原因，原因将向社会公布。", field="reason")
    silent = history.unrevealed() if history.state == DrawState.ANNOUNCED else []
    body = {"reason": reason, "unrevealed": [entry.by.name for entry in silent]}
    return append(history, Kind.CANCELLED, actor=actor, at=at, body=body)


def checked_title(title: str) -> str:
    """A title without outer blanks. Raises Refused at the field `title`."""
    title = title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(f"请填写抽取名称，最多 {LONGEST_TITLE} 字。", field="title")
    return title


def _must_restart(restarts: Draw | None, organization: Organization) -> None:
    if restarts is None:
        return
    if restarts.organization_id != organization.pk:
        raise Refused("只能由原组织单位重新组织。")
    if history_of(restarts).state != DrawState.CANCELLED:
        raise Refused("原抽取尚未终止，不能重新组织。")


def _check_source(source: Source, at: datetime) -> None:
    if source.given_at <= at:
        raise Refused("随机数必须在名单公布以后才产生，请填写将来的时间。", field="given_at")
    if source.kind is SourceKind.COMMITMENT:
        return
    for field, words, label in (
        ("name", source.name, "用哪个公开数字作随机数"),
        ("where", source.where, "由谁在哪里公布"),
    ):
        if not words.strip():
            raise Refused(f"请写明{label}。", field=field)
    if max(len(source.name), len(source.where), len(source.reading)) > LONGEST_WORDS:
        raise Refused(f"随机数的名称、公布处、写法各最多 {LONGEST_WORDS} 字。", field="name")


def _heading(draw: Draw, at: datetime) -> Heading:
    return Heading(
        draw=str(draw.pk),
        title=draw.title,
        jurisdiction=draw.organization.jurisdiction.name,
        organization=draw.organization.name,
        frozen_at=timezone.localtime(at),
    )


def _pool_file(frozen: Frozen) -> bytes:
    try:
        return poolfile.write(frozen)
    except CannotDraw as fault:
        raise Refused(fault.say) from None


def _keep(draw: Draw, data: bytes, pool: Pool) -> None:
    documents = {
        DrawDocument.Kind.POOL: data,
        DrawDocument.Kind.REASONS: poolfile.write_reasons(pool.recusals),
    }
    DrawDocument.objects.bulk_create(
        DrawDocument(draw=draw, kind=kind, content=zlib.compress(content)) for kind, content in documents.items()
    )


def _digest_body(digests: Digests) -> dict[str, str]:
    return {"sha256": digests.sha256, "sm3": digests.sm3}
