"""Which edition of a statute is meant: the one named, the one in force on a day, or the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something cited cannot be found or does not say so. `code` is stable; `say` is for people."""

    code: str
    say: str


class Dated(Protocol):
    """What an edition must know of itself, whether it is a file or a row."""

    @property
    def edition(self) -> date: ...

    @property
    def in_force_on(self) -> date: ...


Edition = TypeVar("Edition", bound=Dated)


def choose(editions: Sequence[Edition], *, name: str, wanted: str = "", on: date | None = None) -> Edition | Problem:
    """The edition that begins with `wanted` (2017, 2017-09-01); else the one in force `on`; else the newest.

    In force is the edition with the latest day of coming into force that is not after `on`.
    """
    if not editions:
        return Problem("no_statute", f"法规库中没有《{name}》。")
    held = "、".join(each.edition.isoformat() for each in sorted(editions, key=_edition))
    if wanted:
        fitting = [each for each in editions if each.edition.isoformat().startswith(wanted)]
        if not fitting:
            return Problem("no_edition", f"法规库中没有《{name}》{wanted} 的版本，现有：{held}。")
        if len(fitting) > 1:
            return Problem("ambiguous_edition", f"《{name}》{wanted} 年有几个版本，请写全日期：{held}。")
        return fitting[0]
    if on is None:
        return max(editions, key=_edition)
    begun = [each for each in editions if each.in_force_on <= on]
    if not begun:
        first = min(each.in_force_on for each in editions)
        return Problem(
            "not_in_force", f"{on.isoformat()} 时，法规库中的《{name}》（{held}）还没有施行，最早施行于 {first}。"
        )
    return max(begun, key=lambda each: (each.in_force_on, each.edition))


def _edition(each: Dated) -> date:
    return each.edition
