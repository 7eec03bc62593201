"""A small district's pool for the tests of the draw, and a drawn file of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from fazhi.inspections.drawing import poolfile, resultfile
from fazhi.inspections.drawing.holding import hold
from fazhi.inspections.drawing.model import (
    Assignment,
    Excluded,
    Item,
    Part,
    Pool,
    PoolObject,
    PoolOfficer,
    Recusal,
    Rule,
    Source,
    SourceKind,
    StratumRule,
    Withdrawal,
)
from fazhi.inspections.drawing.poolfile import Frozen, Heading
from fazhi.inspections.drawing.seeds import hexadecimal, seed_of

ZONE = ZoneInfo("Asia/Shanghai")
MARKET, URBAN = "清和区市场监督管理局", "清和区城市管理局"
ITEMS = (Item("食品安全监督检查", MARKET),)
JOINT = (*ITEMS, Item("户外招牌检查", URBAN))
WEIGHTS = {"A": 1, "B": 2, "C": 3, "D": 5}
SOURCE = Source(
    kind=SourceKind.PUBLIC,
    given_at=datetime(2026, 3, 3, 15, 30, tzinfo=ZONE),
    name="上证综合指数收盘点位",
    where="上海证券交易所网站",
    reading="两位小数，不写千分位",
)
PART = Part("3412.66", "上证综合指数收盘点位")


def pool(objects: int = 60, officers: int = 6, *, joint: bool = False) -> Pool:
    """Objects over two streets and four risk classes, officers of one body or two."""
    risks = "ABCD"
    bodies = (MARKET, URBAN) if joint else (MARKET,)
    return Pool(
        objects=tuple(
            PoolObject(f"Q{n:04}", f"清和第{n}商店", f"92990102MA{n:08}", risks[n % 4], "东街" if n % 3 else "西街")
            for n in range(objects)
        ),
        officers=tuple(
            PoolOfficer(f"{place}{n:02}", f"执法员{place}{n}", body, f"99{place}{n:05}")
            for place, body in enumerate(bodies)
            for n in range(officers)
        ),
        recusals=(Recusal("001", "Q0001", "近亲属"), Recusal("001", "Q0002"), Recusal("002", "Q0001")),
        excluded=(Excluded("Q9001", "清和停业商店", "92990102MA09001", "已停业"),),
    )


RULE = Rule(strata={"东街": StratumRule(rate=1000, number=1), "西街": StratumRule(number=3)}, weights=WEIGHTS)


def frozen(of: Pool | None = None, items: tuple[Item, ...] = ITEMS, rule: Rule = RULE) -> Frozen:
    heading = Heading(
        draw="0195a6b0-0000-7000-8000-000000000001",
        title="2026年第一批食品经营双随机抽查",
        jurisdiction="清和区",
        organization=MARKET,
        frozen_at=datetime(2026, 3, 2, 9, 0, tzinfo=ZONE),
    )
    return Frozen(heading, items, of or pool(joint=len(items) > 1), rule, SOURCE)


@dataclass(frozen=True)
class Drawn:
    """A held draw and its file."""

    frozen: Frozen
    seed: str
    result: tuple[Assignment, ...]
    file: bytes


def drawn(of: Frozen | None = None, withdrawals: Sequence[Withdrawal] = (), part: Part = PART) -> Drawn:
    it = of or frozen()
    data = poolfile.write(it)
    seed = seed_of(poolfile.digests_of(data).sha256, [part])
    result = hold(seed=seed, items=it.items, pool=it.pool, rule=it.rule, withdrawals=withdrawals)
    file = resultfile.write(pool=data, parts=[part], seed=seed, events=withdrawals, result=result)
    return Drawn(it, seed, result, file)


def held(
    seed: str, of: Pool, rule: Rule, *withdrawals: Withdrawal, items: tuple[Item, ...] = ITEMS
) -> dict[str, Assignment]:
    """Results by object, from any word as a seed."""
    result = hold(seed=hexadecimal(seed), items=items, pool=of, rule=rule, withdrawals=withdrawals)
    return {each.object: each for each in result}


def shuffled(of: Pool, order: Sequence[int]) -> Pool:
    """The same pool, its objects in another order."""
    return replace(of, objects=tuple(of.objects[place] for place in order), officers=tuple(reversed(of.officers)))
