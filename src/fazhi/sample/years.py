"""Moving the sample's years: its plans are written for one year, and loaded for the year that the work falls into."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from fazhi.catalog.loading import CatalogModel
from fazhi.catalog.sample_files import Sample

Model = TypeVar("Model", bound=CatalogModel)

WRITTEN_FOR = 2026
# The work of the sample reaches three hundred days back: half of that is where most of it lies.
MIDDLE_OF_WORK = timedelta(days=150)
# Not the years in names of files and plans (annual-plan-2026.txt, five-year-2026-2030): these stay as they are.
_YEAR = re.compile(r"(?<!\d)(?<![a-z]-)(?<![a-z]-\d{4}-)20[23]\d(?!\d)")


def years_to_move(today: date) -> int:
    """By how many years the sample is moved when it is loaded on a day; 0 for most of the year it is written for."""
    return (today - MIDDLE_OF_WORK).year - WRITTEN_FOR


def moved_text(text: str, by: int) -> str:
    """Every year of the text, moved; 〔2026〕 and 2026—2030 as well."""
    return _YEAR.sub(lambda year: str(int(year[0]) + by), text) if by else text


def moved_sample(sample: Sample, by: int) -> Sample:
    """The sample with the years of its plans and of what was written on them moved."""
    if not by:
        return sample
    # People's cards and the cases count their days from the day of loading: there is no year in them to move.
    return replace(sample, plans=_moved(sample.plans, by), work=_moved(sample.work, by))


def moved_document(name: str, data: bytes, by: int) -> bytes:
    """A plan document with its years moved. Args: name tells the kind, .txt or .docx."""
    if not by:
        return data
    if name.endswith(".txt"):
        return moved_text(data.decode("utf-8"), by).encode("utf-8")
    from docx import Document  # noqa: PLC0415 -- heavy, and only a sample out of its year needs it

    document = Document(io.BytesIO(data))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = moved_text(run.text, by)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _moved(model: Model, by: int) -> Model:
    return type(model).model_validate_json(moved_text(model.model_dump_json(), by))
