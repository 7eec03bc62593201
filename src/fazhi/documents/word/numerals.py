"""List numbers written out in the formats Word offers (ST_NumberFormat of ECMA-376, part 1, 17.18.59)."""

from collections.abc import Callable, Mapping

_DIGITS = "零一二三四五六七八九"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_CAPITALS_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX_WRITTEN_OUT = 99_999


def written(value: int, number_format: str) -> str:
    """`value` in a Word number format; a format not known here, or a value beyond it, is written in digits."""
    if number_format in ("none", "bullet"):
        return ""
    write = _WRITERS.get(number_format)
    return (write(value) if write and 0 < value <= _MAX_WRITTEN_OUT else "") or str(value)


def _counting(value: int, digits: str = _DIGITS, units: str = "十百千", *, drop_one: bool = True) -> str:
    """Chinese counting: 十一, 二十, 一百零一, 一万二千; capitals keep the leading one (壹拾壹)."""
    high, low = divmod(value, 10_000)
    if high:
        rest = _counting(low, digits, units, drop_one=False) if low else ""
        gap = digits[0] if low and low < 1000 else ""
        return _counting(high, digits, units, drop_one=drop_one) + "万" + gap + rest
    text = ""
    for place, figure in enumerate(reversed(str(value))):
        if figure != "0":
            text = digits[int(figure)] + ("" if place == 0 else units[place - 1]) + text
        elif text and not text.startswith(digits[0]):
            text = digits[0] + text
    leading_one = digits[1] + units[0]
    return text[1:] if drop_one and 10 <= value < 20 and text.startswith(leading_one) else text


def _digit_by_digit(value: int) -> str:
    return "".join("〇一二三四五六七八九"[int(figure)] for figure in str(value))


def _letters(value: int) -> str:
    # Word repeats a letter after Z: AA, BB, CC; it does not count on as spreadsheet columns do.
    times, place = divmod(value - 1, 26)
    return chr(ord("A") + place) * (times + 1) if times < 30 else ""


def _roman(value: int) -> str:
    text = ""
    for amount, sign in _ROMAN:
        times, value = divmod(value, amount)
        text += sign * times
    return text if len(text) < 20 else ""


def _ordinal(value: int) -> str:
    tail = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th") if value % 100 not in (11, 12, 13) else "th"
    return f"{value}{tail}"


def _full_width(value: int) -> str:
    return "".join(chr(ord("０") + int(figure)) for figure in str(value))


def _circled(value: int) -> str:
    if value <= 20:
        return chr(0x2460 + value - 1)
    if value <= 35:
        return chr(0x3251 + value - 21)
    return chr(0x32B1 + value - 36) if value <= 50 else ""


def _row_of(characters: str) -> Callable[[int], str]:
    return lambda value: characters[value - 1] if value <= len(characters) else ""


def _run(first: int, count: int) -> Callable[[int], str]:
    return _row_of("".join(chr(first + place) for place in range(count)))


_WRITERS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "ordinal": _ordinal,
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "chineseLegalSimplified": lambda value: _counting(value, _CAPITALS, "拾佰仟", drop_one=False),
    "ideographLegalTraditional": lambda value: _counting(value, _CAPITALS_TRADITIONAL, "拾佰仟", drop_one=False),
    "ideographTraditional": _row_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _row_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _run(0x3280, 10),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _run(0x2488, 20),
    "decimalEnclosedParen": _run(0x2474, 20),
    "numberInDash": lambda value: f"- {value} -",
}
