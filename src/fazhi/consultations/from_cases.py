"""Consultations that cases announce 案件中的征求意见: prepared from the act, and their opinions given back to the case.

A case knows nothing of this app. Acts that announce are looked for (every few minutes, and when somebody asks), which
is the same work whether an act came by a page, the API or an import, and loses none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from fazhi.cases import taking
from fazhi.cases.models import Act, Case
from fazhi.cases.models.act import ActKind
from fazhi.cases.taking import Given, Taken
from fazhi.consultations.consulting import Plan, prepared
from fazhi.consultations.holding import day_of, locked, note
from fazhi.consultations.kinds import Columns, FromCases, Summary, kinds
from fazhi.consultations.models import Channel, Consultation, Fate, Opinion, State, StepKind
from fazhi.consultations.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import CONSULT_MANAGE, require

LOOKED_BACK = timedelta(days=60)
"""Announcements of before are history: cases that were brought over from elsewhere make no drafts."""
MOST_ROWS = 300
LONGEST_TEXT = 1_000


def announcing(*, today: date, jurisdiction_id: int | None = None) -> Iterator[tuple[FromCases, Act]]:
    """Acts of the last weeks that announced a consultation which has not been prepared yet."""
    # By place, so that the index of acts serves, which begins with it.
    places = [jurisdiction_id] if jurisdiction_id else Jurisdiction.objects.values_list("pk", flat=True)
    for source, place in product(kinds().from_cases, list(places)):
        for act in _announcing(source, today, place):
            if not (source.hidden_when and source.hidden_when.holds(act.case.data)):
                yield source, act


def prepare_announced(*, at: datetime) -> int:
    """Prepares a draft for each of them; returns how many. Safe to run twice."""
    made = 0
    for source, act in announcing(today=day_of(at)):
        with transaction.atomic():
            # The row of the case is held: two runs at once make one draft.
            Case.objects.select_for_update().get(pk=act.case_id)
            if not Consultation.objects.filter(case=act.case_id, seq=act.seq).exists():
                made += _prepared(source, act, at) is not None
    return made


@transaction.atomic
def prepare(*, actor: Actor, case: Case, seq: int, at: datetime) -> Consultation:
    """Prepares the draft of one act at once. Returns the one that is there already. Raises NotAllowed, Refused."""
    held = Case.objects.select_for_update(of=("self",)).select_related("organization").get(pk=case.pk)
    require(actor, CONSULT_MANAGE, organization=held.organization)
    if earlier := Consultation.objects.filter(case=held, seq=seq).first():
        return earlier
    act = held.acts.filter(seq=seq, kind=ActKind.STEP).first()
    source = kinds().source(held.procedure, act.step) if act else None
    made = _prepared(source, act, at) if source and act else None
    if made is None:
        raise Refused("这一步没有公告征求意见，或者案件依法不公开。")
    return made


@dataclass(frozen=True)
class Written:
    """What goes into the case: how many opinions came, and the rows of its table."""

    summary: Summary
    received: int
    adopted: int
    rows: list[dict[str, Any]]
    waiting: int

    @property
    def data(self) -> dict[str, Any]:
        """As the step takes it."""
        found: dict[str, Any] = {self.summary.received: self.received}
        if self.summary.adopted:
            found[self.summary.adopted] = self.adopted
        if self.summary.opinions and self.rows:
            found[self.summary.opinions] = self.rows
        return found


def written(consultation: Consultation) -> Written | None:
    """What the step of the case would be given now; None where the case has no such step."""
    case = consultation.case
    source = kinds().source(case.procedure) if case else None
    if source is None or source.summary is None:
        return None
    opinions = list(consultation.opinions.order_by("seq"))
    waiting = sum(not each.fate for each in opinions)
    columns = source.summary.columns
    rows = _rows(opinions, columns, source.summary.fates) if columns and not waiting else []
    adopted = sum(each.fate in (Fate.ADOPTED, Fate.PARTLY) for each in opinions)
    return Written(source.summary, len(opinions), adopted, rows, waiting)


@transaction.atomic
def write_back(*, actor: Actor, consultation: Consultation, at: datetime) -> Taken:
    """Takes the case's own step with what came in. Raises NotAllowed, ActRefused as the case does, Refused before."""
    held = locked(actor, consultation)
    found = written(held)
    if held.case_id is None or found is None:
        raise Refused("这次征求意见没有对应的案件步骤。")
    if held.state not in (State.CLOSED, State.ANSWERED) and held.is_taking(day_of(at)):
        raise Refused(f"期限到 {held.closes_on} 届满，届满后才能汇总。")
    if found.waiting:
        raise Refused(f"还有 {found.waiting} 条意见没有答复，答复以后再写入案件。")
    given = Given(found.summary.step, day_of(at), data=found.data)
    taken = taking.take(actor=actor, case_id=held.case_id, given=given, at=at)
    note(held, StepKind.SUMMARISED, by=actor.person, at=at, reason=f"案件第 {taken.seq} 号记录，{found.received} 条")
    return taken


def _announcing(source: FromCases, today: date, jurisdiction_id: int) -> QuerySet[Act]:
    prepared_already = Consultation.objects.filter(case=OuterRef("case"), seq=OuterRef("seq"))
    acts = Act.objects.filter(
        jurisdiction=jurisdiction_id,
        step=source.step,
        kind=ActKind.STEP,
        performed_on__gte=today - LOOKED_BACK,
        case__procedure=source.procedure,
        case__closed_on=None,
    )
    return acts.exclude(Exists(prepared_already)).select_related("case__organization", "person").order_by("pk")


def _prepared(source: FromCases, act: Act, at: datetime) -> Consultation | None:
    case, data = act.case, act.case.data
    kind = source.kind_for(data)
    if kind is None or (source.hidden_when and source.hidden_when.holds(data)):
        return None
    fields = source.fields
    found = kinds().find(kind)
    # Its papers stay with the case: what becomes public the office puts in itself, file by file.
    return prepared(
        organization=case.organization,
        plan=Plan(
            kind=kind,
            title=str(data.get(fields.title) or case.title),
            explanation=_text(data, fields.explanation),
            contact=_text(data, fields.contact),
            channels=[Channel.PORTAL],
            is_anonymous=found.anonymous if found else True,
            closes_on=_day(data.get(fields.closes_on)) if fields.closes_on else None,
            short_reason=_text(data, fields.short_reason),
        ),
        at=at,
        by=act.person,
        case=case,
        seq=act.seq,
    )


def _rows(opinions: list[Opinion], columns: Columns, fates: dict[str, str]) -> list[dict[str, Any]]:
    """A row for each opinion, those with the same words and the same answer in one."""
    grouped: dict[tuple[str, str, str], list[Opinion]] = {}
    for each in opinions:
        grouped.setdefault((each.alike, each.fate, each.reason), []).append(each)
    rows = []
    for same in list(grouped.values())[:MOST_ROWS]:
        first = same[0]
        text = (first.shown_text if first.is_shown else "（不公开）")[:LONGEST_TEXT]
        words = f"{text}（同样内容 {len(same)} 条）" if len(same) > 1 else text
        row = {
            columns.speaker: first.get_category_display(),
            columns.text: f"{first.point}：{words}" if first.point else words,
            columns.fate: fates.get(first.fate, first.fate),
        }
        if first.reason:
            row[columns.reason] = first.reason[:LONGEST_TEXT]
        rows.append(row)
    return rows


def _text(data: dict[str, Any], name: str | None) -> str:
    return str(data.get(name) or "") if name else ""


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
