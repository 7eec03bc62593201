"""What is measured (指标名): the noun phrase a number belongs to, in the words of the text."""

from dataclasses import dataclass, replace

from fazhi.plans.reading.clauses import Clauses
from fazhi.plans.reading.wordlists import words

# Nouns that name a measure: 清理率, 占比, 满意度, 办理时限.
MEASURE_ENDS = words(
    "率 比例 占比 比重 满意度 知晓度 覆盖面 度 时限 时间 期限 周期 时长 得分 成绩 比 频次 次数 总数 数量 人数",
    "总量 用时 总额 环节 数",
)

_LEADING = words(
    "力争 争取 确保 实现 推动 促进 使 并 且 同时 其中 要 应 将 努力 保证 保障 做到 切实 进一步 逐步 不断 全部",
    "力促 从而 以及 和 及 与 还 也 再 已 全市 全县 全区 全省 各级 截至 到 在 于 原则上 各项 基本 按照 按 稳步",
    "持续 明确 要求 须 需 由 、 ; : -",
)
_TRAILING = words(
    "均 都 皆 也 要 应 应当 须 必须 需 将 分别 力争 争取 确保 全部 总体 原则上 一般 基本 保持 稳定 持续 逐步",
    "不断 共 双 每年 每季度 每月 每半年 力求 努力 至 再 平均 最多 至少 最高 最低 同步 实现 做到 年均 占 到 在",
    "以 , 、 : 拟 计划 预计 累计 共计 合计 总计 约 大约 近 只 仅 不 按 按照",
)
_LONGER_WORDS = {
    entry[0]: frozenset(entry[1:])
    for entry in words(
        "应诉急收用 在线册编建岗职校 及时 要件素求点 再审就 使用馆 和解谐 到庭场位案岗 与会 还款 并联轨 按期时 需求"
    )
}
_BOUNDS = (
    ("至少", ">="), ("最少", ">="), ("不少于", ">="), ("不低于", ">="), ("最多", "<="),
    ("至多", "<="), ("不超过", "<="), ("不高于", "<="), ("高于", ">="), ("超过", ">="), ("低于", "<="),
)  # fmt: skip
# Where the phrase of the measure begins anew inside a long clause: 推动…使…率达到.
_FRESH_STARTS = ("确保", "力争", "实现", "争取", "使得", "促使", "推动")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of the text, [start, end), and the words of it that count."""

    start: int
    end: int
    words: str


def blank_times(text: str, start: int, end: int, times: bytes) -> str:
    """text[start:end] with the characters of dates and time limits turned into spaces, but for 较2023年, 比2020年."""
    kept: list[str] = []
    for i in range(start, end):
        baseline = i > start and (text[i - 1] in "较比" or (times[i - 1] and kept[-1] != " "))
        kept.append(" " if times[i] and not baseline else text[i])
    return "".join(kept)


def phrase_before(clauses: Clauses, start: int, end: int, times: bytes) -> Phrase:
    """The noun phrase in [start, end), the stretch of the clause that leads to a number."""
    text = blank_times(clauses.text, start, end, times)
    low, high = 0, len(text)
    for word in _FRESH_STARTS:
        at = text.rfind(word, low, high)
        if at >= low and text[at + len(word) : high].strip(" 、均") and not clauses.names[start + at]:
            low = at + len(word)
    changed = True
    while changed and low < high:
        changed = False
        while low < high and text[low] in " ,、:;":
            low, changed = low + 1, True
        while high > low and text[high - 1] in " ,、:;":
            high, changed = high - 1, True
        for word in _LEADING:
            if text.startswith(word, low) and high - low > len(word) and not _kept(text, low, word):
                low, changed = low + len(word), True
        for word in _TRAILING:
            if text.endswith(word, low, high) and not text.endswith(MEASURE_ENDS, low, high):
                high, changed = high - len(word), True
    return Phrase(start + low, start + high, text[low:high].replace(" ", ""))


def _kept(text: str, low: int, word: str) -> bool:
    """Whether a leading word begins a longer one: 应诉, 与会, 在线, 及时率, 要件, 再审."""
    return text[low + len(word) : low + len(word) + 1] in _LONGER_WORDS.get(word, frozenset())


def without_bound(phrase: Phrase) -> tuple[Phrase, str]:
    """The phrase without a comparison that binds the number from afar, and the comparison it makes.

    至少培养3名; 审核人员不少于执法人员总数的5%.
    """
    for word, op in _BOUNDS:
        if word in phrase.words:
            return replace(phrase, words=phrase.words.replace(word, "", 1)), op
    return phrase, ""


def split_measures(phrase: str) -> list[str]:
    """Measures said together, A率、B率和C率, one by one; a phrase that names one measure is returned whole.

    Only what ends as a measure does is split off: 市、县、乡镇平台建成率和运行率 are two, not four.
    """
    pieces: list[str] = []
    piece = ""
    pos = 0
    while pos < len(phrase):
        joint = next((w for w in ("以及", "、", "和", "与", "及") if phrase.startswith(w, pos)), "")
        if joint and piece.endswith(MEASURE_ENDS) and not phrase.startswith(("及时", "和解"), pos):
            pieces.append(piece)
            piece = ""
            pos += len(joint)
        else:
            piece += phrase[pos]
            pos += 1
    pieces.append(piece)
    if len(pieces) > 1 and pieces[-1].endswith(MEASURE_ENDS):
        return [p for p in pieces if p]
    return [phrase]
