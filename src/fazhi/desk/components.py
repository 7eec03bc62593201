"""Values that pages hand to the template components (see docs/desk.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fazhi.files.models import KeptFile


class Colour(StrEnum):
    """The five-colour warning (五色预警), and grey for what asks for nothing. A colour never stands without words."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True)
class Mark:
    """A coloured word: 按期, 临期, 逾期 3 天."""

    colour: str
    words: str


@dataclass(frozen=True)
class Tab:
    """A tab of a page; `count` is shown beside the label where it is known."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Moment:
    """An entry of a timeline: what (`title`), who, when, the words, the files, and a mark where it has one."""

    title: str
    at: datetime
    by: object = ""
    unit: object = ""
    text: str = ""
    files: Sequence[KeptFile] = ()
    mark: Mark | None = None
    facts: Sequence[tuple[str, object]] = ()
