"""Whether a draw can be held: everything that stands in the way, said at once, before anything is frozen."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from fazhi.inspections.drawing.model import (
    MOST_WEIGHT,
    RATE_PARTS,
    Item,
    Pool,
    PoolOfficer,
    Rule,
    bodies,
)
from fazhi.inspections.drawing.sampling import needed, sizes

# An identifier stands between commas in what is hashed: one that held a comma could be read in two ways.
_IDENTIFIER = re.compile(r"[^\s,\x00-\x1f\x7f]{1,64}")
LEAST_TOGETHER = 2


def problems(items: tuple[Item, ...], pool: Pool, rule: Rule) -> list[str]:
    """Every reason in Chinese why this cannot be drawn; empty when it can.

    Two officers at least go to an object: Administrative Penalty Law (行政处罚法) art. 42.
    """
    found = [*_items(items, rule), *_names(pool), *_strata(pool, rule), *_weights(pool, rule)]
    found += _officers(items, pool, rule)
    return found or list(_recusals(items, pool, rule))


def _items(items: tuple[Item, ...], rule: Rule) -> Iterator[str]:
    if not items:
        yield "请至少填写一个抽查事项。"
    if any(not item.name.strip() or not item.body.strip() for item in items):
        yield "每个抽查事项都要写明名称和检查单位。"
    if rule.per_body < 1:
        yield "每个单位至少选派 1 名执法人员。"
    elif items and rule.per_body * len(bodies(items)) < LEAST_TOGETHER:
        yield "每个检查对象的执法人员不得少于两人（行政处罚法第四十二条），请把每个单位选派人数改为 2 人以上。"


def _names(pool: Pool) -> Iterator[str]:
    if not pool.objects:
        yield "名单中没有检查对象。"
    yield from _identifiers("检查对象", [*(each.id for each in pool.objects), *(each.id for each in pool.excluded)])
    yield from _identifiers("执法人员", [each.id for each in pool.officers])
    for card in _twice(each.card for each in pool.officers):
        yield f"执法证号“{card}”在执法人员名单中出现不止一次。"
    for each in pool.objects:
        if not each.name.strip():
            yield f"检查对象“{each.id}”没有名称。"
    for officer in pool.officers:
        if not (officer.name.strip() and officer.card.strip() and officer.body.strip()):
            yield f"执法人员“{officer.name or officer.id}”的姓名、单位、执法证号不全。"


def _identifiers(what: str, ids: Sequence[str]) -> Iterator[str]:
    for each in ids:
        if not _IDENTIFIER.fullmatch(each):
            yield f"{what}编号“{each[:70]}”不合要求：1 至 64 个字符，不含逗号和空白。"
    for each in _twice(ids):
        yield f"{what}编号“{each}”在名单中出现不止一次，请只留一个。"


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1 and value]


def _strata(pool: Pool, rule: Rule) -> Iterator[str]:
    found = sizes(pool.objects)
    for stratum in sorted(found):
        if stratum not in rule.strata:
            yield f"没有写明“{stratum}”抽多少，请补上比例或户数。"
    for stratum, wanted in rule.strata.items():
        if stratum not in found:
            yield f"规则中的“{stratum}”没有检查对象，请核对分层名称。"
        if not 0 <= wanted.rate <= RATE_PARTS:
            yield f"“{stratum}”的抽查比例应在 0 至 100% 之间。"
        if wanted.number < 0:
            yield f"“{stratum}”的抽取户数不能是负数。"
    if found and not any(needed(wanted, found.get(stratum, 0)) for stratum, wanted in rule.strata.items()):
        yield "按这样的规则一户也抽不到，请填写抽查比例或户数。"


def _weights(pool: Pool, rule: Rule) -> Iterator[str]:
    for risk in sorted({each.risk for each in pool.objects} - set(rule.weights)):
        yield f"没有写明风险等级“{risk or '未评定'}”的权重。"
    for risk, weight in rule.weights.items():
        if not 1 <= weight <= MOST_WEIGHT:
            yield f"风险等级“{risk or '未评定'}”的权重应是 1 至 {MOST_WEIGHT} 的整数。"


def _officers(items: tuple[Item, ...], pool: Pool, rule: Rule) -> Iterator[str]:
    sent = bodies(items)
    by_body = Counter(each.body for each in pool.officers)
    for body in sent:
        if by_body[body] < rule.per_body:
            yield f"“{body}”只有 {by_body[body]} 名执法人员在名单中，不够每个对象 {rule.per_body} 人。"
    for body in sorted(set(by_body) - set(sent)):
        yield f"“{body}”的执法人员没有对应的抽查事项，请补上事项，或从名单中去掉这些人员。"


def _recusals(items: tuple[Item, ...], pool: Pool, rule: Rule) -> Iterator[str]:
    officers: dict[str, PoolOfficer] = {each.id: each for each in pool.officers}
    objects = {each.id: each.name for each in pool.objects}
    barred: dict[str, set[str]] = {}
    for recusal in pool.recusals:
        if recusal.officer not in officers:
            yield f"回避名单中的执法人员“{recusal.officer}”不在执法人员名单中。"
        elif recusal.object not in objects:
            yield f"回避名单中的检查对象“{recusal.object}”不在检查对象名单中（{officers[recusal.officer].name}）。"
        else:
            barred.setdefault(recusal.object, set()).add(recusal.officer)
    by_body = Counter(each.body for each in pool.officers)
    for object_id, absent in barred.items():
        away = Counter(officers[each].body for each in absent)
        for body in bodies(items):
            if by_body[body] - away[body] < rule.per_body:
                yield f"“{objects[object_id]}”的回避人员太多，“{body}”剩下不足 {rule.per_body} 人，请补充执法人员。"
