"""Words and signs of a condition: the first pass over its text.

Chinese input methods leave full-width signs that look right and are not; each is named with what to write instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from fazhi.procedures.conditions.errors import ConditionError

MAX_LENGTH = 2000
_MAX_DIGITS = 18  # what CEL's 64-bit integers hold; no fine is longer


class Kind(Enum):
    """Kind of a token."""

    NUMBER = auto()
    TEXT = auto()
    NAME = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign. ``value`` is what a number or a text stands for."""

    kind: Kind
    text: str
    position: int
    value: int | Decimal | str | None = None


_SPACE = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIGN = re.compile(r"\|\||&&|==|!=|<=|>=|[-+*/%<>!?:.,()\[\]]")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_WRONG_PAIRS = {"===": "==", "!==": "!=", "<>": "!=", "=>": ">=", "=<": "<="}
_WRONG = {
    "（": "(",
    "）": ")",
    "，": ",",
    "、": ",",
    "：": ":",
    "？": "?",
    "！": "!",
    "。": ".",
    "．": ".",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "＝": "==",
    "＞": ">",
    "＜": "<",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "＆": "&&",
    "｜": "||",
    "＋": "+",
    "－": "-",
    "×": "*",
    "＊": "*",
    "÷": "/",
    "／": "/",
    "％": "%",
    "&": "&&",
    "|": "||",
}
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}
_HEX = re.compile(r"[0-9a-fA-F]{4}")


def tokens(text: str) -> list[Token]:
    """All tokens of a condition, closed by one of kind END. Raises ConditionError."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(
            f"条件过长：共{len(text)}字，最多{MAX_LENGTH}字。请把其中一部分另写成有名字的条件。", MAX_LENGTH
        )
    found: list[Token] = []
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        token, at = _next(text, at)
        found.append(token)
    found.append(Token(Kind.END, "", len(text)))
    return found


def _next(text: str, at: int) -> tuple[Token, int]:
    char = text[at]
    if char in "'\"":
        return _quoted(text, at, at, raw=False)
    if char == "r" and text[at + 1 : at + 2] in ("'", '"'):
        return _quoted(text, at, at + 1, raw=True)
    if char.isascii() and char.isdigit():
        return _number(text, at)
    if name := _NAME.match(text, at):
        return Token(Kind.NAME, name[0], at), name.end()
    for wrong, right in _WRONG_PAIRS.items():
        if text.startswith(wrong, at):
            raise ConditionError(f"“{wrong}”请写成“{right}”。", at)
    if text.startswith("//", at):
        raise ConditionError("条件里不能写“//”注释：请把说明写成 YAML 的“#”注释。", at)
    if sign := _SIGN.match(text, at):
        return Token(Kind.SIGN, sign[0], at), sign.end()
    raise ConditionError(_say_wrong(text, at), at)


def _say_wrong(text: str, at: int) -> str:
    char = text[at]
    if char == "=":
        return "判断是否相等要写两个等号：请把“=”写成“==”。"
    if char in "“”‘’＂＇`「」":
        return "引号请用英文单引号，如 'person'。"
    if char in _WRONG:
        kind = "" if char.isascii() or char in "≥≤≠×÷" else "中文符号"
        return f"{kind}“{char}”请写成英文符号“{_WRONG[char]}”。"
    if chinese := _CHINESE.match(text, at):
        return f"“{chinese[0]}”写在了引号外：要素请写它的英文名，文字请加英文引号，如 '{chinese[0]}'。"
    if char == "\u3000":
        return "这里是全角空格，请改成英文空格。"
    if "\uff10" <= char <= "\uff5a":
        return f"“{char}”是全角字符，请改成英文半角“{chr(ord(char) - 0xFEE0)}”。"
    if char in "{}":
        return f"条件里不能用“{char}”：清单请用方括号“[ ]”，分组请用圆括号“( )”。"
    return f"条件里不能用“{char}”，请删去。"


def _number(text: str, at: int) -> tuple[Token, int]:
    found = _NUMBER.match(text, at)
    assert found
    end, word = found.end(), found[0]
    following = text[end : end + 1]
    if following == "." and not _NAME.match(text, end + 1):
        raise ConditionError(f"“{word}.”的小数点后面没有数字：请补上，或者去掉小数点。", at)
    if _NAME.match(text, end):
        raise ConditionError(f"数字“{word}”后面不能紧接字母：数字只写阿拉伯数字，如 5000、0.03。", at)
    if len(word.replace(".", "")) > _MAX_DIGITS:
        raise ConditionError(f"数字“{word}”太长：最多{_MAX_DIGITS}位。", at)
    return Token(Kind.NUMBER, word, at, Decimal(word) if "." in word else int(word)), end


def _quoted(text: str, start: int, opening: int, *, raw: bool) -> tuple[Token, int]:
    """A quoted text; in one marked ``r`` a backslash stands for itself, as patterns need it."""
    quote = text[opening]
    read: list[str] = []
    at = opening + 1
    while at < len(text) and text[at] not in (quote, "\n", "\r"):
        if text[at] == "\\" and not raw:
            char, at = _escaped(text, at)
            read.append(char)
        else:
            read.append(text[at])
            at += 1
    if at >= len(text) or text[at] != quote:
        raise ConditionError(f"引号没有成对：请在文字末尾补上“{quote}”。", opening)
    return Token(Kind.TEXT, text[start : at + 1], start, "".join(read)), at + 1


def _escaped(text: str, at: int) -> tuple[str, int]:
    code = text[at + 1 : at + 2]
    if code in _ESCAPES:
        return _ESCAPES[code], at + 2
    if code == "u" and (digits := _HEX.match(text, at + 2)) and not 0xD800 <= int(digits[0], 16) <= 0xDFFF:
        return chr(int(digits[0], 16)), at + 6
    raise ConditionError(f"文字里的反斜杠“\\{code}”不认识：反斜杠本身请写“\\\\”，或者在引号前加 r。", at)
