"""Chinese numerals as they stand in section numbers, up to some hundreds."""

CHARACTERS = "一二三四五六七八九十百零〇两"
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def value_of(numeral: str) -> int:
    """The number that Chinese or Arabic digits write; 0 for anything else. 二十三 → 23, 一百零二 → 102, 12 → 12."""
    if numeral.isdecimal():
        return int(numeral[:9])
    total = current = 0
    for character in numeral:
        if character in _DIGITS:
            current = _DIGITS[character]
        elif character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            return 0
    return total + current
