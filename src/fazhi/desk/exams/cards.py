"""执法证件: who waits for a card after an exam, whose card ends soon; cards are entered in one sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.exams.words import score_words, sections
from fazhi.desk.fields import read_date
from fazhi.desk.pages import DeskRequest, done, page, show
from fazhi.exams import officers
from fazhi.exams.models import UNSTAFFED
from fazhi.exams.officers import Application, Card, CardsRefused
from fazhi.exams.refusals import Refused
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import EXAM_MANAGE, REGISTER_KEEP, may, reaches_jurisdiction, require, within_reach
from fazhi.registers.models import Entry, EntryState
from fazhi.registers.reading import warned_until

MOST_SHOWN = 300
COMMON = ("issued_on", "valid_until", "issuer", "document")
OWN = ("number", "issued_on", "valid_until", "staffing")


@dataclass(frozen=True)
class Line:
    """A row of the sheet: whose card, what they hold now, and the names of its inputs."""

    key: str
    name: str
    unit: str
    about: str
    held: Entry | None
    candidate: int | None
    number: str = ""
    issued_on: str = ""
    valid_until: str = ""
    staffing: str = ""
    errors: tuple[str, ...] = ()


@page(permission=EXAM_MANAGE)
def cards(request: DeskRequest) -> HttpResponse:
    """Applications after exams, and cards that end; the keeper of the register fills in the cards as they come."""
    today = request.now.date()
    waiting = _waiting(request)
    renewed = {each.entry.pk for each in waiting if each.entry}
    ending = [each for each in _ending(request, today) if each.pk not in renewed]
    lines = [*(_applied(each) for each in waiting), *(_renewed(each, today) for each in ending)]
    keeps = may(request.actor, REGISTER_KEEP)
    problem, faults = "", {}
    if request.method == "POST":
        require(request.actor, REGISTER_KEEP)
        try:
            entered = _enter(request, lines)
        except CardsRefused as refused:
            problem, faults = refused.say, _by_line(request, lines, refused)
        except Refused as refused:
            problem = refused.say
        else:
            return done(request, f"已录入 {entered} 个证件。", "desk:exams:cards")
    typed = [_typed(request, line, faults.get(line.key, ())) for line in lines]
    context = {
        "title": "执法证件",
        "tabs": sections(request.actor, "cards"),
        "applications": typed[: len(waiting)],
        "ending": typed[len(waiting) :],
        "today": today,
        "keeps": keeps,
        "problem": problem,
        "kinds": officers.register().fields["card_kind"].options.items(),
        "staffings": officers.register().fields["staffing"].options.items(),
        "common": {name: request.POST.get(name, "") for name in COMMON} | {"kind": request.POST.get("kind", "unified")},
        "ticked": request.POST.getlist("renew"),
        "register_url": reverse("desk:registers:list", args=[officers.register().id]),
    }
    response = show(request, "desk/exams/cards.html", context)
    response.status_code = 422 if problem else 200
    return response


def _waiting(request: DeskRequest) -> list[Application]:
    found = officers.applications(jurisdiction_id=request.actor.jurisdiction_id or 0)
    if not reaches_jurisdiction(request.actor, EXAM_MANAGE):
        found = [each for each in found if may(request.actor, EXAM_MANAGE, organization=each.candidate.organization)]
    return found[:MOST_SHOWN]


def _ending(request: DeskRequest, today: date) -> list[Entry]:
    defined = officers.register()
    rows = Entry.objects.filter(
        within_reach(request.actor, EXAM_MANAGE, "organization"),
        jurisdiction=request.actor.jurisdiction_id,
        register=defined.id,
        state=EntryState.IN_FORCE,
        valid_until__lte=warned_until(defined, today),
    )
    return list(rows.select_related("organization").order_by("valid_until", "key")[:MOST_SHOWN])


def _applied(application: Application) -> Line:
    candidate, held = application.candidate, application.entry
    about = f"{candidate.sat_on} {candidate.exam.title} {score_words(candidate)} 分"
    line = Line(f"c{candidate.pk}", candidate.name, str(candidate.organization), about, held, candidate.pk)
    return replace(line, staffing="" if held or candidate.staffing in UNSTAFFED else candidate.staffing)


def _renewed(entry: Entry, today: date) -> Line:
    assert entry.valid_until is not None
    ended = "已过期" if entry.valid_until < today else "到期"
    about = f"{entry.key}　{entry.valid_until} {ended}"
    return Line(f"e{entry.pk}", entry.title, str(entry.organization or ""), about, entry, None)


def _typed(request: DeskRequest, line: Line, errors: Sequence[str]) -> Line:
    given = {name: request.POST.get(f"{name}_{line.key}", getattr(line, name)).strip() for name in OWN}
    return replace(
        line,
        number=given["number"],
        issued_on=given["issued_on"],
        valid_until=given["valid_until"],
        staffing=given["staffing"],
        errors=tuple(errors),
    )


def _filled(request: DeskRequest, lines: Sequence[Line]) -> list[Line]:
    """The lines that mean a card: with a number, or, for one that is renewed under its own, with a tick."""
    typed = [_typed(request, line, ()) for line in lines]
    ticked = set(request.POST.getlist("renew"))
    return [line for line in typed if line.number or line.key in ticked]


def _enter(request: DeskRequest, lines: Sequence[Line]) -> int:
    filled = _filled(request, lines)
    dated = [_card(request, line) for line in filled]
    officers.enter_cards(
        actor=request.actor,
        jurisdiction=Jurisdiction.objects.get(pk=request.actor.jurisdiction_id or 0),
        cards=dated,
        reason="",
        document=request.POST.get("document", "").strip(),
        at=request.now,
    )
    return len(dated)


def _card(request: DeskRequest, line: Line) -> Card:
    return Card(
        number=line.number,
        issued_on=_day(request, line, line.issued_on, "issued_on", "发证日期"),
        valid_until=_day(request, line, line.valid_until, "valid_until", "有效期至"),
        candidate=line.candidate,
        entry=UUID(str(line.held.pk)) if line.held else None,
        kind=request.POST.get("kind", "unified"),
        issuer=request.POST.get("issuer", "").strip(),
        staffing=line.staffing,
    )


def _day(request: DeskRequest, line: Line, own: str, name: str, label: str) -> date:
    """The day in the line, else the one for all of them."""
    day = read_date(own or request.POST.get(name, ""))
    if day is None:
        raise Refused(f"{line.name}的{label}没有填写或者不是日期，请填在该行，或者填统一的{label}。")
    return day


def _by_line(request: DeskRequest, lines: Sequence[Line], refused: CardsRefused) -> dict[str, list[str]]:
    filled = _filled(request, lines)
    found: dict[str, list[str]] = {}
    for fault in refused.faults:
        said = found.setdefault(filled[fault.number].key, [])
        if fault.say not in said:
            said.append(fault.say)
    return found
