"""What a draw must be, whatever the pool and the seed."""

from collections import Counter
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.inspections.drawing.model import (
    CannotDraw,
    Pool,
    PoolObject,
    PoolOfficer,
    Recusal,
    Rule,
    StratumRule,
    Withdrawal,
)
from tests.inspections.drawing.pools import JOINT, MARKET, RULE, URBAN, held, pool, shuffled

SEEDS = st.text(min_size=1, max_size=8)
# The 0.999 quantiles of chi-square by degrees of freedom (standard tables): the seeds are fixed, so no run differs.
CHI_SQUARE = {2: 13.82, 3: 16.27, 9: 27.88}


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, order=st.permutations(range(60)))
def test_the_order_of_the_pool_does_not_matter(seed: str, order: list[int]) -> None:
    one = pool()
    assert held(seed, shuffled(one, order), RULE) == held(seed, one, RULE)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, objects=st.integers(5, 200), rate=st.integers(0, 10_000), number=st.integers(0, 250))
def test_strata_get_their_share_rounded_up_and_no_more_than_all(
    seed: str, objects: int, rate: int, number: int
) -> None:
    of = replace(pool(objects), recusals=())
    result = held(seed, of, Rule({"东街": StratumRule(rate, number), "西街": StratumRule(10_000)}, RULE.weights))
    there = Counter(each.stratum for each in of.objects)
    got = Counter(each.stratum for each in of.objects if each.id in result)
    share = (there["东街"] * rate + 9_999) // 10_000
    assert got["东街"] == min(there["东街"], max(number, share))
    assert got["西街"] == there["西街"]


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, pairs=st.sets(st.tuples(st.integers(0, 5), st.integers(0, 19)), max_size=60))
def test_recused_officers_never_go_and_teams_are_whole(seed: str, pairs: set[tuple[int, int]]) -> None:
    kept = {(officer, place) for officer, place in pairs if officer < 4}  # two of six are left for every object
    recusals = tuple(Recusal(f"0{officer:02}", f"Q{place:04}") for officer, place in kept)
    of = replace(pool(20), recusals=recusals)
    result = held(seed, of, Rule({"东街": StratumRule(10_000), "西街": StratumRule(10_000)}, RULE.weights))
    barred = {(each.officer, each.object) for each in recusals}
    for each in result.values():
        assert len(set(each.officers)) == 2
        assert not barred & {(officer, each.object) for officer in each.officers}


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, officers=st.integers(2, 9), objects=st.integers(5, 60))
def test_nobody_goes_twice_before_everybody_went_once(seed: str, officers: int, objects: int) -> None:
    of = replace(pool(objects, officers), recusals=())
    result = held(seed, of, Rule({"东街": StratumRule(10_000), "西街": StratumRule(10_000)}, RULE.weights))
    load = Counter(officer for each in result.values() for officer in each.officers)
    loads = [load[officer.id] for officer in of.officers]
    assert max(loads) - min(loads) <= 1


@pytest.mark.parametrize("per_body", [1, 2, 3])
def test_a_joint_draw_sends_officers_of_each_body(per_body: int) -> None:
    of = pool(joint=True)
    body = {officer.id: officer.body for officer in of.officers}
    result = held("综合查一次", of, replace(RULE, per_body=per_body), items=JOINT)
    assert len(result) == 7
    for each in result.values():
        assert Counter(body[officer] for officer in each.officers) == {MARKET: per_body, URBAN: per_body}


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, which=st.integers(0, 6))
def test_replacing_an_object_keeps_all_others(seed: str, which: int) -> None:
    before = held(seed, pool(), RULE)
    out = sorted(before)[which]
    after = held(seed, pool(), RULE, Withdrawal(object=out))
    assert set(before) - set(after) == {out}
    assert {each: after[each] for each in before if each != out} == {k: v for k, v in before.items() if k != out}
    came = set(after) - set(before)
    strata = {each.id: each.stratum for each in pool().objects}
    assert [strata[each] for each in came] == [strata[out]]


def test_who_replaces_is_the_next_in_ticket_order() -> None:
    before = held("次序", pool(), RULE)
    more = held("次序", pool(), replace(RULE, strata={**RULE.strata, "西街": StratumRule(number=4)}))
    out = next(each for each in before if int(each[1:]) % 3 == 0)
    assert set(held("次序", pool(), RULE, Withdrawal(object=out))) == set(more) - {out}


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, which=st.integers(0, 6))
def test_replacing_an_officer_changes_nothing_but_that_seat(seed: str, which: int) -> None:
    before = held(seed, pool(), RULE)
    place = before[sorted(before)[which]]
    out, stays = place.officers
    after = held(seed, pool(), RULE, Withdrawal(object=place.object, officer=out))
    assert {k: v for k, v in after.items() if k != place.object} == {
        k: v for k, v in before.items() if k != place.object
    }
    assert after[place.object].officers[0] == stays
    assert after[place.object].officers[1] not in {out, stays}


def test_an_officer_who_leaves_altogether_is_replaced_everywhere() -> None:
    before = held("离岗", pool(), RULE)
    after = held("离岗", pool(), RULE, Withdrawal(officer="003"))
    assert set(before) == set(after)
    assert all("003" not in each.officers and len(set(each.officers)) == 2 for each in after.values())
    assert all(after[k].officers == v.officers for k, v in before.items() if "003" not in v.officers)


def test_a_stratum_without_reserve_ends_shorter() -> None:
    rule = Rule({"东街": StratumRule(), "西街": StratumRule(10_000)}, RULE.weights)
    of = pool(9)
    assert set(held("用尽", of, rule)) == {"Q0000", "Q0003", "Q0006"}
    assert set(held("用尽", of, rule, Withdrawal(object="Q0003"))) == {"Q0000", "Q0006"}


@pytest.mark.parametrize(
    ("withdrawal", "say"),
    [
        (Withdrawal(object="Q9999"), "检查对象“Q9999”不在现有抽取结果中，不能替换。"),
        (Withdrawal(officer="777"), "执法人员“777”不在执法人员名单中，不能替换。"),
        (Withdrawal(officer="000", object="Q9999"), "执法人员“000”没有被派往“Q9999”，不能替换。"),
    ],
)
def test_who_was_not_drawn_cannot_be_replaced(withdrawal: Withdrawal, say: str) -> None:
    with pytest.raises(CannotDraw) as refused:
        held("错", pool(), RULE, withdrawal)
    assert refused.value.say == say


def test_an_object_cannot_fall_out_twice() -> None:
    out = next(iter(held("两次", pool(), RULE)))
    with pytest.raises(CannotDraw):
        held("两次", pool(), RULE, Withdrawal(object=out), Withdrawal(object=out))


def test_when_nobody_is_left_the_draw_stops() -> None:
    of = replace(pool(10, 2), recusals=())
    with pytest.raises(CannotDraw) as refused:
        held("无人", of, RULE, Withdrawal(officer="000"))
    assert refused.value.say == (
        "“清和区市场监督管理局”没有可以再派的执法人员，不能凑足人数。请终止本次抽取，补充人员后重新组织。"
    )


def weighted(*weights: int) -> tuple[Pool, dict[str, int]]:
    """One object of each weight, and a rule's weights for them."""
    risks = {str(place): weight for place, weight in enumerate(weights)}
    objects = tuple(PoolObject(f"O{risk}", f"对象{risk}", risk, risk) for risk in risks)
    officers = tuple(PoolOfficer(f"F{n}", f"人{n}", MARKET, f"C{n}") for n in range(2))
    return Pool(objects, officers), risks


@pytest.mark.parametrize("number", [1, 2])
def test_inclusion_is_that_of_drawing_by_weight_without_replacement(number: int) -> None:
    weights, runs = (1, 2, 3, 6), 4_000
    of, risks = weighted(*weights)
    rule = Rule({"全部": StratumRule(number=number)}, risks)
    came = Counter(frozenset(held(f"卡方{run}", of, rule)) for run in range(runs))
    expected: Counter[frozenset[str]] = Counter()
    for order in permutations(range(4), number):
        left, chance = sum(weights), 1.0
        for place in order:
            chance *= weights[place] / left
            left -= weights[place]
        expected[frozenset(f"O{place}" for place in order)] += chance  # type: ignore[assignment]  # a Counter of floats
    statistic = sum((came[each] - runs * share) ** 2 / (runs * share) for each, share in expected.items())
    assert statistic < {1: CHI_SQUARE[3], 2: 20.52}[number]


def test_equal_weights_are_drawn_evenly_and_a_heavier_object_oftener() -> None:
    runs = 3_000
    of, risks = weighted(*[1] * 10)
    rule = Rule({"全部": StratumRule(number=3)}, risks)
    came = Counter(each for run in range(runs) for each in held(f"均匀{run}", of, rule))
    # Of ten objects three are drawn without replacement: the variance of a count is 0.3 * 0.7, spread over 9 degrees.
    statistic = sum((count - 0.3 * runs) ** 2 for count in came.values()) / (runs * 0.3 * 0.7) * 0.9
    assert statistic < CHI_SQUARE[9]
    shares = []
    for weight in (1, 2, 4, 8):
        of, risks = weighted(weight, *[1] * 9)
        rule = Rule({"全部": StratumRule(number=1)}, risks)
        shares.append(sum("O0" in held(f"轻重{run}", of, rule) for run in range(1_000)))
    assert shares == sorted(shares)
    assert shares[-1] > 2 * shares[1]


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, which=st.integers(0, 59))
def test_more_weight_never_puts_an_object_further_back(seed: str, which: int) -> None:
    of = pool()
    rule = replace(RULE, weights={**RULE.weights, "重": 9})
    heavier = replace(of, objects=tuple(replace(o, risk="重") if n == which else o for n, o in enumerate(of.objects)))
    if f"Q{which:04}" in held(seed, of, RULE):
        assert f"Q{which:04}" in held(seed, heavier, rule)


def test_pairs_are_mixed() -> None:
    of = replace(pool(40, 4), recusals=())
    rule = Rule({"东街": StratumRule(10_000), "西街": StratumRule(10_000)}, RULE.weights)
    pairs = {frozenset(each.officers) for each in held("搭档", of, rule).values()}
    assert len(pairs) == 6


def test_results_stand_as_they_stood_when_this_was_written() -> None:
    """A changed result would make every file ever published irreproducible: change the format's number then."""
    of = replace(pool(30), recusals=tuple(Recusal(f"00{n % 4}", f"Q{n:04}") for n in range(0, 30, 2)))
    result = held("定", of, RULE)
    assert [(each.object, each.officers, each.ticket[:8]) for each in result.values()] == GOLDEN


GOLDEN = [
    ("Q0027", ("001", "004"), "01ac0a08"),
    ("Q0015", ("005", "000"), "04807ba9"),
    ("Q0011", ("003", "002"), "052fc1bb"),
    ("Q0022", ("003", "000"), "077b104a"),
    ("Q0003", ("005", "002"), "34e7ba6c"),
]
