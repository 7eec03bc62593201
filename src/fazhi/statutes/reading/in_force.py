"""From when an edition applies. A file's name has the day of passing or revision; the text may name a later one.

A statute that was amended often keeps the 施行 clause of its first edition (本法自1999年10月1日起施行): a day before
the edition's own cannot be the edition's, and the day of the amending decision is not in the text. The edition's day
is then taken and marked as taken, so that no one believes it to be read.
"""

import re
from collections.abc import Sequence
from datetime import date

from fazhi.statutes.reading.model import Article, InForce, InForceSource
from fazhi.statutes.reading.phrases import condensed

_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_CLAUSE = re.compile(
    rf"(?:本法|本条例|本办法|本规定|本解释|本规则|本细则|本决定|本规程)自(?:{_DAY}|(公布|发布|通过)之日)起(?:施行|实施|生效)"
)
_NOTED = re.compile(rf"{_DAY}(?:起)?(?:施行|实施)")


def in_force(articles: Sequence[Article], history: Sequence[str], edition: date) -> InForce:
    """The day, and where it was read. The last clause counts; 自公布之日起 means the day of a first edition."""
    for article in reversed(articles):
        for line in article.lines:
            if found := _CLAUSE.search(condensed(line.text)):
                day = _day(found[1], found[2], found[3]) if found[1] else edition
                if day is not None and day >= edition and (found[1] or not _amended(history)):
                    return InForce(day, InForceSource.ARTICLE)
    for noted in reversed(history):
        if (found := _NOTED.search(condensed(noted))) and (day := _day(*found.groups())) and day >= edition:
            return InForce(day, InForceSource.HISTORY)
    return InForce(edition, InForceSource.EDITION)


def _amended(history: Sequence[str]) -> bool:
    """Whether this is not the first edition: its 自公布之日起 then speaks of the first one's publication."""
    return any("修正" in noted or "修订" in noted for noted in history)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
