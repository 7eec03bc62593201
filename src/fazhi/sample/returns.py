"""Statutory tables of the sample district: last year's on open government information made final, this year's begun.

Cells come from the sample's records; what the platform has no records of is corrected with a reason, as offices do in
the first year. One of this year's drafts does not agree with itself, so that the checks have something to say.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from fazhi.cases.models import Case
from fazhi.government.models import Organization
from fazhi.returns import sheets
from fazhi.returns.language.definition import FilledBy
from fazhi.returns.language.library import forms
from fazhi.returns.models import Sheet
from fazhi.returns.refusals import ChecksFailed
from fazhi.sample.stage import Stage

Tell = Callable[[str], object]
COORDINATOR = "chen.xiaofan"
WITH_TABLES = 6
"""How many bodies have tables of last year: those that had requests, in the order of the district's list."""
LICENCES = {"scj": 3_862, "zjj": 214, "wjj": 497, "rsj": 156, "gaj": 1_205, "cgj": 338, "zrj": 91}
ELSEWHERE = "许可在政务服务平台办理，按该平台全年办结数填报"
NO_LICENCES = "本单位没有行政许可事项"
NO_FEES = "非税收入管理系统本年没有本单位的行政事业性收费"
ON_PAPER = "平台上线前纸质登记的1件，见依申请公开登记簿第3号"
WITHOUT = "其余单位没有收到申请，政务公开办已电话核对，按平台记录统计"


def load_returns(*, stage: Stage, tell: Tell) -> None:
    """Through the ordinary verbs: opened, corrected, made final body by body, then for the district."""
    year = stage.now.year - 1
    reported = min(stage.now, stage.now.replace(month=1, day=20, hour=10, minute=0))
    keys = {unit.pk: key for key, unit in stage.units.items()}
    for number, body in enumerate(_bodies(stage, year)):
        _final(stage, body, keys[body.pk], year, reported, on_paper=number == 0)
    for form in forms().family("disclosure"):
        sheet = _opened(stage, None, form.id, year, reported)
        # With few cases there may be no body that had any: what would then be wrong with the table stays a draft.
        with suppress(ChecksFailed):
            sheets.finalise(actor=stage.actor(COORDINATOR), sheet_id=sheet.pk, without=WITHOUT, at=reported)
    drafts = _drafts(stage, year + 1)
    final = Sheet.objects.filter(jurisdiction=stage.jurisdiction, state=Sheet.State.FINAL).count()
    tell(f"  统计报表定稿 {final} 张，填报中 {drafts} 张")


def _bodies(stage: Stage, year: int) -> list[Organization]:
    asked = Case.objects.filter(
        jurisdiction=stage.jurisdiction, procedure="disclosure_on_request", data__received_on__startswith=str(year)
    )
    found = Organization.objects.filter(pk__in=asked.values("organization"), kind="department")
    return list(found.order_by("order", "pk")[:WITH_TABLES])


def _opened(stage: Stage, body: Organization | None, form: str, year: int, at: datetime) -> Sheet:
    return sheets.open_sheet(
        actor=stage.actor(COORDINATOR), jurisdiction=stage.jurisdiction, organization=body, form=form, year=year, at=at
    )


def _final(stage: Stage, body: Organization, key: str, year: int, at: datetime, *, on_paper: bool) -> None:
    actor = stage.actor(COORDINATOR)
    for form in forms().family("disclosure"):
        sheet = _opened(stage, body, form.id, year, at)
        if form.id == "disclosure_2":
            why = ELSEWHERE if key in LICENCES else NO_LICENCES
            _correct(stage, sheet, "licences.decisions", LICENCES.get(key, 0), why, at)
            _correct(stage, sheet, "fees.charged", 0, NO_FEES, at)
        if form.id == "disclosure_3" and on_paper:
            _one_more(stage, sheet, ("received.charity", "granted.charity"), at)
        sheets.finalise(actor=actor, sheet_id=sheet.pk, at=at)


def _drafts(stage: Stage, year: int) -> int:
    """The district's own, one body that is done but for the signature, and one whose table does not agree."""
    actor, at = stage.actor(COORDINATOR), stage.now
    justice, market = stage.units["sfj"], stage.units["scj"]
    made = [
        _opened(stage, whose, form.id, year, at) for whose in (market, justice) for form in forms().family("disclosure")
    ]
    made += [
        _opened(stage, None, form.id, year, at)
        for form in forms()
        if form.family != "disclosure" and form.filled_by is FilledBy.JURISDICTION
    ]
    odd = next(sheet for sheet in made if sheet.organization == justice and sheet.form == "disclosure_3")
    _one_more(stage, odd, ("received.legal",), at)
    assert all(sheets.may_work(actor, sheet) for sheet in made)
    return len(made)


def _one_more(stage: Stage, sheet: Sheet, cells: tuple[str, ...], at: datetime) -> None:
    """A request that is only on paper, in cells of which the records have none."""
    for cell in cells:
        _correct(stage, sheet, cell, 1, ON_PAPER, at)


def _correct(stage: Stage, sheet: Sheet, cell: str, value: int, reason: str, at: datetime) -> None:
    sheets.correct(
        actor=stage.actor(COORDINATOR), sheet_id=sheet.pk, cell=cell, value=Decimal(value), reason=reason, at=at
    )
