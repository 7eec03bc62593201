"""Drawing from 1,000,000 weighted objects in strata, as a ratio to bare SHA-256 of the same identifiers in a loop.

One digest an object is the least that a draw by tickets can cost; the weights of this pool ask for 2.1 on the average.
Freezing (checks and the canonical file) and replaying from the file are shown beside it, without a ratio of their own.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeVar

from fazhi.inspections.drawing import poolfile, resultfile
from fazhi.inspections.drawing.checking import problems
from fazhi.inspections.drawing.holding import hold
from fazhi.inspections.drawing.model import (
    Item,
    Part,
    Pool,
    PoolObject,
    PoolOfficer,
    Rule,
    Source,
    SourceKind,
    StratumRule,
    Withdrawal,
)
from fazhi.inspections.drawing.poolfile import Frozen, Heading
from fazhi.inspections.drawing.replaying import replay
from fazhi.inspections.drawing.seeds import seed_of

STRATA, OFFICERS, ROUNDS = 20, 200, 3
WEIGHTS = {"A": 1, "B": 2, "C": 3, "D": 5}
RISKS = "AAAABBBCCD"
ITEMS = (Item("食品安全监督检查", "市场监督管理局"), Item("消防监督检查", "消防救援大队"))
T = TypeVar("T")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    pool, rule = made(count)
    seed = seed_of("0" * 64, [Part("3412.66", "")])
    ids = [each.id for each in pool.objects]
    bare, drawing = [], []
    for _ in range(ROUNDS):
        bare.append(timed(lambda: [sha256(each.encode()).digest() for each in ids])[1])
        result, seconds = timed(lambda: hold(seed=seed, items=ITEMS, pool=pool, rule=rule))
        drawing.append(seconds)
    digests = sum(WEIGHTS[each.risk] for each in pool.objects) / count
    print(f"{count:,} objects in {STRATA} strata, {digests:.2f} tickets each; {len(result):,} drawn, 4 officers each")
    print(f"bare SHA-256 of the identifiers  {min(bare):6.2f} s")
    print(f"the draw                         {min(drawing):6.2f} s   ratio {min(drawing) / min(bare):5.2f}")
    events = [Withdrawal(object=result[0].object), Withdrawal(officer=result[1].officers[0])]
    _, replacing = timed(lambda: hold(seed=seed, items=ITEMS, pool=pool, rule=rule, withdrawals=events))
    print(f"the draw with two withdrawals    {replacing:6.2f} s")
    frozen = Frozen(heading(), ITEMS, pool, rule, Source(SourceKind.PUBLIC, datetime(2026, 3, 3, tzinfo=UTC)))
    wrong, checking = timed(lambda: problems(ITEMS, pool, rule))
    data, writing = timed(lambda: poolfile.write(frozen))
    print(f"checking the pool                {checking:6.2f} s   {len(wrong)} problems")
    print(f"writing the pool file            {writing:6.2f} s   {len(data) / 1e6:.0f} MB")
    own = seed_of(poolfile.digests_of(data).sha256, [Part("3412.66", "")])
    drawn = hold(seed=own, items=ITEMS, pool=pool, rule=rule)
    file = resultfile.write(pool=data, parts=[Part("3412.66", "")], seed=own, events=[], result=drawn)
    verdict, replaying = timed(lambda: replay(file))
    assert verdict.agrees, verdict.say
    print(f"replaying the result file        {replaying:6.2f} s   {len(file) / 1e6:.0f} MB")


def made(count: int) -> tuple[Pool, Rule]:
    """Objects spread over strata and risk classes, officers of two bodies, 2% to be drawn."""
    objects = tuple(
        PoolObject(f"9299{n:014}", f"清和第{n}商店", f"9299{n:014}", RISKS[n % 10], f"{n % STRATA:02}街道")
        for n in range(count)
    )
    officers = tuple(
        PoolOfficer(f"{place}{n:05}", f"人员{n}", item.body, f"{place}{n:05}")
        for place, item in enumerate(ITEMS)
        for n in range(OFFICERS)
    )
    strata = {f"{n:02}街道": StratumRule(rate=200, number=1) for n in range(STRATA)}
    return Pool(objects, officers), Rule(strata, WEIGHTS)


def heading() -> Heading:
    return Heading("benchmark", "基准", "清和区", "市场监督管理局", datetime(2026, 3, 2, tzinfo=UTC))


def timed(do: Callable[[], T]) -> tuple[T, float]:
    """What it returns, and the seconds of processor time it took."""
    started = time.process_time()
    value = do()
    return value, time.process_time() - started


if __name__ == "__main__":
    main()
