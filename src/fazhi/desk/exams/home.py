"""我的考试: one's own exams, card and training hours."""

from datetime import date

from django.http import HttpResponse

from fazhi.desk.exams.words import exam_mark, outcome_mark, score_words, sections, window
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.exams import officers, queries, sittings, trainings
from fazhi.exams.models import Candidate, ExamState
from fazhi.government.permissions import EXAM_SIT
from fazhi.registers.models import Entry, EntryState
from fazhi.registers.reading import warned_until

MOST_SHOWN = 50


@page(permission=EXAM_SIT, methods=("GET",))
def home(request: DeskRequest) -> HttpResponse:
    """What is open and to come, what is over, one's card and one's hours of this year."""
    candidacies = list(queries.mine(request.actor.person)[:MOST_SHOWN])
    open_now = {each.pk for each in candidacies if _is_ahead(each, request)}
    area = request.actor.jurisdiction_id or 0
    year, today = request.now.year, request.now.date()
    person = request.actor.person.pk
    cards = officers.cards_of([person], jurisdiction_id=area).get(person, [])
    context = {
        "title": "我的考试",
        "tabs": sections(request.actor, "home"),
        "ahead": [_line(each, request) for each in candidacies if each.pk in open_now],
        "over": [_line(each, request) for each in candidacies if each.pk not in open_now],
        "cards": [(card, *_card_words(card, today)) for card in cards if card.state != EntryState.WITHDRAWN],
        "hours": trainings.hours_of([person], year=year).get(person, 0),
        "threshold": trainings.threshold(jurisdiction_id=area, year=year),
        "year": year,
    }
    return show(request, "desk/exams/home.html", context)


def _is_ahead(candidate: Candidate, request: DeskRequest) -> bool:
    exam = candidate.exam
    return exam.state == ExamState.PUBLISHED and exam.closes_at > request.now and not candidate.passed


def _line(candidate: Candidate, request: DeskRequest) -> dict[str, object]:
    why = sittings.why_not(candidate, at=request.now) if _is_ahead(candidate, request) else ""
    return {
        "candidate": candidate,
        "exam": candidate.exam,
        "window": window(candidate.exam),
        "mark": exam_mark(candidate.exam, request.now),
        "outcome": outcome_mark(candidate),
        "score": score_words(candidate),
        "why_not": why,
    }


def _card_words(card: Entry, today: date) -> tuple[str, str]:
    """The colour and the words of one's card: good, ending, ended, suspended."""
    if card.state == EntryState.SUSPENDED:
        return "red", "已暂扣"
    if card.valid_until is None:
        return "green", "有效"
    if card.valid_until < today:
        return "red", f"已于 {card.valid_until} 到期"
    soon = card.valid_until <= warned_until(officers.register(), today)
    return ("yellow", f"{card.valid_until} 到期，请及时换发") if soon else ("green", f"有效期至 {card.valid_until}")
