"""The rule of a draw in words, as the public page and the notice say it."""

from fazhi.inspections.drawing.model import Item, Pool, Rule, Source, SourceKind, StratumRule, bodies
from fazhi.inspections.drawing.sampling import needed, sizes

UNRATED = "未评定"


def rate_words(rate: int) -> str:
    """5%, 2.5%, 0.05% of parts of ten thousand."""
    whole, rest = divmod(rate, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def stratum_words(wanted: StratumRule) -> str:
    """抽 5%，至少 1 户."""
    if not wanted.rate:
        return f"抽 {wanted.number} 户"
    return f"抽 {rate_words(wanted.rate)}" + (f"，至少 {wanted.number} 户" if wanted.number else "")


def strata_rows(pool: Pool, rule: Rule) -> list[tuple[str, int, str, int]]:
    """(stratum, how many there are, the rule in words, how many are drawn)."""
    return [
        (stratum, size, stratum_words(rule.strata[stratum]), needed(rule.strata[stratum], size))
        for stratum, size in sorted(sizes(pool.objects).items())
    ]


def weight_words(rule: Rule) -> str:
    """A 类 1 张票，B 类 2 张票; one sentence where all weigh the same."""
    if len(set(rule.weights.values())) == 1:
        return "每个检查对象被抽中的机会相同。"
    listed = "，".join(f"{risk or UNRATED} {weight} 张票" for risk, weight in sorted(rule.weights.items()))
    return f"风险等级越高，放进抽取的票越多：{listed}；按票抽取，抽中即出。"


def officer_words(items: tuple[Item, ...], rule: Rule) -> str:
    """How officers are sent."""
    sent = bodies(items)
    if len(sent) == 1:
        return f"每个对象由{sent[0]}随机选派 {rule.per_body} 名执法人员，任务均衡，应当回避的不派。"
    return (
        f"综合查一次：{'、'.join(sent)}对同一对象联合检查，每个单位随机选派 {rule.per_body} 名执法人员，"
        "任务均衡，应当回避的不派。"
    )


def source_words(source: Source) -> str:
    """Which chance decides."""
    given = source.given_at
    moment = f"{given.year}年{given.month}月{given.day}日 {given:%H:%M}"
    if source.kind is SourceKind.COMMITMENT:
        return f"多人承诺：两名以上人员在名单公布前各自提交随机数的承诺，公布后、{moment} 前公开，合并成种子。"
    reading = f"，写法：{source.reading}" if source.reading else ""
    return f"{source.name}，{moment} 以后由{source.where}公布{reading}。"
