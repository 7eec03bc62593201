"""Numerals as plans write them (数字): digits and Chinese numerals, read at a place.

A numeral is only the number; quantities.py adds the unit. `half_width` brings width and dashes to one form first.
"""

from dataclasses import dataclass

# One character stands for one character, so offsets in the folded text are offsets in the text that was given.
_FOLDING: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLDING.update(dict.fromkeys(map(ord, "–—―－~～〜‐‑"), "-"))
_FOLDING.update({ord("○"): "〇", ord("◯"): "〇", ord("﹪"): "%", ord("\u3000"): " ", ord("\u00a0"): " "})
_FOLDING.update({ord("\n"): " ", ord("\r"): " ", ord("\t"): " "})

ASCII_DIGITS = frozenset("0123456789")
_ONES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE_DIGITS = frozenset(_ONES)
NUMBER_CHARS = ASCII_DIGITS | frozenset(_ONES) | frozenset(_TENS) | frozenset(_MYRIADS)
_CHINESE = frozenset(_ONES) | frozenset(_TENS) | frozenset(_MYRIADS)
_MULTIPLIERS = (("万亿", 1e12), ("千万", 1e7), ("百万", 1e6), ("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2))


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at [start, end) and its value; `chinese` says how it is written, `inexact` that 余 or 多 follows."""

    start: int
    end: int
    value: float
    chinese: bool
    inexact: bool = False


def half_width(text: str) -> str:
    """The same text, of the same length, in half width and with one kind of dash."""
    return text.translate(_FOLDING)


def skip_spaces(text: str, pos: int) -> int:
    """The first place at or after pos that is no space: offices write “2025 年 6 月”."""
    limit = min(len(text), pos + 3)
    while pos < limit and text[pos] == " ":
        pos += 1
    return pos


def digits_end(text: str, pos: int) -> int:
    """Where the run of ASCII digits that starts at pos ends, seen no further than any number needs."""
    limit = min(len(text), pos + 20)
    while pos < limit and text[pos] in ASCII_DIGITS:
        pos += 1
    return pos


def read_numeral(text: str, pos: int) -> Numeral | None:
    """The numeral that starts at pos of a folded text, or None."""
    if pos >= len(text):
        return None
    if text[pos] in ASCII_DIGITS:
        return _arabic(text, pos)
    return _chinese(text, pos) if text[pos] in _CHINESE else None


def numeral_run_end(text: str, pos: int) -> int:
    """The end of the run of number characters at pos, whether or not it makes a number: a scanner goes on there."""
    chars = ASCII_DIGITS if text[pos : pos + 1] in ASCII_DIGITS else _CHINESE
    while pos < len(text) and text[pos] in chars:
        pos += 1
    return pos


def _arabic(text: str, pos: int) -> Numeral | None:
    end = digits_end(text, pos)
    whole = text[pos:end]
    while len(whole) <= 12 and text[end : end + 1] == "," and digits_end(text, end + 1) == end + 4:
        whole, end = whole + text[end + 1 : end + 4], end + 4
    fraction = ""
    if text[end : end + 1] == "." and digits_end(text, end + 1) > end + 1:
        stop = digits_end(text, end + 1)
        fraction, end = text[end + 1 : stop], stop
    if len(whole) > 15:  # a register number, not a count
        return None
    value = float(f"{whole}.{fraction[:15]}" if fraction else whole)
    return _with_tail(text, pos, skip_spaces(text, end), end, value, chinese=False)


def _with_tail(text: str, start: int, after: int, end: int, value: float, *, chinese: bool) -> Numeral:
    """Add 余/多 and 万/亿, in either order: “5000余”, “3万余”, “30余万”."""
    inexact = False
    for _ in range(2):
        if not inexact and text[after : after + 1] in {"余", "多"}:
            inexact, after, end = True, after + 1, after + 1
        for name, factor in _MULTIPLIERS:
            if not chinese and text.startswith(name, after):
                value, after, end = value * factor, after + len(name), after + len(name)
                break
    return Numeral(start, end, round(value, 6), chinese, inexact)


def _chinese(text: str, pos: int) -> Numeral | None:
    end = pos
    while end < min(len(text), pos + 21) and text[end] in _CHINESE:
        end += 1
    run = text[pos:end]
    value = chinese_value(run)
    if value is None:
        return None
    if text[end : end + 1] == "点" and text[end + 1 : end + 2] in CHINESE_DIGITS:  # 九十五点二
        stop = end + 1
        while stop < min(len(text), end + 7) and text[stop] in CHINESE_DIGITS:
            stop += 1
        value += float("0." + "".join(str(_ONES[c]) for c in text[end + 1 : stop]))
        end = stop
    numeral = _with_tail(text, pos, end, end, value, chinese=True)
    # “千名律师”, “万人” are figures of speech; “百余人”, “十名” are numbers.
    if run[0] in "百千万亿" and not numeral.inexact:
        return None
    return numeral


def chinese_value(run: str) -> float | None:
    """The value of a run of Chinese numerals, or None where it is no number (三四, 一一, 十百)."""
    if not run or len(run) > 20:
        return None
    total = section = 0
    current: int | None = None
    smallest = 10_000
    for char in run:
        if char in _ONES:
            if current not in {None, 0}:  # “三四十”, “一三”: not one number
                return None
            current = _ONES[char]
        elif char in _TENS:
            unit = _TENS[char]
            if unit >= smallest:
                return None
            section, current, smallest = section + (1 if current is None else current) * unit, None, unit
        else:
            # 亿 multiplies all before it (一万亿), 万 only what stands since 亿 (一亿二千万).
            before = section + (current or 0)
            if char == "亿":
                total = ((total + before) or 1) * _MYRIADS[char]
            else:
                total += (before or 1) * _MYRIADS[char]
            section, current, smallest = 0, None, 10_000
    return float(total + section + (current or 0))
