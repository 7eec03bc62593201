"""Rates that do not fit the numbers beside them (V07, V08, V09): 排查2140起,化解2098起,化解率98.04%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.stated import Page, Stated
from fazhi.scrutiny.contradictions.wording import named, plain, quoted, written
from fazhi.scrutiny.rounding import Band, band_of, cut_off, is_exact, step_of
from fazhi.scrutiny.units import closely_same, same_unit


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate by its name, and the names of the numbers that make it; several numerators are added."""

    name: re.Pattern[str]
    of: re.Pattern[str]
    to: re.Pattern[str]


def _rate(name: str, of: str, to: str) -> _Rate:
    return _Rate(re.compile(name), re.compile(of), re.compile(to))


_RATES = (
    _rate(r"纠错率", r"撤销|变更|确认(?:违法|无效)|责令", r"审结|办结|结案"),
    _rate(r"败诉率", r"败诉", r"应诉|诉讼|审结|判决"),
    _rate(r"胜诉率", r"胜诉", r"应诉|诉讼|审结|判决"),
    _rate(r"出庭(?:应诉)?率", r"出庭", r"应诉|诉讼案件|开庭"),
    _rate(r"化解率", r"化解", r"排查|受理|调处"),
    _rate(r"(?:调解|调处)?成功率", r"成功", r"调解|受理|调处"),
    _rate(r"(?:调结|调解)率", r"(?:调解|调处)成功|成功调解|调结", r"受理|排查|调解"),
    _rate(r"整改(?:完成|到位)?率", r"整改", r"发现|查[出处摆]|问题"),
    _rate(r"(?:办结|结案|审结)率", r"办结|结案|审结", r"受理|收到|接收|承接|交办|立案"),
    _rate(r"(?:办复|答复|回复)率", r"办复|答复|回复|办结", r"收到|受理|承办|交办|建议|提案"),
    _rate(r"(?:报备|备案)率", r"报备|备案", r"制定|印发|出台|发布|应备"),
    _rate(r"(?:合格|通过)率", r"合格|通过", r"参考|参加|抽检|抽查|检查|考试"),
    _rate(r"受理率", r"受理", r"收到|申请"),
)
_SHARE_OF = re.compile(r"(?:约)?占(?P<of>[^,;。、]{0,14}?)(?:总数|总量|全部|的比例|比例|比重|比)?(?:的|为|达到?|约)*$")
_OWN_ACCOUNT = re.compile(r"综合|累计|满意|按[时期]|及时|平均|首|提前|当场|全市|全省|全国")
_SPECIFIC = 2


def rates(page: Page) -> Iterator[Contradiction]:
    """Rates and shares that no numbers of their sentence explain, though the numbers that should stand there."""
    for each in page.stated:
        if each.unit != "%" or each.is_growth or each.aimed or each.figure.high is not None:
            continue
        if _SHARE_OF.search(each.left.rstrip()):
            yield from _share(page, each)
        else:
            yield from _named(page, each)


def _named(page: Page, rate: Stated) -> Iterator[Contradiction]:
    name = rate.figure.what
    kind = next((kind for kind in _RATES if kind.name.search(name)), None)
    before = [each for each in page.by_sentence[rate.sentence] if each.order < rate.order and not each.is_rate]
    if kind is None or _OWN_ACCOUNT.search(name) or not before or rate.aimed:
        return
    before = [each for each in before if not each.is_growth and each.order >= rate.order - 9]
    due = re.compile(f"应当?(?:{kind.of.pattern})")  # 应当出庭14件 is what 出庭12件 is a share of
    of = [
        each for each in before if kind.of.search(_own(each)) and not due.search(_own(each)) and not _is_rateless(each)
    ]
    to = [each for each in before if (due.search(_own(each)) or kind.to.search(_own(each))) and each not in of]
    if not of or not to:
        return
    if kind.name.pattern != "纠错率":
        of = of[-1:]
    whole = to[-1]
    if not all(closely_same(each.unit, whole.unit) for each in of) or not whole.value:
        return
    if _explained(rate, before):
        return
    yield from _judged(rate, of, whole)


def _share(page: Page, share: Stated) -> Iterator[Contradiction]:
    """98件,占受理数的90.7%: the number just before, of the number that the words name or of the 其中 before it."""
    sentence = page.by_sentence[share.sentence]
    before = [each for each in sentence if each.order < share.order and not each.is_rate and not each.is_growth]
    if not before or before[-1].order != share.order - 1:
        return
    part = before[-1]
    if not re.fullmatch(r"[\s,(]*(?:约)?占[^,;。]*", share.left.strip()) and not share.left.strip(" ,(").startswith(
        "占"
    ):
        return
    wholes = [each for each in before[:-1] if same_unit(each.unit, part.unit) and each.value >= part.value]
    said = _SHARE_OF.search(share.left.rstrip())
    of = said["of"] if said else ""
    by_name = [
        each for each in before[:-1] if len(of) >= _SPECIFIC and of[:2] in each.figure.what and not _is_rateless(each)
    ]
    among = "其中" in part.left and closely_same(wholes[-1].unit, part.unit) if wholes else False
    whole = by_name[-1] if len(by_name) == 1 else wholes[-1] if among and not of else None
    near = [each for each in page.stated if each.section == share.section and abs(each.sentence - share.sentence) <= 2]
    if whole is None or not whole.value or _explained(share, [each for each in near if not each.is_rate]):
        return
    yield from _judged(share, [part], whole)


def _own(each: Stated) -> str:
    return each.figure.what + re.split(r"[,;:]", each.left.rstrip(" ,;、:"))[-1]


def _is_rateless(each: Stated) -> bool:
    """不予受理 is no 受理, 不合格 no 合格."""
    return bool(re.search(r"不予|未|没有|不合格|不通过|不成功", _own(each)))


def _explained(rate: Stated, numbers: Sequence[Stated]) -> bool:
    """Whether any two numbers of one kind near the rate give it: the rate may be of others than its name says."""
    band = band_of(rate.figure)
    return any(
        _ratio([one], other).meets(band)
        for one in numbers
        for other in numbers
        if other.value and one is not other and same_unit(one.unit, other.unit)
    )


def _ratio(of: Sequence[Stated], to: Stated) -> Band:
    """Least and greatest percentage that the numbers as written allow."""
    parts = [band_of(each.figure) for each in of]
    whole = band_of(to.figure)
    low, high = sum(each.low for each in parts), sum(each.high for each in parts)
    return Band(
        low / whole.high * 100 if whole.high else 0.0, high / whole.low * 100 if whole.low > 0 else float("inf")
    )


def _judged(rate: Stated, of: Sequence[Stated], to: Stated) -> Iterator[Contradiction]:
    possible = _ratio(of, to)
    if possible.meets(band_of(rate.figure)):
        return
    computed = sum(each.value for each in of) / to.value * 100
    adding = "＋".join(written(each) for each in of)
    apart = abs(computed - rate.value)
    places = max(2, len(written(rate).partition(".")[2].rstrip("%")))
    said = f"{adding}÷{written(to)}＝{computed:.{places}f}%"
    spans = tuple(sorted((rate.span, to.span, *(each.span for each in of))))
    if possible.meets(cut_off(rate.figure)):
        say = f"“{named(rate)}”按{said}，四舍五入应为 {_rounded(computed, rate)}，文中写 {written(rate)}，请核对取整。"
        yield Contradiction(Rule.RATE, Severity.LOOK, say, spans, apart)
        return
    exact = is_exact(rate.figure) and all(is_exact(each.figure) for each in (*of, to)) and computed <= 100
    numbers = "".join(map(quoted, (to, *of)))
    say = f"“{named(rate)}”写 {written(rate)}，按{numbers}计算为 {_rounded(computed, rate)}，"
    say += f"相差 {plain(round(apart, 2))} 个百分点。"
    yield Contradiction(Rule.RATE, Severity.CERTAIN if exact else Severity.LOOK, say, spans, apart)


def _rounded(value: float, like: Stated) -> str:
    """The percentage with as many places as the text uses."""
    step = step_of(like.figure) or 0.01
    places = max(0, min(4, round(-_log10(step))))
    return f"{value:.{places}f}%"


def _log10(step: float) -> float:
    places = 0
    while step < 1 - 1e-9 and places < 6:
        step, places = step * 10, places + 1
    return -places
