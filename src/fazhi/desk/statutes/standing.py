"""How an edition stands: in force, coming, replaced. What a page says beside the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fazhi.desk.components import Colour, Mark
from fazhi.desk.templatetags.desk import day as said
from fazhi.statutes.models import Edition
from fazhi.statutes.reading.editions import Problem, choose
from fazhi.statutes.reading.model import InForceSource

CAUTION = "版本是否现行只按法规库收录的文本判断，修改、废止情况以公布机关发布的为准。"


@dataclass(frozen=True, slots=True)
class Standing:
    """`mark` in a word or two, `say` in a sentence; `instead` is the edition in force where this one is not."""

    mark: Mark
    say: str
    instead: Edition | None = None


def standing(edition: Edition, editions: Sequence[Edition], today: date) -> Standing:
    """How the edition stands on a day among all editions of its statute."""
    current = choose(editions, name=edition.statute.name, on=today)
    begins = said(edition.in_force_on)
    if edition.in_force_on > today:
        instead = None if isinstance(current, Problem) else current
        return Standing(Mark(Colour.YELLOW, "尚未施行"), f"自 {begins} 起施行，现在还不适用。", instead)
    if isinstance(current, Problem) or current.pk == edition.pk:
        return Standing(Mark(Colour.GREEN, "现行版本"), f"自 {begins} 起施行。")
    following = min(
        (each for each in editions if (each.in_force_on, each.passed_on) > (edition.in_force_on, edition.passed_on)),
        key=lambda each: (each.in_force_on, each.passed_on),
    )
    return Standing(
        Mark(Colour.GREY, "旧版本"),
        f"自 {begins} 起施行，{said(following.in_force_on)} 起由 {following.passed_on} 版取代。"
        "此前发生的事项是否仍适用旧版本，看新版本的规定。",
        current,
    )


def in_force_note(edition: Edition) -> str:
    """What must be said of the day in force: nothing where it was read from the text."""
    if edition.in_force_source == InForceSource.EDITION.value:
        return "文本没有写明本次修改自何日起施行，这里按版本日期推定，请核对公布机关的修改决定。"
    return ""
