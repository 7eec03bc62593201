"""诉讼风险提示: the tips of the library that fit a case, on its page, and their being signed for 签收.

A tip fits by the procedure, and by its words where it has any. Signing leaves an entry in the register of receipts: to
whom which tips were pushed, since when, who signed. Tips come and go by data alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fazhi import clock
from fazhi.cases.models import Case
from fazhi.desk.cases import blocks
from fazhi.desk.cases.case_page import found_case
from fazhi.desk.pages import DeskRequest, done, page
from fazhi.desk.refusals import REFUSALS
from fazhi.desk.registers.validity import good_on
from fazhi.desk.worklist import Work, WorkItem, WorkSource
from fazhi.desk.worklist import register as register_work
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_WORK, REGISTER_KEEP_OWN, REGISTER_VIEW
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.registers import library
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry, EntryState

TIPS, RECEIPTS = "litigation_risk_tips", "litigation_risk_receipts"
CASE = "desk:cases:case"
SHOWN = 8


@dataclass(frozen=True)
class Shown:
    """A tip on the page, with who signed for it and when; both empty while nobody has."""

    entry: Entry
    domain: str
    signed_by: str = ""
    signed_on: str = ""


def fitting(case: Case, today: date) -> list[Entry]:
    """The tips in force that fit the case, in the order of their numbers. One statement."""
    if TIPS not in library.shelf() or RECEIPTS not in library.shelf():
        return []
    rows = Entry.objects.filter(
        good_on(library.shelf().get(TIPS), today),
        jurisdiction=case.jurisdiction_id,
        register=TIPS,
        data__contains={"procedures": [case.procedure]},
    ).order_by("key")
    found = list(rows)
    told = _told(case) if found else ""
    return [each for each in found if _fits(each, told)]


def shown(case: Case, today: date) -> list[Shown]:
    """Those tips, with their receipts. A second statement where there are any."""
    tips = fitting(case, today)
    signed: dict[str, tuple[str, str]] = {}
    for each in _receipts(case) if tips else ():
        if each.state == EntryState.IN_FORCE:
            by = str((each.data.get("signed_by") or {}).get("name", ""))
            for tip in each.data.get("tips") or []:
                signed[str(tip.get("id"))] = (by, str(each.data.get("signed_on") or ""))
    options = library.shelf().get(TIPS).fields["domain"].options if tips else {}
    return [
        Shown(each, options.get(str(each.data.get("domain")), ""), *signed.get(str(each.pk), ("", ""))) for each in tips
    ]


def sign(*, actor: Actor, case: Case, tips: Sequence[Entry], at: datetime) -> revising.Revised:
    """Signs for tips pushed by a case. Raises NotAllowed for who does not work on it or may keep no receipts."""
    permissions.require(actor, CASE_WORK, organization=case.organization)
    begun = [date.fromisoformat(str(each.data["started_on"])) for each in tips]
    receipt = {
        "number": f"{case.number}-{len(_receipts(case)) + 1}",
        "body": {"id": str(case.organization_id)},
        "occasion": "case",
        "case_number": case.number,
        "tips": [{"id": str(each.pk)} for each in tips],
        # Since that day all of them stood on the page of the case.
        "pushed_on": max(case.opened_on, *begun).isoformat(),
        "state": "signed",
        "signed_by": {"id": str(actor.person.pk)},
        "signed_on": at.date().isoformat(),
    }
    return revising.revise(
        actor=actor,
        jurisdiction=case.jurisdiction,
        register=RECEIPTS,
        changes=[Change(ChangeKind.ADD, data=receipt)],
        reason="签收案件触发的诉讼风险提示",
        since=at.date(),
        at=at,
    )


@page(permission=CASE_WORK, methods=("POST",))
def sign_page(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Signs for what the person saw on the page; what has come since, they have not read."""
    case = found_case(request, pk)
    seen = set(request.POST.getlist("tip"))
    lines = shown(case, request.now.date())
    tips = [each.entry for each in lines if not each.signed_on and str(each.entry.pk) in seen]
    if not tips:
        messages.info(request, "没有待签收的风险提示：可能同事已经签收，或者提示已经停用。")
        return redirect(CASE, case.pk)
    try:
        sign(actor=request.actor, case=case, tips=tips, at=request.now)
    except REFUSALS as refusal:
        messages.error(request, refusal.say)
        return redirect(CASE, case.pk)
    return done(request, f"已签收 {len(tips)} 条风险提示。", CASE, case.pk)


def find(actor: Actor, case: Case) -> blocks.Block | None:
    """The block of a case's page; None where no tip fits."""
    if not permissions.may(actor, REGISTER_VIEW):
        return None
    lines = shown(case, clock.now().date())
    if not lines:
        return None
    waiting = [each for each in lines if not each.signed_on]
    works = case.closed_on is None and permissions.may(actor, CASE_WORK, organization=case.organization)
    context = {"case": case, "lines": lines, "waiting": waiting, "signs": works and bool(waiting)}
    return blocks.Block("risk-tips", f"诉讼风险提示（{len(lines)}）", "desk/cases/risk_tips.html", context)


def waiting(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """What was handed out 集中发放 to the person's own bodies and nobody has signed for yet, the oldest first."""
    bodies = [seat.organization_id for seat in actor.seats if seat.roles & REGISTER_KEEP_OWN.roles.keys()]
    if not bodies:
        return Work((), 0)
    rows = Entry.objects.filter(
        register=RECEIPTS, state=EntryState.IN_FORCE, organization__in=bodies, data__contains={"state": "waiting"}
    ).order_by("key")
    found = rows.select_related("organization").defer("search")[:SHOWN]
    items = [
        WorkItem(
            "、".join(str(tip.get("title", "")) for tip in each.data.get("tips") or ()),
            reverse("desk:registers:entry", args=[RECEIPTS, each.pk]), None, "blue", "待签收",
            f"{each.title}　{each.organization or ''}　{each.data.get('pushed_on') or ''} 推送",
        )
        for each in found
    ]  # fmt: skip
    return Work(items, len(items) if len(items) < SHOWN else rows.count())


def install() -> None:
    """Registers the block, and what waits on the first page of the desk."""
    blocks.register("risk_tips", find)
    register_work(WorkSource("cases.risk_tips", "待签收的诉讼风险提示", waiting, order=27))


def _receipts(case: Case) -> list[Entry]:
    """Every receipt of the case, withdrawn ones too: a withdrawn one keeps its number."""
    named = {"case_number": case.number, "occasion": "case"}
    rows = Entry.objects.filter(jurisdiction=case.jurisdiction_id, register=RECEIPTS, data__contains=named)
    return list(rows.order_by("key"))


def _fits(tip: Entry, told: str) -> bool:
    words = [each.strip() for each in str(tip.data.get("words") or "").replace("，", "、").split("、") if each.strip()]
    return not words or any(each in told for each in words)


def _told(case: Case) -> str:
    """The title of a case and what was entered in words; a choice by its title. No party stands in it."""
    said = [case.title]
    for name, field in case.definition.fields.items():
        kept = case.data.get(name)
        if field.type in (Kind.TEXT, Kind.LONG_TEXT) and not field.personal:
            said.append(str(kept or ""))
        elif field.type is Kind.CHOICE:
            said.append(field.options.get(str(kept), ""))
    return "\n".join(said)
