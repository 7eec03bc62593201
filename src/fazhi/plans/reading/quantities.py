"""Quantities as plans write them (数量): a number with its unit, a share, a range.

A hand-written scanner, one pass over the text, shared by the readers of deadlines and targets. It says what is written,
never whether it is asked for: “三项制度” is a quantity here, and targets.py turns it down.
"""

from dataclasses import dataclass

from fazhi.plans.reading.numerals import ASCII_DIGITS, NUMBER_CHARS, Numeral, numeral_run_end, read_numeral, skip_spaces
from fazhi.plans.reading.wordlists import words

# What a number may count, longest first. A unit keeps the text's word but for 个工作日, which is the unit 工作日.
_MEASURES = words(
    "个百分点 百分点 个工作日 工作日 个自然日 自然日 个小时 小时 分钟 个月 个学时 学时 个课时 课时 人次 批次",
    "场次 户次 家次 件次 班次 车次 台次 台套 平方米 公里 万元 元 个 人 名 位 家 件 项 次 部 期 场 批 户 处 所",
    "条 份 篇 册 本 卷 宗 起 例 类 种 支 套 台 辆 座 间 张 块 门 节 堂 课 轮 天 日 周 年 分 倍 岁 字 幅 款 集",
    "亩 吨 队 站 村 镇 县",
)


class Measures:
    """Words for units, found by what stands at a place: the longest that fits."""

    def __init__(self, *names: str) -> None:
        self._by_first: dict[str, tuple[str, ...]] = {}
        for name in sorted(set(names), key=len, reverse=True):
            self._by_first[name[0]] = (*self._by_first.get(name[0], ()), name)

    def at(self, text: str, pos: int) -> str:
        """The unit that stands at pos, "" where there is none."""
        for name in self._by_first.get(text[pos : pos + 1], ()):
            after = text[pos + len(name) : pos + len(name) + 1]
            if text.startswith(name, pos) and not (after and after in _NOT_UNIT_BEFORE.get(name, "")):
                return name
        return ""


PLAN_MEASURES = Measures(*_MEASURES)

# A unit's character that begins another word is no unit: 3部门, 2级, 五处罚, 四分之一, 二本级, 三家庭.
_NOT_UNIT_BEFORE = {
    entry[0]: entry[1:]
    for entry in words(
        "部门队署 处理罚置分长 所有以属在 分之别局管类级工解析阶为 本级地市县区省身院 家庭 年度代级轻龄 日常报前",
        "条例件款 名称录誉 类似型别 期间限 批准复示评 场所 人民大员均才 位置于 站式 节点约 周边期 例外如 台账 课题",
        "集中成 村民级委 镇级 县级 队伍 起草来到 次数 份子 户籍外 张榜 轮换值 字号 天津 元旦",
    )
}
TIME_UNITS = frozenset({"工作日", "自然日", "小时", "个小时", "分钟", "个月", "天", "日", "周", "年"})
SHARE_UNITS = frozenset({"%", "个百分点", "百分点"})

# 四成 is a share; 二成立, 三成员 are not.
_NOT_SHARE_AFTER = frozenset("为立功员果效本熟长交都品绩片套分就人因")


_BEGINS = NUMBER_CHARS | {"半"}  # 半数


@dataclass(frozen=True, slots=True)
class Quantity:
    """[start, end) covers number and unit; value is in `unit`; high is the upper end of a range (3至5场)."""

    start: int
    end: int
    value: float
    unit: str
    chinese: bool
    high: float | None = None


def scan_quantities(text: str, measures: Measures = PLAN_MEASURES) -> list[Quantity]:
    """All quantities of a folded text, in order and not overlapping, in the units of `measures`."""
    found: list[Quantity] = []
    pos = 0
    while pos < len(text):
        if text[pos] not in _BEGINS:
            pos += 1
            continue
        quantity = _read_quantity(text, pos, measures)
        if quantity is not None:
            found.append(quantity)
            pos = quantity.end
        else:
            pos = max(numeral_run_end(text, pos), pos + 1)
    return found


def _read_quantity(text: str, pos: int, measures: Measures) -> Quantity | None:
    special = _half(text, pos) or _hundredths(text, pos)
    if special is not None:
        return special
    number = read_numeral(text, pos)
    if number is None or _joined(text, number):
        return None
    counted = _counted(text, number, number, measures)
    return _fraction(text, number) or _tenths(text, number) or _range(text, number, measures) or counted


def _half(text: str, pos: int) -> Quantity | None:
    for name in ("一半", "半数"):
        if text.startswith(name, pos):
            return Quantity(pos, pos + 2, 50.0, "%", True)
    return None


def _hundredths(text: str, pos: int) -> Quantity | None:
    """百分之九十五, 百分之百."""
    if not text.startswith("百分之", pos):
        return None
    if text.startswith("百", pos + 3):
        return Quantity(pos, pos + 4, 100.0, "%", True)
    number = read_numeral(text, pos + 3)
    return None if number is None else Quantity(pos, number.end, number.value, "%", True)


def _fraction(text: str, number: Numeral) -> Quantity | None:
    """三分之二."""
    if not number.chinese or not text.startswith("分之", number.end) or number.value < 2:
        return None
    top = read_numeral(text, number.end + 2)
    if top is None:
        return None
    return Quantity(number.start, top.end, round(top.value / number.value * 100, 4), "%", True)


def _tenths(text: str, number: Numeral) -> Quantity | None:
    """四成, 九成半."""
    if not number.chinese or not 1 <= number.value <= 10 or text[number.end : number.end + 1] != "成":
        return None
    half = text.startswith("半", number.end + 1)
    end = number.end + (2 if half else 1)
    if text[end : end + 1] in _NOT_SHARE_AFTER:
        return None
    return Quantity(number.start, end, number.value * 10 + (5 if half else 0), "%", True)


def _range(text: str, low: Numeral, measures: Measures) -> Quantity | None:
    """3至5场, 10%-20%: the lower end is the value."""
    after = _unit_end(text, low, measures)
    for pos in (low.end, after):
        pos = skip_spaces(text, pos)
        if text[pos : pos + 1] in {"至", "到", "-"}:
            high = read_numeral(text, skip_spaces(text, pos + 1))
            whole = None if high is None or high.value <= low.value else _counted(text, high, low, measures)
            if whole is not None and high is not None:
                return Quantity(low.start, whole.end, low.value, whole.unit, low.chinese, high.value)
    return None


def _unit_end(text: str, number: Numeral, measures: Measures) -> int:
    single = _counted(text, number, number, measures)
    return number.end if single is None else single.end


def _counted(text: str, number: Numeral, first: Numeral, measures: Measures) -> Quantity | None:
    """The quantity whose number is `number`, its span reaching back to `first` (the same but for ranges)."""
    pos = skip_spaces(text, number.end)
    if text[pos : pos + 1] in {"%", "‰"}:
        value = number.value if text[pos] == "%" else number.value / 10
        return Quantity(first.start, pos + 1, value, "%", number.chinese)
    measure = measures.at(text, pos)
    if not measure:
        return None
    end = pos + len(measure)
    if measure == "万元":
        return Quantity(first.start, end, number.value * 10_000, "元", number.chinese)
    return Quantity(first.start, end, number.value, "工作日" if measure == "个工作日" else measure, number.chinese)


def _joined(text: str, number: Numeral) -> bool:
    """Part of a name, a ratio or a sign: 5G, 7×24小时, 1:1, 12·4, 1+3+N, 第3次."""
    before = text[number.start - 1 : number.start] if number.start else ""
    after = text[number.end : number.end + 1]
    if before == "第":
        return True
    if after in {"+", "×", "·"} or (before and before in "+×·./") or (before.isascii() and before.isalpha()):
        return True
    ratio_before = before == ":" and text[number.start - 2 : number.start - 1] in ASCII_DIGITS
    return ratio_before or (after == ":" and text[number.end + 1 : number.end + 2] in ASCII_DIGITS)
