"""Which of the platform's figures a stated number is 对应: by its words, unit, sentence and section. Pure.

The score is a share of 1. It asks two things of a wording of a figure: how much of it the text says (in the words for
what is counted; for less, in the sentence and the headings), and how much the text says that it does not
(特殊群体法律援助案件 is not 法律援助案件). Words for what is done with a case (收到, 受理) must agree: they tell two
figures of one subject apart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from fazhi.plans.reading.wordlists import words
from fazhi.scrutiny.acts import acts_in, clash, is_bare_act
from fazhi.scrutiny.normalizing import normal
from fazhi.scrutiny.units import closely_same, same_unit

MATCHED, OFFERED = 0.64, 0.34
"""From the first on a match is taken for one, from the second on it is offered to a person."""
_APART = 0.07
"""A second figure this close makes a match doubtful."""
_MOST = 5
_IN_SENTENCE, _IN_SENTENCE_ALONE, _IN_SECTION = 0.6, 0.78, 0.3
_LOOSE_UNIT, _FEW, _SHORT = 0.85, 2, 5
_FLOOR, _SHORT_FLOOR, _TITLE_BONUS = 0.82, 0.4, 0.12
_RARE = 1.0
_NARROWING = words(
    "涉企 涉外 重大 重点 首次 典型 一般 简易 快速 当场 网上 特殊群体 农民工 未成年人 妇女 老年人 残疾人",
    "本级 应急 新增 部门 区级 女性 跨部门 联合 专项 随机 双随机 入企 免罚 轻微 首违 不予 未 超期 逾期",
    "按时 当场 主动 依申请 行业性 规范化 优秀 电子 口头 街道 乡镇 镇街 现场 书面 在册 解除 新登记 净增",
)


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of the platform, as reports may word it.

    `distinct`: it counts different things, so that its parts may come to more than itself.
    """

    id: str
    wordings: tuple[str, ...]
    unit: str
    domain: str = ""
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A stated number: what is counted, its unit, and the words around it.

    `before` is the sentence up to the number, with the words counted by the numbers before it; `section` the headings;
    `grows`: it says by how much something grew, which no figure of the platform is.
    """

    what: str
    unit: str
    before: str = ""
    section: str = ""
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    figure: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """`figure` is None where none is close enough; `candidates`, best first, are what a person may choose from."""

    figure: str | None
    candidates: tuple[Candidate, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True)
class _Wording:
    """One wording of a figure made ready. `title` are the pairs of the figure's title: the shorter a wording (备案),
    the more of them must stand around the number. The weights are those of all pairs together."""

    figure: Known
    text: str
    pairs: frozenset[str]
    acts: frozenset[str]
    narrow: frozenset[str]
    title: frozenset[str]
    weight: float
    title_weight: float

    @property
    def is_short(self) -> bool:
        return len(self.text) <= _SHORT


class Matcher:
    """Holds the platform's figures ready; `match` asks for one statement, in about a millisecond."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = tuple(known)

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The figures that count different things."""
        return frozenset(figure.id for figure in self._known if figure.distinct)

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each figure: the first of its wordings."""
        return {figure.id: figure.wordings[0] for figure in self._known}

    @cached_property
    def _weights(self) -> dict[str, float]:
        """How telling two neighbouring characters are: those of many figures (案件) say little."""
        owners = Counter(
            pair for figure in self._known for pair in {p for each in figure.wordings for p in _pairs(normal(each))}
        )
        many = len(self._known) + 1
        return {pair: math.log(many / count) + 0.2 for pair, count in owners.items()}

    @cached_property
    def _by_pair(self) -> dict[str, list[_Wording]]:
        """Wordings by each of their pairs: only those that share one with a statement are looked at."""
        found: dict[str, list[_Wording]] = defaultdict(list)
        for figure in self._known:
            title = frozenset(_pairs(normal(figure.wordings[0])))
            title_weight = sum(map(self._weight, title))
            for text in dict.fromkeys(normal(each) for each in figure.wordings):
                pairs = frozenset(_pairs(text))
                weight = sum(map(self._weight, pairs))
                wording = _Wording(figure, text, pairs, acts_in(text), _narrow(text), title, weight, title_weight)
                for pair in pairs:
                    found[pair].append(wording)
        return dict(found)

    def match(self, statement: Statement) -> Match:
        """The figure that a statement states, or the likeliest ones."""
        if statement.grows:
            return Match(None)
        told = _Told.of(statement)
        own = sum(map(self._weight, told.pairs))
        near = {id(each): each for pair in told.pairs for each in self._by_pair.get(pair, ())}
        best: dict[str, float] = {}
        for wording in near.values():
            if _fits(statement.unit, wording.figure.unit):
                score = self._score(told, own, wording)
                best[wording.figure.id] = max(score, best.get(wording.figure.id, 0.0))
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
        candidates = tuple(Candidate(name, round(min(score, 1.0), 3)) for name, score in ranked if score >= OFFERED)
        if not candidates or candidates[0].score < MATCHED:
            return Match(None, candidates)
        doubtful = len(candidates) > 1 and ranked[0][1] - ranked[1][1] < _APART
        return Match(None if doubtful else candidates[0].figure, candidates, doubtful)

    def _score(self, told: _Told, own: float, wording: _Wording) -> float:
        said = sum(self._weight(pair) * told.share(pair) for pair in wording.pairs)
        shared = sum(self._weight(pair) for pair in told.pairs & wording.pairs)
        if told.text == wording.text:
            score = 1.0
        else:
            coverage, precision = said / wording.weight, shared / own
            score = coverage**0.7 * (0.35 + 0.65 * precision**0.8) * clash(told.acts, wording.acts)
            if told.narrow - wording.narrow:
                score *= 0.6
            if wording.narrow - told.narrow - told.narrow_around:
                score *= 0.55
        if not closely_same(told.unit, wording.figure.unit) and told.unit != "":
            score *= _LOOSE_UNIT
        around = sum(self._weight(pair) * told.around(pair) for pair in wording.title) / wording.title_weight
        floor = _SHORT_FLOOR if wording.is_short else _FLOOR
        score *= floor + (1 - floor) * around
        return score + _TITLE_BONUS * len(told.pairs & wording.title) / len(told.pairs | wording.title)

    def _weight(self, pair: str) -> float:
        known: float = self._weights.get(pair, _RARE)
        return known


@dataclass(frozen=True)
class _Told:
    """A statement made ready."""

    text: str
    unit: str
    is_bare: bool
    pairs: frozenset[str]
    sentence: frozenset[str]
    section: frozenset[str]
    acts: frozenset[str]
    narrow: frozenset[str]
    narrow_around: frozenset[str]

    @classmethod
    def of(cls, statement: Statement) -> _Told:
        text = normal(statement.what)
        before = normal(statement.before)
        return cls(
            text, statement.unit, is_bare_act(text), frozenset(_pairs(text)), frozenset(_pairs(before)),
            frozenset(_pairs(normal(statement.section))), acts_in(text), _narrow(text), _narrow(before),
        )  # fmt: skip

    def around(self, pair: str) -> float:
        """Whether a pair of a figure's title stands in the words or the sentence, for less in the headings."""
        return 1.0 if pair in self.pairs or pair in self.sentence else _IN_SECTION if pair in self.section else 0.0

    def share(self, pair: str) -> float:
        if pair in self.pairs:
            return 1.0
        if pair in self.sentence:
            return _IN_SENTENCE_ALONE if self.is_bare else _IN_SENTENCE
        return _IN_SECTION if pair in self.section else 0.0


def _pairs(text: str) -> Sequence[str]:
    """Neighbouring characters; 案件 and 事项, which any figure may count, are left out where something else is said."""
    bare = text.replace("案件", "").replace("事项", "")
    text = bare if len(bare) >= _FEW else text
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def _narrow(text: str) -> frozenset[str]:
    return frozenset(word for word in _NARROWING if word in text)


def _fits(one: str, other: str) -> bool:
    """Whether a number in the one unit can be a value of a figure in the other. 万元 is read as 元."""
    money = {"元", "万元", "亿元"}
    if one in money and other in money:
        return True
    if "%" in (one, other) or "百分点" in (one, other):
        return one == other
    return same_unit(one, other) or (one == "" and other != "%")
