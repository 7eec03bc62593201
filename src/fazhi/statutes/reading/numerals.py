"""Numbers of articles as statutes write them: 第一百零五条. Only what numbers a part of a statute, so 1 to 1999."""

from functools import lru_cache

DIGITS = "零一二三四五六七八九"
CHARACTERS = "零〇一二三四五六七八九十百千"
LARGEST = 1999
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))


def to_chinese(number: int) -> str:
    """58 → 五十八, 110 → 一百一十, 105 → 一百零五. Raises ValueError outside 1 to 1999."""
    if not 1 <= number <= LARGEST:
        raise ValueError(f"no article has the number {number}")
    said, rest, skipped = "", number, False
    for place, word in _PLACES:
        digit, rest = divmod(rest, place)
        if digit:
            # 十二, but 一百一十二: the one before ten is said only behind something.
            said += (
                ("零" if skipped else "") + ("" if digit == 1 and place == 10 and not said else DIGITS[digit]) + word
            )
        skipped = bool(said) and not digit and bool(rest)
    return said + ("零" if skipped else "") + (DIGITS[rest] if rest else "")


def from_chinese(said: str) -> int | None:
    """五十八 → 58; None for what is no number (十十, 三四). Reads 一十 as 十 and 〇 as 零, as some statutes write."""
    plain = said.replace("〇", "零")
    return _numbers().get(plain.removeprefix("一") if plain.startswith("一十") else plain)


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    # Looking up what `to_chinese` writes makes the two each other's inverse, and leaves nothing half-readable.
    return {to_chinese(number): number for number in range(1, LARGEST + 1)}
