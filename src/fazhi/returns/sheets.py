"""What is done with sheets: opened, corrected with a reason, carried over, made final, handed back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from fazhi.figures.freezing import freeze
from fazhi.figures.models import Snapshot
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import (
    REPORT_APPROVE,
    REPORT_MANAGE,
    REPORT_WRITE,
    NotAllowed,
    Permission,
    may,
    require,
)
from fazhi.procedures.pauses import PLACE
from fazhi.record.canonical import canonical
from fazhi.record.merkle import Tree, leaf_hash
from fazhi.returns.bodies import scope_of
from fazhi.returns.checked import final_numbers, last_final, wrong_with
from fazhi.returns.checks import Check, Prose
from fazhi.returns.checks.model import plain
from fazhi.returns.filling import Filled, FilledCell, figures_of, fill
from fazhi.returns.language.definition import FilledBy
from fazhi.returns.language.layout import CellKind, spanned
from fazhi.returns.language.library import UnknownFormError, forms
from fazhi.returns.models import Sheet, SheetEntry
from fazhi.returns.refusals import ChecksFailed, Refused

Kind = SheetEntry.Kind
EARLIEST = 2008
"""The year in which the regulation on open government information 政府信息公开条例 came into force."""
LONGEST = 500


@transaction.atomic
def open_sheet(
    *, actor: Actor, jurisdiction: Jurisdiction, organization: Organization | None, form: str, year: int, at: datetime
) -> Sheet:
    """A draft of a form for a year; the one that is there already is given back. Raises Refused, NotAllowed."""
    _may_work(actor, jurisdiction.pk, organization)
    try:
        definition = forms().get(form)
    except UnknownFormError as error:
        raise Refused(str(error), field="form") from error
    if not EARLIEST <= year <= at.astimezone(PLACE).year:
        raise Refused(f"年度请填 {EARLIEST} 至 {at.astimezone(PLACE).year}。", field="year")
    if organization is not None and definition.filled_by is FilledBy.JURISDICTION:
        raise Refused(f"《{definition.title}》由全辖区填一张，各单位不另填。", field="organization")
    if organization is not None and organization.jurisdiction_id != jurisdiction.pk:
        raise Refused("这个单位不在本辖区。", field="organization")
    sheet, made = Sheet.objects.get_or_create(
        jurisdiction=jurisdiction, organization=organization, form=form, year=year
    )
    if made:
        _append(sheet, Kind.OPENED, actor, at)
    return sheet


@transaction.atomic
def correct(*, actor: Actor, sheet_id: UUID, cell: str, value: Decimal, reason: str, at: datetime) -> Sheet:
    """Puts a number in the place of what is counted, with the reason; the counted one stays beside it.

    Totals follow from their parts and are not corrected. Raises Refused, NotAllowed.
    """
    sheet = _draft(actor, sheet_id, "调整")
    spec = forms().layout(sheet.form).cells.get(cell)
    if spec is None:
        raise Refused(f"本表没有单元格“{cell}”。", field="cell")
    if spec.kind is CellKind.SUM:
        raise Refused("合计由各项相加得出，请调整各项。", field="value")
    if not reason.strip():
        raise Refused("请写明理由：为什么与记录不同，数从哪里来。", field="reason")
    if len(reason.strip()) > LONGEST:
        raise Refused(f"理由最多{LONGEST}字。", field="reason")
    if value < 0:
        raise Refused("数不能小于零。", field="value")
    if value != round(value, spec.places):
        raise Refused(f"最多{spec.places}位小数。" if spec.places else "请填整数。", field="value")
    _append(sheet, Kind.CORRECTED, actor, at, cell=cell, reason=reason, body={"value": format(value, "f")})
    return sheet


@transaction.atomic
def restore(*, actor: Actor, sheet_id: UUID, cell: str, at: datetime) -> Sheet:
    """Takes a correction back: the cell shows again what is counted. Raises Refused, NotAllowed."""
    sheet = _draft(actor, sheet_id, "撤销调整")
    if cell not in fill(sheet, today=_day(at)).cells:
        raise Refused(f"本表没有单元格“{cell}”。", field="cell")
    _append(sheet, Kind.RESTORED, actor, at, cell=cell)
    return sheet


@transaction.atomic
def carry_over(*, actor: Actor, sheet_id: UUID, at: datetime) -> int:
    """Fills 上年结转 as last year's final table carried it on, where it differs; returns how many cells did.

    Raises Refused when there is no such table, NotAllowed.
    """
    sheet = _draft(actor, sheet_id, "结转")
    layout = forms().layout(sheet.form)
    if not layout.form.carries:
        raise Refused("本表没有上年结转。")
    last = last_final(sheet)
    if last is None:
        raise Refused(f"{sheet.year - 1}年度的表还没有定稿，不能照填上年结转。")
    before, cells = final_numbers(last), fill(sheet, today=_day(at)).cells
    changed = 0
    for carry in layout.form.carries:
        for key, cell in cells.items():
            row, _, column = key.partition(".")
            value = before.get(f"{carry.last}.{column}")
            if row != carry.row or cell.kind is CellKind.SUM or not isinstance(value, Decimal) or cell.value == value:
                continue
            reason = f"按{sheet.year - 1}年度表的“{_row_title(cells, f'{carry.last}.{column}')}”填列"
            _append(sheet, Kind.CORRECTED, actor, at, cell=key, reason=reason, body={"value": format(value, "f")})
            changed += 1
    return changed


def _row_title(cells: Any, key: str) -> str:
    return str(cells[key].spec.row_path)


@transaction.atomic
def finalise(*, actor: Actor, sheet_id: UUID, at: datetime, prose: Prose | None = None, without: str = "") -> Sheet:
    """Makes a sheet final: its cells are frozen under a Merkle root, the records counted kept in snapshots.

    ``without``: why the table of the whole is made final although some bodies have not finished theirs; their records
    are then counted as they stand. Raises ChecksFailed with everything that does not agree, Refused, NotAllowed.
    """
    sheet = _held(sheet_id)
    _may_finalise(actor, sheet)
    if sheet.final:
        raise Refused("这张表已经定稿。")
    today = _day(at)
    filled = fill(sheet, today=today)
    waived = bool(without.strip())
    wrong = [each for each in wrong_with(filled, prose=prose) if not (waived and each.check is Check.BODIES)]
    if wrong:
        raise ChecksFailed(wrong)
    snapshots = _snapshots(actor, filled, at)
    sheet.cells = {key: _kept(cell) for key, cell in filled.cells.items()}
    sheet.root = root_of(sheet.cells, [(part.body.pk, part.sheet) for part in filled.parts if part.final])
    sheet.state, sheet.finalised_at, sheet.finalised_by = Sheet.State.FINAL, at, actor.person
    sheet.save(update_fields=["cells", "root", "state", "finalised_at", "finalised_by"])
    sheet.snapshots.set(snapshots)
    missing = [part.body.name for part in filled.missing]
    about = {"root": bytes(sheet.root).hex(), **({"missing": missing} if missing else {})}
    _append(sheet, Kind.FINALISED, actor, at, reason=without if missing else "", body=about)
    return sheet


@transaction.atomic
def reopen(*, actor: Actor, sheet_id: UUID, reason: str, at: datetime) -> Sheet:
    """Hands a final sheet back to be mended; what was final stays in its entries. Raises Refused, NotAllowed."""
    sheet = _held(sheet_id)
    _may_finalise(actor, sheet)
    if not sheet.final:
        raise Refused("这张表还没有定稿。")
    if not reason.strip():
        raise Refused("请写明退回的理由。", field="reason")
    above = Sheet.objects.filter(
        jurisdiction_id=sheet.jurisdiction_id, organization=None, form=sheet.form, year=sheet.year, state="final"
    )
    if sheet.organization_id is not None and above.exists():
        raise Refused("汇总表已经定稿，请先退回汇总表，再退回本单位的表。")
    was: dict[str, Any] = {"cells": sheet.cells, "root": bytes(sheet.root or b"").hex()}
    sheet.state, sheet.root, sheet.cells = Sheet.State.DRAFT, None, {}
    sheet.finalised_at = sheet.finalised_by = None
    sheet.save(update_fields=["cells", "root", "state", "finalised_at", "finalised_by"])
    sheet.snapshots.clear()
    _append(sheet, Kind.REOPENED, actor, at, reason=reason, body=was)
    return sheet


def root_of(cells: dict[str, Any], parts: Iterable[tuple[int, Sheet | None]] = ()) -> bytes:
    """The Merkle root over the cells of a final sheet, in order of their keys, and the roots of what it adds up."""
    tree = Tree(leaf_hash(canonical({"cell": key, **cells[key]})) for key in sorted(cells))
    for body, sheet in sorted((body, sheet) for body, sheet in parts):
        if sheet is not None:
            tree.append(leaf_hash(canonical({"body": body, "root": bytes(sheet.root or b"").hex()})))
    return tree.root()


def may_work(actor: Actor, sheet: Sheet) -> bool:
    """Whether the actor may correct this sheet."""
    return _allowed(actor, sheet.jurisdiction_id, sheet.organization, REPORT_WRITE)


def may_finalise(actor: Actor, sheet: Sheet) -> bool:
    """The head of the body, or who organizes the reports of the district; for the whole only the latter."""
    return _allowed(actor, sheet.jurisdiction_id, sheet.organization, REPORT_APPROVE)


def may_open(actor: Actor, jurisdiction_id: int, organization: Organization | None) -> bool:
    return _allowed(actor, jurisdiction_id, organization, REPORT_WRITE)


def _allowed(actor: Actor, jurisdiction_id: int, organization: Organization | None, permission: Permission) -> bool:
    managed = any(
        role in REPORT_MANAGE.roles
        for seat in actor.seats
        if seat.jurisdiction_id == jurisdiction_id
        for role in seat.roles
    )
    return managed or (organization is not None and may(actor, permission, organization=organization))


def _may_work(actor: Actor, jurisdiction_id: int, organization: Organization | None) -> None:
    if not _allowed(actor, jurisdiction_id, organization, REPORT_WRITE):
        _refuse(actor, organization, REPORT_WRITE)


def _may_finalise(actor: Actor, sheet: Sheet) -> None:
    if not may_finalise(actor, sheet):
        _refuse(actor, sheet.organization, REPORT_APPROVE)


def _refuse(actor: Actor, organization: Organization | None, permission: Permission) -> None:
    if organization is not None:
        require(actor, permission, organization=organization)
    raise NotAllowed(REPORT_MANAGE, "汇总表由依法治区办统筹人员办理，如需开通请联系本单位管理员。")


def _held(sheet_id: UUID) -> Sheet:
    """The sheet, held until the transaction ends: two people may work on it at the same moment."""
    return Sheet.objects.select_for_update(of=("self",)).select_related("organization", "jurisdiction").get(pk=sheet_id)


def _draft(actor: Actor, sheet_id: UUID, what: str) -> Sheet:
    sheet = _held(sheet_id)
    _may_work(actor, sheet.jurisdiction_id, sheet.organization)
    if sheet.final:
        raise Refused(f"这张表已经定稿，不能{what}。需要更正的，请先退回。")
    return sheet


def _append(
    sheet: Sheet,
    kind: str,
    actor: Actor,
    at: datetime,
    *,
    cell: str = "",
    reason: str = "",
    body: dict[str, Any] | None = None,
) -> SheetEntry:
    return SheetEntry.objects.create(
        sheet=sheet,
        seq=SheetEntry.objects.filter(sheet=sheet).count() + 1,
        kind=kind,
        by=actor.person,
        at=at,
        cell=cell,
        reason=reason.strip(),
        body=(body or {}) | ({"name": actor.person.name} if cell else {}),
    )


def _kept(cell: FilledCell) -> dict[str, Any]:
    kept: dict[str, Any] = {"value": _written(cell.value), "counted": _written(cell.counted), "kind": cell.kind.value}
    return kept | ({"reason": cell.correction.reason} if cell.correction else {})


def _written(number: Decimal | None) -> str | None:
    return None if number is None else plain(number).replace(",", "")


def _snapshots(actor: Actor, filled: Filled, at: datetime) -> list[Snapshot]:
    """The records behind the cells that counted any. Those of a table of the whole are in the tables it adds up."""
    sheet = filled.sheet
    if sheet.organization is None and filled.layout.form.filled_by is FilledBy.BODIES:
        return []
    scope = scope_of(sheet.organization, sheet.year) if sheet.organization else Scope.whole(sheet.jurisdiction_id)
    made = []
    for span, figures in figures_of(filled.layout, sheet.year).items():
        some = {key: figure for key, figure in figures.items() if filled.cells[key].counted}
        if some:
            title = f"{sheet.year}年度{filled.layout.form.short} {sheet.whose}"
            made.append(
                freeze(
                    actor=actor,
                    figures=some,
                    period=spanned(span, Period.year(sheet.year)),
                    scope=scope,
                    at=at,
                    title=title,
                    organization=sheet.organization,
                    permission=REPORT_APPROVE if may(actor, REPORT_APPROVE) else REPORT_MANAGE,
                )
            )
    return made


def _day(at: datetime) -> date:
    return at.astimezone(PLACE).date()
