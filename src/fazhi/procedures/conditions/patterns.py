"""Patterns 正则表达式 of ``matches``: which are accepted, and a text that one matches.

Files are CEL, whose patterns are RE2's: no looking around, no back references. What RE2 promises and Python's engine
does not is time linear in the text, so a repetition of what itself repeats or branches is refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_FOREIGN = re.compile(r"\(\?(?:[=!#(>]|<[=!]|P=|P>)|\\[1-9]|[*+?}]\+")


def compiled_pattern(text: str) -> re.Pattern[str]:
    """The pattern, ready for `re.Pattern.search`. Raises ValueError with what is wrong with it."""
    if found := _FOREIGN.search(re.sub(r"\\[^1-9]", "..", text)):
        raise ValueError(f"正则表达式里不能用“{found[0]}”，请换一种写法")
    try:
        pattern = re.compile(text, re.ASCII)
    except re.error as error:
        place = "" if error.pos is None else f"第{error.pos + 1}个字处"
        raise ValueError(f"正则表达式{place}有误，请检查括号是否成对、“*”“+”“?”前面是否有内容") from None
    except (OverflowError, RecursionError):
        raise ValueError("正则表达式过长，请写短一些") from None
    if _repeats_itself(text):
        raise ValueError("正则表达式里重复的括号内又有重复或“|”，可能极慢，请换一种写法")
    return pattern


def _repeats_itself(text: str) -> bool:
    """Whether a group that may be repeated without bound holds a repetition or a branch."""
    bare = re.sub(r"\\.", "x", text)
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "x", bare).replace("(?:", "(")
    opened: list[int] = []
    for at, char in enumerate(bare):
        if char == "(":
            opened.append(at)
        elif char == ")" and opened:
            inside = bare[opened.pop() + 1 : at]
            if re.match(r"[*+]|\{\d*,\d*\}", bare[at + 1 :]) and re.search(r"[*+?{|]", inside):
                return True
    return False


_CLASSES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdecimal,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda char: char.isascii() and (char.isalnum() or char == "_"),
}
_CATEGORIES = {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}


def sample(pattern: re.Pattern[str]) -> str | None:
    """A short text that the pattern matches, or None when none was found.

    Proofs need one: a rule ``id.matches('^[0-9]{18}$')`` can be met, and only by a text made for it.
    """
    # The parse tree is private to the standard library and the same since 3.11. Whatever it gives is tried below.
    from re import _parser  # type: ignore[attr-defined]  # noqa: PLC0415

    try:
        made = "".join(_sampled(part) for part in _parser.parse(pattern.pattern, pattern.flags))
    except (KeyError, StopIteration):
        return None
    return made if pattern.search(made) else None


def _sampled(part: tuple[Any, Any]) -> str:
    """A text for one part of a parsed pattern. Raises KeyError for a part it does not know."""
    name, content = str(part[0]), part[1]
    match name:
        case "LITERAL":
            return chr(int(content))
        case "NOT_LITERAL":
            return "a" if content != ord("a") else "b"
        case "ANY":
            return "a"
        case "AT":
            return ""
        case "IN":
            return _one_of(content)
        case "BRANCH":
            return "".join(map(_sampled, content[1][0]))
        case "SUBPATTERN":
            return "".join(map(_sampled, content[-1]))
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, _, repeated = content
            return "".join(map(_sampled, repeated)) * int(least)
        case "CATEGORY":
            return _CATEGORIES.get(str(content), "-")
    raise KeyError(name)


def _one_of(choices: list[tuple[Any, Any]]) -> str:
    """A character of a class; of a negated one, the first plain character that it leaves."""
    if str(choices[0][0]) == "NEGATE":
        return next(char for char in "a0-中 A" if not any(_holds(char, each) for each in choices[1:]))
    name, content = str(choices[0][0]), choices[0][1]
    return chr(int(content[0])) if name == "RANGE" else _sampled(choices[0])


def _holds(char: str, part: tuple[Any, Any]) -> bool:
    name, content = str(part[0]), part[1]
    if name == "RANGE":
        return bool(content[0] <= ord(char) <= content[1])
    return ord(char) == content if name == "LITERAL" else _CLASSES[str(content)](char)
