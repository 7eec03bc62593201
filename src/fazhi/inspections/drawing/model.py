"""What a draw is made of, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# Rates are whole parts of ten thousand (万分比): 5% is 500. No fraction is ever rounded by a machine.
RATE_PARTS = 10_000
MOST_WEIGHT = 99
EVERYWHERE = ""
ONE_STRATUM = "全部"


class CannotDraw(Exception):  # noqa: N818 -- reads as what it says
    """A draw that cannot be held as asked; `say` is the Chinese sentence of why, and of how to mend it."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


@dataclass(frozen=True, slots=True)
class PoolObject:
    """检查对象: `risk` is its risk class, which the rule gives a weight; `stratum` the layer it is drawn in."""

    id: str
    name: str
    code: str
    risk: str = ""
    stratum: str = ONE_STRATUM


@dataclass(frozen=True, slots=True)
class PoolOfficer:
    """执法人员: `body` is the name of the enforcement body (执法主体), `card` the number of the enforcement card."""

    id: str
    name: str
    body: str
    card: str


@dataclass(frozen=True, slots=True)
class Recusal:
    """回避: this officer is never sent to this object. The reason is kept, and not published: it is about a person."""

    officer: str
    object: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """排除: an object that stands in the register and is not in this draw; the reason is published with the pool."""

    id: str
    name: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pool:
    """两库: who may be drawn. The order of the tuples does not matter to the draw."""

    objects: tuple[PoolObject, ...]
    officers: tuple[PoolOfficer, ...]
    recusals: tuple[Recusal, ...] = ()
    excluded: tuple[Excluded, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """抽查事项 and the body that checks it. Items of several bodies make a joint draw (综合查一次)."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class StratumRule:
    """How many of a stratum: `rate` parts of ten thousand, rounded up, but `number` at least, and never more than all.

    A fixed number is a rate of nought; "5%, one at least" is (500, 1).
    """

    rate: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """`strata` by name, `weights` by risk class (tickets an object puts into the urn), officers from each body."""

    strata: Mapping[str, StratumRule]
    weights: Mapping[str, int] = field(default_factory=lambda: {"": 1})
    per_body: int = 2


class SourceKind(StrEnum):
    """Where the seed comes from."""

    PUBLIC = "public"
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class Source:
    """随机数来源, announced with the pool.

    PUBLIC: `name` says which figure, `given_at` when it will be given (later than the announcement), `where` the place
    that publishes it, `reading` how it is written down. COMMITMENT: `given_at` is the moment up to which the
    committed values are to be revealed.
    """

    kind: SourceKind
    given_at: datetime
    name: str = ""
    where: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the seed: its text, who or what gave it, and the commitment it had to match (empty: public)."""

    text: str
    source: str
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What fell out after the draw: an object; an officer from one object; an officer from all (`object` empty)."""

    object: str = EVERYWHERE
    officer: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A drawn object, its ticket (64 hexadecimal digits), and its officers in the order in which they were called."""

    object: str
    ticket: str
    officers: tuple[str, ...]


def bodies(items: tuple[Item, ...]) -> tuple[str, ...]:
    """The bodies that send officers, each once, in the order of code points."""
    return tuple(sorted({item.body for item in items}))
