"""The different things behind a figure 去重计数: each with how many of the records name it, and the way to those."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fazhi.figures.language.things import Sort
from fazhi.figures.listing import Behind
from fazhi.figures.meaning import distinct_words

SHOWN = 200
"""So many are shown on the page; the records below name them all."""
HIDDEN = "姓名不在这里列出：查看要有组织考试、培训的权限。"


@dataclass(frozen=True)
class Line:
    """A thing. `url` opens its records; '' where the address would say what nobody may read."""

    title: str
    records: int
    url: str


@dataclass(frozen=True)
class ThingsShown:
    """`chosen` is the one whose records alone are listed, '' for all; `hidden` says why none are named."""

    title: str
    words: str
    lines: tuple[Line, ...]
    total: int
    chosen: str
    all_url: str
    hidden: str = ""

    @property
    def left_out(self) -> int:
        return 0 if self.hidden else self.total - len(self.lines)


def things_shown(behind: Behind, path: str, kept: Mapping[str, str], *, names: bool) -> ThingsShown | None:
    """None where records were counted. ``kept``: what the address says is listed; ``names``: may they be read."""
    named = behind.named
    if named is None:
        return None
    things = behind.things()
    rest = {name: value for name, value in kept.items() if name != "thing"}
    asked = kept.get("thing")
    lines = [
        Line(
            thing.title or f"第 {place} 个（内容已加密）",
            thing.records,
            "" if named.sort is Sort.SEALED else f"{path}?{urlencode({**rest, 'thing': thing.key})}",
        )
        for place, thing in enumerate(things[:SHOWN], 1)
    ]
    titles = {thing.key: thing.title for thing in things}
    return ThingsShown(
        named.title,
        distinct_words(behind.figure),
        tuple(lines) if names else (),
        len(things),
        "" if asked is None else titles.get(asked) or "所选的一个",
        f"{path}?{urlencode(rest)}",
        "" if names else HIDDEN,
    )
