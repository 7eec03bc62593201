"""Turns a follow-up rule of the catalog into nodes with moments: what must be done, by when, and how that was counted.

The counting rule, once for all: the day of issue (or the day the starting node was met) is not counted, and a limit in
days or months ends at 24:00 of its last day. That moment is kept as the last microsecond of the day (23:59:59.999999),
not as 0:00 of the next, so that whoever shows or groups by `must_by.date()` names the right day. Hours run to the
minute from the very moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from fazhi.catalog.followup_rules import (
    ISSUED,
    Difficulty,
    FollowUpNode,
    FollowUpRule,
    TimeLimit,
    TimeUnit,
    find_rule,
    load_followup_rules,
)
from fazhi.plans.refusals import Refused
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.durations import add_months

NO_LIMIT = "不设时限，跟踪至销号"


@dataclass(frozen=True)
class DerivedNode:
    """A node with its moments. `must_by` and what follows from it are None while no time runs."""

    key: str
    title: str
    order: int
    actor: str
    met_by: str
    must_by: datetime | None
    counted: str
    remind_days: tuple[int, ...]
    near_at: datetime | None
    yellow_at: datetime | None
    red_at: datetime | None
    red_on_second_miss: bool
    in_bulletin: bool


@dataclass(frozen=True)
class TurningPoints:
    """The moments at which an unmet node changes its mark."""

    near_at: datetime | None
    yellow_at: datetime | None
    red_at: datetime | None


@lru_cache(maxsize=1)
def rules() -> tuple[FollowUpRule, ...]:
    """All rules of the catalog, read once. Raises CatalogError when a file is wrong."""
    return load_followup_rules()


def rule_named(rule_id: str) -> FollowUpRule:
    """The rule with this id. Raises Refused when the catalog has none."""
    rule = find_rule(rules(), rule_id)
    if rule is None:
        titles = "、".join(each.title for each in rules())
        raise Refused(f"没有标识为“{rule_id}”的督办规则。可选：{titles}。", field="rule")
    return rule


def title_of(rule_id: str) -> str:
    """The rule's title for lists; the id itself for a rule that the catalog no longer has."""
    rule = find_rule(rules(), rule_id)
    return rule.title if rule else rule_id


def nodes_for(
    rule: FollowUpRule, difficulty: Difficulty, issued_at: datetime, met: Mapping[str, datetime] | None = None
) -> tuple[DerivedNode, ...]:
    """The nodes that a matter of this difficulty has to pass, in order.

    Args: issued_at and the moments in `met` (node key → when it was met) are aware. A node counted from another one
    has no `must_by` until that one stands in `met`.
    """
    starts = dict(met or {})
    chosen = rule.nodes_for(difficulty)
    titles = {node.key: node.title for node in chosen}
    return tuple(
        _derive(
            rule,
            node,
            order=order,
            start=issued_at if node.counted_from == ISSUED else starts.get(node.counted_from),
            start_title="交办" if node.counted_from == ISSUED else f"“{titles[node.counted_from]}”完成",
        )
        for order, node in enumerate(chosen)
    )


def due(limit: TimeLimit, start: datetime) -> datetime:
    """The moment at which a limit ends that starts at an aware moment; in the site's time zone."""
    start = timezone.localtime(start)
    if limit.unit is TimeUnit.HOUR:
        return start + timedelta(hours=limit.amount)
    if limit.unit is TimeUnit.MONTH:
        return end_of(add_months(start.date(), limit.amount))
    if limit.unit is TimeUnit.WORKING_DAY:
        return end_of(standard_calendar().add(start.date(), limit.amount))
    return end_of(start.date() + timedelta(days=limit.amount))


def start_of(day: date) -> datetime:
    """0:00 of a day in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """24:00 of a day, as its last microsecond (see the module's docstring)."""
    return timezone.make_aware(datetime.combine(day, time.max))


def moment_words(moment: datetime) -> str:
    """A moment as officials write it: 3月9日24时, 3月9日15时30分; the year stands before it."""
    local = timezone.localtime(moment)
    day = f"{local.year}年{local.month}月{local.day}日"
    if local.time() == time.max:
        return f"{day}24时"
    return f"{day}{local.hour}时" + (f"{local.minute}分" if local.minute else "")


def turning_points(rule: FollowUpRule, key: str, must_by: datetime | None) -> TurningPoints:
    """When a node that is due at `must_by` comes near, turns yellow and turns red; all None while no time runs."""
    if must_by is None:
        return TurningPoints(None, None, None)
    node = next(each for each in rule.nodes if each.key == key)
    colours = rule.colours_of(node)
    days, red = max(node.remind_days_before, default=None), colours.red_after_days
    return TurningPoints(
        near_at=None if days is None else near_from(must_by, days),
        yellow_at=must_by + timedelta(days=colours.yellow_after_days),
        red_at=None if red is None else must_by + timedelta(days=red),
    )


def near_from(must_by: datetime, days: int) -> datetime:
    """0:00 of the day that lies `days` before the day on which a node is due."""
    return start_of(timezone.localtime(must_by).date() - timedelta(days=days))


def _derive(
    rule: FollowUpRule, node: FollowUpNode, *, order: int, start: datetime | None, start_title: str
) -> DerivedNode:
    must_by = due(node.within, start) if node.within and start else None
    turns = turning_points(rule, node.key, must_by)
    return DerivedNode(
        key=node.key,
        title=node.title,
        order=order,
        actor=node.actor.value,
        met_by=node.met_by.value,
        must_by=must_by,
        counted=_counted(node.within, start, must_by, start_title),
        remind_days=tuple(sorted(node.remind_days_before, reverse=True)),
        near_at=turns.near_at,
        yellow_at=turns.yellow_at,
        red_at=turns.red_at,
        red_on_second_miss=rule.colours_of(node).red_on_second_miss,
        in_bulletin=node.in_bulletin,
    )


def _counted(limit: TimeLimit | None, start: datetime | None, must_by: datetime | None, start_title: str) -> str:
    """The counting in words, e.g. 3月2日交办，当日不计，3个自然日，至2026年3月5日24时止."""
    if limit is None:
        return NO_LIMIT
    length = f"{limit.amount}个{limit.unit.value}"
    if start is None or must_by is None:
        return f"自{start_title}之日起{length}，尚未起算"
    local = timezone.localtime(start)
    if limit.unit is TimeUnit.HOUR:
        return f"自{moment_words(local)}{start_title}起{length}，至{moment_words(must_by)}止"
    day = f"{local.month}月{local.day}日{start_title}"
    if limit.amount == 0:
        return f"{day}，当日办理，至{moment_words(must_by)}止"
    return f"{day}，当日不计，{length}，至{moment_words(must_by)}止{_provisional(limit, must_by)}"


def _provisional(limit: TimeLimit, must_by: datetime) -> str:
    """Said of a limit in working days that reaches into a year whose holidays are not yet fixed."""
    if limit.unit is not TimeUnit.WORKING_DAY or not standard_calendar().is_provisional(must_by.date()):
        return ""
    return f"（{must_by.year}年放假安排尚未公布，暂按周末推算）"
