"""Coded texts 编码: checked by their check digits or tables, and brought into the one way in which they are kept.

People type codes with blanks, hyphens, full-width digits and small letters; none of that is a mistake. What is one is
told apart: a wrong length, a sign that the code does not have, a check digit that does not agree. What is said of an
identity number or a telephone does not repeat it: the sentence may be shown where the number is masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from stdnum.cn import ric, uscc

from fazhi.procedures.division_codes import is_province, problem_with
from fazhi.procedures.language.fields import Format

# GB 32100-2015, table 1 and 3: no I, O, S, V, Z, so that none is read as a digit.
USCC_SIGNS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
ID_WEIGHED = 17
_SPACED = re.compile(r"[\s\-‐‑–—]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0\d{2,3})(\d{7,8})")
_SERVICE = re.compile(r"1[12]\d{1,3}|9[56]\d{3,4}|[48]00\d{7}")
_EXTENSION = re.compile(r"(?:转|转分机|分机|x|#|\*)(\d{1,6})$", re.IGNORECASE)
_PHONES = re.compile(r"[、；;,，/]")


class Malformed(Exception):  # noqa: N818 -- reads as what it says
    """A text that is not the code that it should be. The text says what is wrong and how to mend it."""


def fit_format(form: Format, text: str) -> str:
    """The code in its kept form. Raises Malformed: a Chinese sentence that begins with what the code is."""
    return _FORMS[form](text)


def _tight(text: str) -> str:
    """Without blanks and hyphens, in ASCII digits and capitals."""
    return _SPACED.sub("", unicodedata.normalize("NFKC", text)).upper()


def _shown(code: str) -> str:
    return code if len(code) <= 24 else f"{code[:20]}…"


def _uscc(text: str) -> str:
    code = _tight(text)
    if len(code) != 18:
        raise Malformed(f"统一社会信用代码应为 18 位，“{_shown(code)}”有 {len(code)} 位，请照营业执照核对。")
    if strange := sorted(set(code) - USCC_SIGNS):
        hint = "（信用代码不用字母 I、O、S、V、Z，请看是否应为数字 1、0、5、2）" if set(strange) & set("IOSVZ") else ""
        raise Malformed(f"统一社会信用代码“{code}”里不应有“{'、'.join(strange)}”{hint}，请照营业执照核对。")
    # Not uscc.validate: it wants digits in the first two places, where the standard has N2, Y1, A1 as well.
    if not code[2:8].isdigit():
        raise Malformed(f"统一社会信用代码“{code}”第 3 至 8 位应为登记机关行政区划码（数字），请照营业执照核对。")
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        raise Malformed(f"统一社会信用代码“{code}”的校验位不对，至少有一位写错，请照营业执照逐位核对。")
    return code


def _id_card(text: str) -> str:
    code = _tight(text)
    if len(code) == 15 and code.isdigit():
        raise Malformed("居民身份证号是 15 位旧号，已停止使用，请换成 18 位号码。")
    if len(code) != 18:
        raise Malformed(f"居民身份证号应为 18 位，现有 {len(code)} 位，请照身份证核对。")
    if not code[:ID_WEIGHED].isdigit() or not (code[-1].isdigit() or code[-1] == "X"):
        raise Malformed("居民身份证号应为 17 位数字加 1 位校验码（数字或 X），请照身份证核对。")
    if not is_province(code[:2]):
        raise Malformed("居民身份证号前两位不是省级代码，请照身份证核对。")
    try:
        date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        raise Malformed("居民身份证号第 7 至 14 位不是出生日期，请照身份证核对。") from None
    if code[-1] != ric.calc_check_digit(code):
        raise Malformed("居民身份证号的校验码不对，至少有一位写错，请照身份证逐位核对。")
    return code


def _division(text: str) -> str:
    """Six digits of GB/T 2260; nine and twelve for streets and villages, of which the first six are checked."""
    code = _tight(text)
    if len(code) in (9, 12) and code.isdigit():
        if problem := problem_with(code[:6]):
            raise Malformed(problem)
        return code
    if problem := problem_with(code):
        raise Malformed(problem)
    return code


def _phone(text: str) -> str:
    """One number or several; each is kept in the one way that its kind is written."""
    parts = [part for part in _PHONES.split(unicodedata.normalize("NFKC", text)) if part.strip()]
    if not parts:
        raise Malformed("电话号码是空的，请填写手机号或者带区号的固定电话。")
    found = []
    for number, part in enumerate(parts, 1):
        which = f"第{number}个" if len(parts) > 1 else ""
        found.append(_one_phone(part, which))
    return "、".join(found)


def _one_phone(text: str, which: str) -> str:
    kept = re.sub(r"\s+", "", text)
    extension = _EXTENSION.search(kept)
    bare = kept[: extension.start()] if extension else kept
    digits = re.sub(r"[()\-‐‑–—]", "", bare)
    digits = re.sub(r"^(?:\+|00)86", "", digits)
    tail = f"转{extension[1]}" if extension else ""
    if not digits.isascii() or not digits.isdigit():
        raise Malformed(f"{which}电话号码里有不是数字的内容，请写成 13800000000 或 0990-8800123。")
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return digits + tail
    if found := _split_landline(digits, bare):
        return f"{found}{tail}"
    if len(digits) in (7, 8):
        raise Malformed(f"{which}固定电话没有区号，请写成 0990-8800123 的样子。")
    if digits.startswith("1"):
        raise Malformed(f"{which}手机号应为 11 位，现有 {len(digits)} 位或者号段不对，请核对。")
    raise Malformed(f"{which}电话号码不像手机号或者带区号的固定电话，请写成 13800000000 或 0990-8800123。")


def _split_landline(digits: str, written: str) -> str:
    """Area code and number with a hyphen: as the person parted them, else three digits for 010 and 02x, four else."""
    found = _LANDLINE.fullmatch(digits)
    if not found:
        return ""
    parted = re.match(r"(?:(?:\+|00)86-?)?\(?(0\d{2,3})[)\-‐‑–—]", written)
    area = parted[1] if parted else digits[: 3 if digits[1] in "12" else 4]
    number = digits[len(area) :]
    return f"{area}-{number}" if len(number) in (7, 8) else ""


def _postcode(text: str) -> str:
    code = _tight(text)
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        raise Malformed(f"邮政编码应为 6 位数字，“{_shown(code)}”不是，请核对。")
    return code


_FORMS: dict[Format, Callable[[str], str]] = {
    Format.USCC: _uscc,
    Format.ID_CARD: _id_card,
    Format.DIVISION: _division,
    Format.PHONE: _phone,
    Format.POSTCODE: _postcode,
}
