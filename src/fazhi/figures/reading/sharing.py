"""Numbers that are listed after 分别: which of them belongs to which of the things listed before."""

from __future__ import annotations

import re

from fazhi.figures.reading.measures import RATES
from fazhi.figures.reading.places import Place
from fazhi.figures.reading.qualifiers import change_in
from fazhi.figures.reading.trimming import before_number
from fazhi.plans.reading.clauses import Clauses

_RESPECTIVELY = re.compile(
    r"(?:分别|依次)(?:为|是|达到|达|占|增长|下降|提高|提升|上升|减少|增加|降低|压减|上涨|回落|回升|完成|同比[增下上减]\S)?"
)
_MEMBERS = re.compile(r"[、和及与]")
_COMPARED = re.compile(r"(?:同比|环比|均|较上年|比上年|较去年|比去年|年均)+$")

_ORDINAL = re.compile(r"第?[一二三四五六七八九十](.*)$")


def distributed(clauses: Clauses, places: list[Place]) -> dict[int, tuple[str | int, str]]:
    """For numbers listed after 分别: the member each belongs to (its words, or the figure's index) and the growth."""
    found: dict[int, tuple[str | int, str]] = {}
    for index, place in enumerate(places):
        told = list(_RESPECTIVELY.finditer(place.left))
        if not told:
            continue
        count = 1
        while index + count < len(places) and _listed(clauses, places[index + count - 1], places[index + count]):
            count += 1
        if count < 2:
            continue
        change = change_in(place.left)
        names = _members(place.left[: told[-1].start()], count)
        phrase = before_number(_COMPARED.sub("", place.left[: told[-1].start()].strip(" ,")))
        for offset in range(count):
            if names:
                found[index + offset] = (names[offset], change)
            elif change and phrase:
                found[index + offset] = (phrase, change)
            elif index >= count and (change or _of_those_before(places, index, count)):
                found[index + offset] = (index - count + offset, change or ("占" if "占" in place.left else ""))
    return found


def _of_those_before(places: list[Place], index: int, count: int) -> bool:
    """审结20件、化解30件,分别占40%和60%: as many shares as there were numbers just before."""
    before = places[index - count : index]
    return places[index].left.lstrip(" ,").startswith("分别") and all(p.quantity.unit not in RATES for p in before)


def _listed(clauses: Clauses, one: Place, two: Place) -> bool:
    between = clauses.text[one.quantity.end : two.quantity.start].strip()
    return between in ("、", "和", "及", "与", "以及", ",", ";") or bool(
        re.fullmatch(r"(?:以上|左右)?[、和及与,]", between)
    )


def _members(phrase: str, count: int) -> list[str]:
    """The members that share the numbers: 网办率、即办率 two; 食品、石化等产业增加值 with the head said once."""
    phrase = _COMPARED.sub("", phrase.strip(" ,"))
    listed = re.match(r"^(.*?)等(?:\d+个)?([^、]{2,})$", phrase)
    head = listed[2] if listed else ""
    parts = [part for part in _MEMBERS.split(listed[1] if listed else phrase) if part]
    if len(parts) < count:
        return []
    last = _ORDINAL.match(parts[-1])
    if last and all(_ORDINAL.fullmatch(part) for part in parts[-count:-1]):  # 第二、三产业: the noun is said once
        parts = [part + last[1] for part in parts[:-1]] + [parts[-1]]
    return [(before_number(part) or part) + head for part in parts[-count:]]
