"""Pass 5, qualifiers: what is said of a number beside it (余, 近, 累计, 同比增长), and its kind."""

from __future__ import annotations

import re

from fazhi.figures.reading.measures import AMOUNTS, DURATIONS, RATES
from fazhi.figures.reading.model import FigureKind
from fazhi.plans.reading.quantities import Quantity
from fazhi.plans.reading.wordlists import words

_BEFORE = words(
    "不少于 不低于 不超过 不高于 不足 超过 突破 接近 至少 平均 年均 月均 日均 人均 每年 每月 累计 共计 合计 总计",
    "全年 共 近 约 超 逾",
)
# 签约312户, 附近3处: the last character of these words says nothing of the number.
_WORDS_OF_THEIR_OWN = words(
    "签约 节约 违约 履约 邀约 预约 解约 契约 附近 就近 临近 靠近 公共 反超 赶超",
)
_CHANGES = re.compile(
    r"(同比|环比|年均)?(?:分别|平均|各|又|再|均)?(增长|下降|上升|减少|增加|提高|提升|降低|压减|缩短|扩大|上涨|回落|回升|下滑)"
    r"(?:了|幅度)?$"
)
_OVERALL = re.compile(r"全年|累计|共计|合计|总计|(?<![公总合])共(?![同享建治识赢产青和性创商谋富])(?:[^,]|$)")
_LASTING = words(
    "全年 累计 共计 合计 总计",
)
_AFTER = words(
    "以上 以内 以下 左右 内 余 多",
)
_LEVEL = re.compile(r"(?:为|至|到|达|了)+$")


def qualifiers_of(text: str, quantity: Quantity, left: str, shared: str = "") -> tuple[str, ...]:
    """Words that qualify the number; `left` is what stands before it in its clause, since the number before.

    `shared` is a growth (同比增长) that this number has in common with the ones beside it (分别增长8.4%和3.1%).
    """
    found: list[str] = []
    tail = left.rstrip(" :")
    for word in _BEFORE:
        if tail.endswith(word) and not tail.endswith(_WORDS_OF_THEIR_OWN):
            found.append(word)
            tail = tail[: -len(word)].rstrip()
            break
    change = _CHANGES.search(tail)
    if change and (
        quantity.unit in RATES or left.lstrip().startswith(("同比", "较", "比", "环比", "增", "减", "下", "提"))
    ):
        found.append((change[1] or _compared(tail[: change.start()])) + change[2])
    elif shared:
        found.append(shared)
    for match in _OVERALL.finditer(left):
        word = match.group() if match.group() in _LASTING else "共"
        if word not in found:
            found.append(word)
    inside = text[quantity.start : quantity.end]
    found.extend(word for word in ("余", "多") if word in inside)
    after = text[quantity.end : quantity.end + 2]
    for word in _AFTER:
        if after.startswith(word) and not (word == "内" and quantity.unit not in DURATIONS):
            found.append(word)
            break
    return tuple(dict.fromkeys(found))


def _compared(before: str) -> str:
    """同比 of “同比（2020年）减少”."""
    return "同比" if re.search(r"^\W*同比[^,]{0,10}$", before) else ""


def change_in(left: str) -> str:
    """同比增长 where `left` ends so, "" where it says no change."""
    change = _CHANGES.search(left.rstrip())
    return "" if change is None else (change[1] or _compared(left[: change.start()])) + change[2]


def kind_of(quantity: Quantity) -> FigureKind:
    """What sort of number it is, by its unit."""
    if quantity.unit in RATES:
        return FigureKind.RATE
    if quantity.unit in DURATIONS:
        return FigureKind.DURATION
    return FigureKind.AMOUNT if quantity.unit in AMOUNTS else FigureKind.COUNT
