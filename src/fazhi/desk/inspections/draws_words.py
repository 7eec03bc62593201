"""A draw as its pages show it: where it stands, what happened, what the rule says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils import timezone

from fazhi.desk.components import Mark, Moment
from fazhi.inspections.draw_entries import Drawn, History, Kind, frozen_of
from fazhi.inspections.drawing.model import Excluded, SourceKind
from fazhi.inspections.drawing.wording import officer_words, source_words, strata_rows, weight_words
from fazhi.inspections.models import Draw, DrawEntry, DrawState

COLOURS = {
    DrawState.FROZEN: "blue",
    DrawState.ANNOUNCED: "blue",
    DrawState.SEEDED: "blue",
    DrawState.DRAWN: "blue",
    DrawState.PUBLISHED: "green",
    DrawState.CANCELLED: "grey",
}
STEPS = (
    (Kind.FROZEN, "冻结名单"),
    (Kind.ANNOUNCED, "公布名单"),
    (Kind.SEEDED, "取得随机数"),
    (Kind.DRAWN, "抽取"),
    (Kind.PUBLISHED, "公布结果"),
)
PAGE = 50
MOST_EXCLUDED = 200


@dataclass(frozen=True)
class Step:
    """A step of the draw: `standing` is done, current or waiting, in words for those who do not see the colour."""

    label: str
    standing: str
    words: str
    at: datetime | None


def steps(history: History) -> list[Step]:
    """The five steps; the first that is not done is the current one, unless the draw was cancelled."""
    shown: list[Step] = []
    current = history.state != DrawState.CANCELLED
    for kind, label in STEPS:
        at = history.moment(kind)
        if at is not None:
            shown.append(Step(label, "done", "已完成", at))
        else:
            shown.append(Step(label, "current" if current else "waiting", "当前步骤" if current else "未进行", None))
            current = False
    return shown


def state_mark(state: str) -> Mark:
    return Mark(COLOURS[DrawState(state)], DrawState(state).label)


def item_words(draw: Draw) -> str:
    """食品安全监督检查（区市场监管局）、…"""
    return "；".join(f"{item['name']}（{item['body']}）" for item in draw.items)


@dataclass(frozen=True)
class Frozen:
    """What the pages show of a frozen pool: small, where the pool itself may hold a district's enterprises."""

    counts: tuple[tuple[str, str], ...]
    strata: tuple[tuple[str, int, str, int], ...]
    weight_words: str
    officer_words: str
    source_words: str
    excluded: tuple[Excluded, ...]
    excluded_count: int


@lru_cache(maxsize=128)
def frozen_words(draw_id: UUID) -> Frozen:
    """Read once a process: what is frozen never changes, and a public page must not read a pool for every visitor."""
    frozen = frozen_of(Draw(pk=draw_id))
    pool = frozen.pool
    return Frozen(
        counts=(
            ("检查对象", f"{len(pool.objects)} 户"),
            ("执法人员", f"{len(pool.officers)} 人"),
            ("应当回避", f"{len(pool.recusals)} 对" if pool.recusals else "无"),
            ("排除在外", f"{len(pool.excluded)} 户" if pool.excluded else "无"),
        ),
        strata=tuple(strata_rows(pool, frozen.rule)),
        weight_words=weight_words(frozen.rule),
        officer_words=officer_words(frozen.items, frozen.rule),
        source_words=source_words(frozen.source),
        excluded=pool.excluded[:MOST_EXCLUDED],
        excluded_count=len(pool.excluded),
    )


def rule_context(draw: Draw) -> dict[str, Any]:
    """What the panels on the frozen pool show, on both pages."""
    frozen = frozen_words(draw.pk)
    facts = [
        ("组织单位", draw.organization.name),
        ("抽查事项", item_words(draw)),
        ("方式", "综合查一次（跨部门联合抽查）" if draw.joint else "本部门抽查"),
        ("检查计划", draw.plan_reference),
        *frozen.counts,
        ("应抽", f"{draw.needed_count} 户"),
    ]
    return {"facts": facts, "frozen": frozen}


def moments(history: History, *, public: bool) -> list[Moment]:
    """What happened, the latest first. The public sees no notes, and of persons only who gave a part of the seed."""
    entries = [entry for entry in history.entries if not public or _is_public(entry, history)]
    return [_moment(entry, public) for entry in reversed(entries)]


def rows_page(rows: Sequence[Drawn], number: str | None) -> Page[Drawn]:
    """The rows of the result, fifty at a time."""
    return Paginator(rows, PAGE).get_page(number)


def missing_words(history: History) -> str:
    """Who has still to reveal a value: 程班、简笃; empty for other draws."""
    if history.draw.source_kind != SourceKind.COMMITMENT or history.state != DrawState.ANNOUNCED:
        return ""
    return "、".join(entry.by.name for entry in history.unrevealed())


def moment_words(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _is_public(entry: DrawEntry, history: History) -> bool:
    """A result that is not published yet is not told by its entries either."""
    return history.state == DrawState.PUBLISHED or entry.kind != Kind.REPLACED


def _moment(entry: DrawEntry, public: bool) -> Moment:
    named = not public or entry.kind in (Kind.COMMITTED, Kind.REVEALED)
    colour = {Kind.CANCELLED: "orange", Kind.PUBLISHED: "green", Kind.REPLACED: "yellow"}.get(Kind(entry.kind))
    return Moment(
        title=entry.get_kind_display(),
        at=entry.at,
        by=entry.by if named else "",
        text=_text(entry, public),
        mark=Mark(colour, "") if colour else None,
    )


def _text(entry: DrawEntry, public: bool) -> str:
    body = entry.body
    match entry.kind:
        case Kind.FROZEN:
            return f"名单摘要 SHA-256：{body['sha256']}\nSM3：{body['sm3']}"
        case Kind.COMMITTED:
            return f"承诺：{body['commitment']}"
        case Kind.REVEALED:
            return f"随机数和盐值：{body['text']}"
        case Kind.SEEDED:
            return f"种子：{body['seed']}"
        case Kind.DRAWN:
            return f"抽中 {len(body['rows'])} 户。"
        case Kind.REPLACED:
            return _replaced(body) + ("" if public else f"\n说明：{body['note']}")
        case Kind.CANCELLED:
            silent = f"\n未按时公开随机数：{'、'.join(body['unrevealed'])}。" if body["unrevealed"] else ""
            return f"原因：{body['reason']}{silent}"
    return ""


def _replaced(body: dict[str, Any]) -> str:
    names = body["names"]
    came = "、".join(row["object"]["name"] for row in body["rows"])
    if not body["officer"]:
        after = f"，由同层下一顺位“{came}”替补" if came else "，同层已没有可以替补的对象"
        return f"检查对象“{names['object']}”退出（{body['ground']}）{after}。"
    officer = names["officer"] or body["officer"]
    if body["object"]:
        return f"执法人员{officer}不再派往“{names['object']}”（{body['ground']}），由下一顺位人员接替。"
    return f"执法人员{officer}退出本次检查（{body['ground']}），所派 {len(body['rows'])} 户由下一顺位人员接替。"
