"""The plan reader (规划计划读取): the text of a 法治政府 plan becomes tasks. Pure Python: no Django, no database.

A pipeline of named passes, each a module of its own, driven by the document's own numbering:
folding → noise → paragraphs → marks → outline → sections, items, titles, tables → units → details.
"""

from fazhi.documents.document import Document
from fazhi.plans.reading.model import ReadDeadline, ReadPlan, ReadTarget, ReadTask, ReadUnit
from fazhi.plans.reading.pipeline import read_plan_text

__all__ = ["ReadDeadline", "ReadPlan", "ReadTarget", "ReadTask", "ReadUnit", "read_plan", "read_plan_text"]


def read_plan(document: Document) -> ReadPlan:
    """Read the plan in a document; offsets are those of `document.text`."""
    return read_plan_text(document.text)
