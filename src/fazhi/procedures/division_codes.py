"""Division codes (行政区划代码, GB/T 2260): six digits, province, city, county, two digits each."""

from functools import lru_cache

from stdnum import numdb

# No province has the prefix 99: sample and training districts use it, and never meet a real code.
SAMPLE_PREFIX = "99"


@lru_cache(maxsize=4096)
def problem_with(code: str) -> str:
    """Says in Chinese what is wrong with a division code; empty when it is one that GB/T 2260 lists (or has listed).

    Codes of the invented range 99xxxx are accepted as they are: they name sample districts.
    """
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        return f"行政区划代码“{code}”应为六位数字，例如 990102。"
    if code.startswith(SAMPLE_PREFIX):
        return ""
    known = numdb.get("cn/loc").info(code)
    if len(known) < 2 or "county" not in known[1][1]:
        if known and code[2:] == "0000" and "province" in known[0][1]:
            return ""
        return f"行政区划代码“{code}”不在 GB/T 2260 名录中，请核对后重填。"
    return ""


@lru_cache(maxsize=128)
def is_province(digits: str) -> bool:
    """Whether the first two digits of a code name a province (or the invented range)."""
    known = numdb.get("cn/loc").info(f"{digits}0000")
    return digits == SAMPLE_PREFIX or "province" in known[0][1]
