"""The wording of a template: words, ``{{ placeholders }}`` and ``{% if condition %}…{% end %}``, also nested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fazhi.procedures import conditions
from fazhi.procedures.conditions import ConditionError

UPPER = "upper"
"""``{{ fine | upper }}``: an amount in capitals 大写."""

_MARK = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<tag>.*?)%\}", re.DOTALL)
_VALUE = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:\.(?P<part>[a-z][a-z0-9_]*))?(?:\s*\|\s*(?P<filter>\S+))?")
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}")


class WordingError(ValueError):
    """A wording that cannot be read: what is wrong, and how to mend it."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(f"{wrong}。{mend}。")
        self.wrong, self.mend = wrong, mend


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are printed as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A placeholder: a name, perhaps a part of it, perhaps in capitals."""

    name: str
    part: str = ""
    upper: bool = False

    def __str__(self) -> str:
        return f"{self.name}.{self.part}" if self.part else self.name


@dataclass(frozen=True, slots=True)
class Provided:
    """What is printed only where a condition holds."""

    condition: str
    inner: tuple[Segment, ...]


Segment = Words | Value | Provided


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Segment, ...]:
    """The segments of a wording. Raises WordingError."""
    levels: list[list[Segment]] = [[]]
    asked: list[str] = []
    position = 0
    for mark in _MARK.finditer(text):
        _words(levels[-1], text[position : mark.start()])
        position = mark.end()
        if mark["value"] is not None:
            levels[-1].append(_value(mark["value"].strip()))
            continue
        tag = mark["tag"].strip()
        if tag == "end":
            if not asked:
                raise WordingError("“{% end %}”前面没有对应的“{% if … %}”", "请补上“{% if 条件 %}”，或删去这个 end")
            inner = tuple(levels.pop())
            levels[-1].append(Provided(asked.pop(), inner))
        elif tag.startswith("if "):
            asked.append(_condition(tag.removeprefix("if ").strip()))
            levels.append([])
        else:
            raise WordingError(f"不认识“{{% {tag} %}}”", "只能写“{% if 条件 %}”和“{% end %}”")
    _words(levels[-1], text[position:])
    if asked:
        raise WordingError(f"“{{% if {asked[-1]} %}}”没有结束", "请在该结束的地方写“{% end %}”")
    return tuple(levels[0])


def _words(into: list[Segment], text: str) -> None:
    if loose := _LOOSE.search(text):
        raise WordingError(f"“{loose[0]}”没有配对", "占位写作“{{ 名称 }}”，条件写作“{% if 条件 %}…{% end %}”")
    if text:
        into.append(Words(text))


def _value(text: str) -> Value:
    found = _VALUE.fullmatch(text)
    if not found:
        raise WordingError(f"看不懂占位“{{{{ {text} }}}}”", "请写成“{{ 名称 }}”“{{ 名称.部分 }}”或“{{ 金额 | upper }}”")
    if found["filter"] not in (None, UPPER):
        raise WordingError(f"不认识“| {found['filter']}”", "只有“| upper”（大写金额）可用")
    return Value(found["name"], found["part"] or "", found["filter"] == UPPER)


def _condition(text: str) -> str:
    try:
        conditions.parse(text)
    except ConditionError as error:
        raise WordingError(f"条件“{text}”有误：{error.say.removesuffix('。')}", "请改正这个条件") from None
    return text


def walk(segments: tuple[Segment, ...]) -> Iterator[Segment]:
    """Every segment, those inside conditions included."""
    for segment in segments:
        yield segment
        if isinstance(segment, Provided):
            yield from walk(segment.inner)
