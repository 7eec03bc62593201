"""What a procedure takes from registers and gives to them, as far as one file shows it; `linking` sees the rest."""

from __future__ import annotations

from collections.abc import Sequence

from fazhi.catalog.loading import Place
from fazhi.procedures.language.draft import Draft, nearest
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.language.following import ABOUT_THE_CASE, Does, LeadsTo, Records, Revises, part, source_field
from fazhi.procedures.language.steps import parts_of

FIELD = "要素"


def check_outward(draft: Draft) -> None:
    """Blames names that lead nowhere in fills, revises, records and leads_to, and fields of the wrong type."""
    for name, declared in draft.definition.fields.items():
        _fills(draft, declared, ("fields", name))
    for name, step in draft.definition.steps.items():
        for key, each in zip(("", *step.results), parts_of(step), strict=True):
            place: Place = ("steps", name, "results", key) if key else ("steps", name)
            if each.revises is not None:
                _revises(draft, each.revises, (*place, "revises"))
            _typed(draft, (*place, "returns"), each.returns, [Kind.CHANGES])
            for index, records in enumerate(each.records):
                _records(draft, records, (*place, "records", index))
            for index, leads_to in enumerate(each.leads_to):
                _carry(draft, leads_to, (*place, "leads_to", index))


def _fills(draft: Draft, declared: Field, place: Place) -> None:
    for target in declared.fills:
        where = (*place, "fills", target)
        if part(draft.definition.fields, target) is None:
            draft.blame(where, f"没有名为“{target}”的要素", nearest(target, draft.field_titles, FIELD))
    if declared.proposed is not None:
        _typed(draft, (*place, "proposed"), declared.proposed, [declared.type])
    table, _, column = (declared.among or "").partition(".")
    if table and column not in (found.columns if (found := draft.definition.fields.get(table)) else ()):
        draft.blame((*place, "among"), f"没有明细表“{table}”或者列“{column}”", "请核对名称")


def _typed(draft: Draft, place: Place, name: str | None, kinds: Sequence[Kind]) -> None:
    """Blames a name that is no field, or one of another type."""
    if name is None or not draft.knows(place, name, draft.field_titles, FIELD):
        return
    declared = draft.definition.fields[name]
    if declared.type not in kinds:
        wanted = "或者".join(kind.label for kind in kinds)
        draft.blame(place, f"“{name}”（{declared.title}）是{declared.type.label}", f"请改用{wanted}要素")


def _revises(draft: Draft, revises: Revises, place: Place) -> None:
    _typed(draft, (*place, "changes"), revises.changes, [Kind.CHANGES])
    _typed(draft, (*place, "since"), revises.since, [Kind.DATE])
    _typed(draft, (*place, "document"), revises.document, [Kind.TEXT])


def _records(draft: Draft, records: Records, place: Place) -> None:
    _typed(draft, (*place, "since"), records.since, [Kind.DATE])
    _typed(draft, (*place, "document"), records.document, [Kind.TEXT])
    _typed(draft, (*place, "entry"), records.entry, [Kind.ENTRY])
    if records.entry in draft.definition.fields:
        declared = draft.definition.fields[records.entry]
        if declared.refers_to != records.into:
            wrong = f"“{records.entry}”（{declared.title}）不是清单“{records.into}”的条目"
            draft.blame((*place, "entry"), wrong, "请改用指向该清单的条目要素，或改 into")
    if records.does is Does.ADD and records.entry is not None:
        draft.blame((*place, "entry"), "列入新条目（add）不能指定已有条目", "请删去 entry，或把 does 改为 amend")
    for target, source in records.fields.items():
        _source(draft, source, (*place, "fields", target))
        if target in records.values:
            draft.blame((*place, "values", target), f"“{target}”既取自案件又写了固定值", "请只留一处")


def _carry(draft: Draft, leads_to: LeadsTo, place: Place) -> None:
    for target, source in leads_to.carry.items():
        _source(draft, source, (*place, "carry", target))


def _source(draft: Draft, source: str, place: Place) -> None:
    if source_field(draft.definition.fields, draft.definition.time_limits, source) is None:
        titles = draft.field_titles | {name: each.title for name, each in ABOUT_THE_CASE.items()}
        draft.blame(place, f"没有名为“{source}”的要素", nearest(source, titles, FIELD))
