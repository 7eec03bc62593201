"""案件页: everything about one case on one page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.cases import leading, queries
from fazhi.cases.models import Case, Checkpoint, LogEntry
from fazhi.cases.queries import Outlook
from fazhi.cases.taking import roles_in
from fazhi.desk.cases import blocks, links
from fazhi.desk.cases.clock_blocks import ClockBlock, block_of, blocks_of
from fazhi.desk.cases.next_steps import NextSteps, next_steps
from fazhi.desk.cases.timeline import lines_of, paper_line
from fazhi.desk.cases.words import case_mark, due_limit_title, finding_mark
from fazhi.desk.components import Mark
from fazhi.desk.fieldwork.values import facts_of, party_words, shown
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.government import permissions
from fazhi.government.permissions import CASE_VIEW, CASE_WORK, FINDING_EXPLAIN, FINDING_SETTLE
from fazhi.procedures.casework.clocks import ClockState
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.naming import first_step
from fazhi.procedures.language.fields import Kind


@dataclass(frozen=True)
class ThreadBlock:
    """A thread of a case 分项 (a seizure): what it says, its clocks, its steps."""

    number: int
    title: str
    is_open: bool
    facts: list[tuple[str, Any]]
    clocks: list[ClockBlock]
    steps: NextSteps


def found_case(request: DeskRequest, pk: UUID) -> Case:
    """The case, if this person may see it. Raises Http404."""
    case = queries.find_case(request.actor, pk)
    if case is None:
        raise Http404
    return case


@page(permission=CASE_VIEW, methods=("GET",))
def case_page(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Head, next steps, clocks, parties, threads, papers, attachments, findings, the record."""
    case = found_case(request, pk)
    return show(request, "desk/cases/case.html", context_of(request, case))


@page(permission=CASE_VIEW, methods=("GET",))
def clock_page(request: DeskRequest, pk: UUID, limit: str, thread: int, number: int) -> HttpResponse:
    """How one due date was counted, day by day; htmx sets the table alone into the case's page."""
    case = found_case(request, pk)
    outlook = queries.outlook(actor=request.actor, case=case, at=request.now)
    clock = next((each for each in outlook.clocks if each.key == (limit, thread, number)), None)
    if clock is None or clock.counted is None:
        raise Http404
    block = block_of(case.definition, clock, outlook.today)
    template = "desk/cases/clock_days.html" if request.htmx else "desk/cases/clock.html"
    trail = [("案件", reverse("desk:cases:list")), (case.number, reverse("desk:cases:case", args=[case.pk]))]
    context = {"title": f"{block.title}：怎么算的", "trail": trail, "case": case, "block": block}
    return show(request, template, context | {"days": clock.counted.days})


def context_of(request: DeskRequest, case: Case) -> dict[str, Any]:
    """Everything that the page shows; a fixed number of queries."""
    actor = request.actor
    outlook = queries.outlook(actor=actor, case=case, at=request.now)
    acts = list(case.acts.order_by("seq"))
    attachments = list(case.attachments.select_related("file"))
    papers = list(case.papers.select_related("file"))
    findings = list(case.findings.prefetch_related("entries__by"))
    works = permissions.may(actor, CASE_WORK, organization=case.organization)
    explains = permissions.may(actor, FINDING_EXPLAIN, organization=case.organization)
    settles = permissions.may(actor, FINDING_SETTLE, organization=case.organization)
    steps = next_steps(request, case, outlook)
    today = outlook.today
    lines = lines_of(
        case,
        acts,
        attachments=attachments,
        papers=papers,
        findings=findings,
        may_correct=actor if works else None,
        is_head="head" in roles_in(actor, case.organization_id),
    )
    days = {line.act.seq: line.on for line in lines}
    return {
        "title": case.title,
        "trail": [("案件", reverse("desk:cases:list"))],
        "case": case,
        "definition": case.definition,
        "mark": _mark(case, outlook),
        "limit_title": due_limit_title(case),
        "works": works,
        "steps": steps.of_thread(0),
        "threads": _threads(case, outlook, steps),
        "clocks": blocks_of(case.definition, tuple(c for c in outlook.clocks if not c.thread), today),
        "parties": _parties(case),
        "facts": _facts(case),
        "lines": lines,
        "papers": [paper_line(case.definition, each, on=days.get(each.seq)) for each in papers],
        "may_make_papers": works,
        "attachments": attachments,
        "findings": [(each, finding_mark(each), explains, settles) for each in findings],
        "chain": _chain(case),
        "follow_ups": _follow_ups(case, outlook, works),
        "origin": links.origin_of(actor, case),
        "followed_by": links.followed_by(actor, case),
        "blocks": blocks.blocks_of(actor, case),
    }


def _follow_ups(case: Case, outlook: Outlook, works: bool) -> Sequence[leading.FollowUp]:
    """The cases that can be opened from this one, for people who work on it."""
    return leading.follow_ups(case, Context(today=outlook.today)) if works else ()


def _mark(case: Case, outlook: Outlook) -> Mark:
    """As in lists; where no day is fixed because the counting has stopped, it says so."""
    stopped = any(clock.state(outlook.today) is ClockState.PAUSED for clock in outlook.clocks)
    if case.closed_on is None and case.due_on is None and stopped:
        return Mark("grey", "期限停止计算")
    return case_mark(case, outlook.today)


def _parties(case: Case) -> list[tuple[str, str]]:
    """The parties by the titles of their fields; a body that the first step names is one too 被申请人."""
    found = []
    bodies = _bodies(case)
    for name, spec in case.definition.fields.items():
        kept = case.data.get(name)
        if not kept:
            continue
        if spec.type is Kind.PARTY:
            found.append((spec.title, party_words(kept)))
        elif spec.type is Kind.PARTIES:
            found += [(spec.title, party_words(each)) for each in kept]
        elif name in bodies:
            found.append((spec.title, str(shown(spec, kept))))
    return found


def _bodies(case: Case) -> frozenset[str]:
    """The fields of the first step that name a body 单位, without those that only propose one for a later step."""
    first, fields = first_step(case.definition), case.definition.fields
    proposing = {each.proposed for each in fields.values()}
    named = (name for name in (*first.collect, *first.offer) if fields[name].type is Kind.ORGANIZATION)
    return frozenset(name for name in named if name not in proposing)


def _facts(case: Case) -> list[tuple[str, Any]]:
    """The other fields as they now stand."""
    fields, bodies = case.definition.fields, _bodies(case)
    rest = {
        name: kept
        for name, kept in case.data.items()
        if fields[name].type not in (Kind.PARTY, Kind.PARTIES) and name not in bodies
    }
    return facts_of(case.definition, rest)


def _threads(case: Case, outlook: Outlook, steps: NextSteps) -> list[ThreadBlock]:
    state = case.folded
    living = set(state.open_threads())
    return [
        ThreadBlock(
            number,
            case.definition.threads[kind].title,
            number in living,
            facts_of(case.definition, data),
            blocks_of(case.definition, tuple(c for c in outlook.clocks if c.thread == number), outlook.today),
            steps.of_thread(number),
        )
        for number, (kind, data) in sorted(state.threads.items())
    ]


def _chain(case: Case) -> dict[str, Any]:
    """How the record stands: its head, how many acts, and the last signed checkpoint that holds it."""
    entry = LogEntry.objects.filter(case_id=case.pk).order_by("-index").first()
    signed = Checkpoint.objects.filter(size__gt=entry.index).order_by("size").first() if entry else None
    at = str(json.loads(signed.body).get("at", "")) if signed else ""
    return {"head": bytes(case.head_hash).hex(), "count": case.head_seq, "entry": entry, "signed": signed, "at": at}
