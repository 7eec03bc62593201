"""The draws of the sample district: one that was published, one that is announced and waits for its number."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from fazhi.inspections import draw_randomness, draws, pools
from fazhi.inspections.drawing.model import Rule, Source, SourceKind, StratumRule
from fazhi.inspections.models import Draw
from fazhi.inspections.pools import Built, Wanted
from fazhi.procedures.calendar import standard_calendar
from fazhi.registers.models import Entry
from fazhi.sample.stage import Stage

BUREAU, ORGANIZER, HEAD = "scj", "zhang.minhua", "duan.changqing"
NOT_SENT = (HEAD, "bian.haoyu")
"""The head, who approves inspections; and an officer whose card ends between the draw and the visits."""
REGISTRATION, CATERING = "11990102190619006800-1", "11990102190619006400-1"
QUARTER = StratumRule(rate=2_500, number=1)
WEIGHTS = {"a": 1, "b": 2, "c": 3, "d": 4}
NUMBER = "07 19 22 05 31 14"
SITE = "https://example.org/lottery/{day}"


def moment(stage: Stage, days: int, clock: str = "10:00") -> datetime:
    """A time of day, so many working days before today; after today when negative."""
    day = standard_calendar().add(stage.now.date(), -days)
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=stage.now.tzinfo)


def item_of(key: str) -> Entry:
    """An inspection item by its code."""
    return Entry.objects.get(register=pools.ITEMS, key=key)


def plan_item_of(stage: Stage, item: Entry, at: datetime) -> Entry:
    """The line of the bureau's plan for an item: of that year, or of the last year that has a plan."""
    plans = Entry.objects.filter(
        register="inspection_plan_items", organization=stage.units[BUREAU], data__item__id=str(item.pk)
    )
    return plans.filter(data__year__lte=at.year).order_by("-data__year")[0]


def announced_draw(stage: Stage, key: str, title: str, *, announced: int, given: int) -> Draw:
    """Frozen and announced, a quarter of each street to be drawn; the number comes in the evening of a later day."""
    at, item, actor = moment(stage, announced), item_of(key), stage.actor(ORGANIZER)
    built = _can_go(pools.build(jurisdiction=stage.jurisdiction, wanted=Wanted((item.pk,)), on=at.date()), stage)
    source = Source(
        SourceKind.PUBLIC,
        moment(stage, given, "21:00"),
        "示例省福利彩票“示例六数”当日开奖号码",
        "示例省福利彩票发行中心网站",
        "按开奖顺序，两位数字，以空格分隔",
    )
    draw = draws.freeze(
        actor=actor,
        organization=stage.units[BUREAU],
        title=f"{at.year}年{title}",
        items=built.items,
        pool=built.pool,
        rule=Rule(dict.fromkeys(pools.strata_of(built.pool), QUARTER), WEIGHTS),
        source=source,
        at=at,
        plan_reference=plan_item_of(stage, item, at).title,
    )
    draws.announce(actor=actor, draw=draw, at=at)
    return draw


def _can_go(built: Built, stage: Stage) -> Built:
    stay = {str(stage.people[login].pk) for login in NOT_SENT}
    officers = tuple(each for each in built.pool.officers if each.id not in stay)
    return replace(built, pool=replace(built.pool, officers=officers))


def published_draw(stage: Stage) -> Draw:
    """Drawn by the number of that evening, and published the next working day."""
    draw = announced_draw(stage, REGISTRATION, "市场主体登记和公示信息双随机抽查", announced=34, given=33)
    actor, at = stage.actor(ORGANIZER), moment(stage, 32)
    address = SITE.format(day=draw.given_at.date().isoformat())
    draw_randomness.enter_randomness(actor=actor, draw=draw, value=NUMBER, address=address, at=at)
    draws.draw_lots(actor=actor, draw=draw, at=at)
    draws.publish(actor=actor, draw=draw, at=at)
    return draw
