"""Numbers of headings in official papers: 一、 for parts, （一） for sections (GB/T 9704-2012, 7.3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十; up to 99."""
    if not 0 < number < 100:
        raise ValueError(f"{number} is no number of a heading")
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def numbered(levels: Iterable[int]) -> Iterator[str]:
    """The numbers of headings whose levels follow each other: 1 → 一、, 2 → （一）; level 0 has none."""
    part = section = 0
    for level in levels:
        if level == 0:
            yield ""
        elif level == 1:
            part, section = part + 1, 0
            yield f"{chinese(part)}、"
        else:
            section += 1
            yield f"（{chinese(section)}）"
