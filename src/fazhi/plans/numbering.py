"""Numbers of documents and matters: per jurisdiction, kind and year, from 1, without gaps."""

from fazhi.government.models import Jurisdiction
from fazhi.plans.models import NumberSeries


def take(*, jurisdiction_id: int, kind: str, year: int, count: int = 1) -> range:
    """Gives out the next `count` numbers of a series; call it inside the transaction that writes what carries them.

    The row stays locked until that transaction ends: another one waits, and a rolled back one gives its numbers back.
    """
    # get_or_create is safe against another one who creates it first (unique constraint); the lock comes after it.
    NumberSeries.objects.get_or_create(jurisdiction_id=jurisdiction_id, kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(jurisdiction_id=jurisdiction_id, kind=kind, year=year)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return range(first, series.last + 1)


def document_number(jurisdiction: Jurisdiction, word: str, year: int, number: int) -> str:
    """A number as offices write it: the area's first character, a word for the kind, 〔year〕 and the count."""
    return f"{jurisdiction.name[:1]}{word}〔{year}〕{number}号"
