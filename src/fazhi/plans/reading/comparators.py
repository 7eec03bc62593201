"""How a number is compared (比较词): 不低于, 提高到, 控制在 before it; 以上, 以内 behind it."""

from dataclasses import dataclass

from fazhi.plans.reading.wordlists import words

_AT_LEAST = words(
    "达到 达至 达 不低于 不得低于 不能低于 不少于 不得少于 不能少于 不小于 不得小于 不下于 超过 高于 多于 大于",
    "突破 至少 最少 提高到 提高至 提升到 提升至 提升为 提高为 提至 提到 增加到 增加至 增至 增长到 增长至",
    "上升到 上升至 升至 升到 扩大到 扩大至 扩展到 扩展至 拓展到 拓展至 扩充到 扩充至 扩容至 扩至 力争突破 > >=",
    "≥",
)
_AT_MOST = words(
    "不超过 不得超过 不能超过 不超 不高于 不得高于 不多于 不得多于 不大于 控制在 控制到 控制为 低于 少于 小于",
    "降至 降到 降低到 降低至 下降到 下降至 降为 压减至 压减到 压减为 压缩至 压缩到 压缩为 压降至 压降到 压至",
    "压到 缩短至 缩短到 缩短为 缩减至 缩减到 缩减为 缩至 减少到 减少至 减至 减到 减为 精简至 精简到 精简为",
    "最多 至多 限于 优化至 优化到 提速至 提速到 缩小到 缩小至 限定在 限制在 < <= ≤",
)
_EXACTLY = words("保持在 稳定在 维持在 保持 为 均为 是 等于 =")

_BEFORE = {word: op for words, op in ((_AT_LEAST, ">="), (_AT_MOST, "<="), (_EXACTLY, "=")) for word in words}
_BEFORE_LONGEST = max(map(len, _BEFORE))
_AFTER = (
    ("及以上", ">="), ("或以上", ">="), ("以上", ">="), ("之上", ">="), ("及以下", "<="), ("以下", "<="),
    ("之下", "<="), ("以内", "<="), ("之内", "<="), ("内", "<="), ("左右", "="), ("上下", "="),
)  # fmt: skip
_ABOUT = ("约", "大约", "总体", "原则上", "一般", "基本")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison around a number: `op` in the norm (>=, <=, =), what it takes before and behind the number."""

    op: str
    before: int  # characters of comparator directly before the number
    after: int  # characters directly behind it
    word: str  # the comparator before, "" when there is none


def read_comparison(text: str, clause_start: int, start: int, end: int) -> Comparison:
    """The comparison of the number [start, end) within its clause; = where nothing is said."""
    word, taken = "", 0
    before = text[clause_start:start]
    stripped = _without_about(before)
    for length in range(min(_BEFORE_LONGEST, len(stripped)), 0, -1):
        if stripped[-length:] in _BEFORE and not _is_other_word(stripped, length):
            word = stripped[-length:]
            taken = length + len(before) - len(stripped)
            break
    behind, after = "", 0
    for suffix, op in _AFTER:
        if text.startswith(suffix, end) and not (
            suffix == "内" and text[end + 1 : end + 2] in {"部", "容", "外", "设"}
        ):
            behind, after = op, len(suffix)
            break
    op = _BEFORE.get(word, "=")
    # 降至3%以下 and 控制在5日以内 agree; 压缩70%以上 and 保持在90%以上 are decided by what stands behind.
    if behind in {">=", "<="}:
        op = behind
    return Comparison(op, taken, after, word)


def _without_about(before: str) -> str:
    stripped = before.rstrip(" ")
    for word in _ABOUT:
        if stripped.endswith(word):
            return stripped[: -len(word)].rstrip(" ")
    return stripped


def _is_other_word(before: str, length: int) -> bool:
    """称为, 成为, 作为, 行为, 直达, 传达: the comparator is the end of another word."""
    word = before[-length:]
    previous = before[-length - 1 : -length] if length < len(before) else ""
    if word == "为":
        return previous in set("成作称行认因视较最列纳定转变改分以")
    if word in {"达", "是"}:
        return previous in set("传表发通直送抵转下到还但于")
    return word == "少于" and previous == "多"
