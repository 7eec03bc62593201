"""Draws in any state, for the tests of verbs and pages."""

from datetime import datetime, timedelta
from typing import Any

from fazhi.government.actors import Actor
from fazhi.inspections import draw_randomness, draws
from fazhi.inspections.drawing.model import (
    Item,
    Pool,
    PoolObject,
    PoolOfficer,
    Recusal,
    Rule,
    Source,
    SourceKind,
    StratumRule,
)
from fazhi.inspections.drawing.seeds import commitment_of
from fazhi.inspections.models import Draw
from tests.conftest import District

DAY = timedelta(days=1)
WEIGHTS = {"A": 1, "B": 3}
RULE = Rule({"东街街道": StratumRule(1_000, 1), "西街街道": StratumRule(0, 2)}, WEIGHTS)
VALUE, ADDRESS = "3412.66", "https://example.cn/2026-03-03"


def pool(district: District, objects: int = 30, officers: int = 4, *, joint: bool = False) -> Pool:
    bodies = [district.market.name, *([district.urban.name] if joint else [])]
    return Pool(
        objects=tuple(
            PoolObject(f"C{n:03}", f"清和第{n}餐饮店", f"C{n:03}", "AB"[n % 2], "东街街道" if n % 2 else "西街街道")
            for n in range(objects)
        ),
        officers=tuple(
            PoolOfficer(f"{place}{n:02}", f"人员{place}{n}", body, f"{place}{n:02}")
            for place, body in enumerate(bodies)
            for n in range(officers)
        ),
        recusals=(Recusal("000", "C001", "与经营者是近亲属"),),
    )


def source(at: datetime, kind: SourceKind = SourceKind.PUBLIC) -> Source:
    if kind is SourceKind.COMMITMENT:
        return Source(kind, at + DAY)
    return Source(kind, at + DAY, "上证综合指数收盘点位", "上海证券交易所网站", "两位小数")


def given(district: District, at: datetime, **changes: Any) -> dict[str, Any]:
    """The arguments of `draws.freeze` but the actor."""
    return {
        "organization": district.market,
        "title": "2026年第一批餐饮双随机抽查",
        "items": (Item("食品安全监督检查", district.market.name),),
        "pool": pool(district),
        "rule": RULE,
        "source": source(at),
        "at": at,
    } | changes


def frozen(district: District, actor: Actor, at: datetime, **changes: Any) -> Draw:
    return draws.freeze(actor=actor, **given(district, at, **changes))


def seeded(district: District, actor: Actor, at: datetime, **changes: Any) -> Draw:
    """Announced, and the public figure entered a day later."""
    draw = frozen(district, actor, at, **changes)
    draws.announce(actor=actor, draw=draw, at=at)
    draw_randomness.enter_randomness(actor=actor, draw=draw, value=VALUE, address=ADDRESS, at=at + DAY)
    return draw


def drawn(district: District, actor: Actor, at: datetime, **changes: Any) -> Draw:
    draw = seeded(district, actor, at, **changes)
    draws.draw_lots(actor=actor, draw=draw, at=at + DAY)
    return draw


def published(district: District, actor: Actor, at: datetime, **changes: Any) -> Draw:
    draw = drawn(district, actor, at, **changes)
    draws.publish(actor=actor, draw=draw, at=at + DAY)
    return draw


def committed(district: District, actors: list[Actor], at: datetime) -> Draw:
    """Frozen, and every actor has committed to the value ``值<place>`` with the salt ``盐``."""
    draw = frozen(district, actors[0], at, source=source(at, SourceKind.COMMITMENT))
    for place, actor in enumerate(actors):
        draw_randomness.commit(actor=actor, draw=draw, commitment=commitment_of(f"值{place}", "盐"), at=at)
    return draw
