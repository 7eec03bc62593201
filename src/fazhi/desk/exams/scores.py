"""成绩: scores from elsewhere, confirming, certificates, the letter to the organisation department."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from fazhi.desk.exams.managing import PAGE, found, trail_to
from fazhi.desk.exams.words import score_words
from fazhi.desk.fields import read_date
from fazhi.desk.pages import DeskRequest, done, page, show
from fazhi.exams import certificates, queries, results
from fazhi.exams.models import Candidate, Certificate, Exam, Mode
from fazhi.exams.refusals import Refused
from fazhi.government.permissions import EXAM_MANAGE, EXAM_SIT, may, require

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(permission=EXAM_MANAGE)
def scores(request: DeskRequest, pk: int) -> HttpResponse:
    """A line a candidate; empty ones stay as they are. What was typed stays when something is wrong."""
    exam = found(request, pk)
    require(request.actor, EXAM_MANAGE, organization=exam.organization)
    rows = queries.candidates(request.actor, exam)
    if exam.mode == Mode.ONLINE:
        rows = rows.filter(person=None)
    people = list(rows)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            entered = _enter(request, exam, people)
        except Refused as refused:
            errors[refused.field] = refused.say
        else:
            return done(request, f"登记 {entered} 人的成绩。", PAGE, pk)
    context = {
        "title": "登记成绩",
        "trail": trail_to(exam),
        "exam": exam,
        "rows": [_line(each, request, errors) for each in people],
        "errors": errors,
        "sat_on": request.POST.get("sat_on") or exam.opens_at.date().isoformat(),
        "note": request.POST.get("note", ""),
    }
    response = show(request, "desk/exams/scores.html", context)
    response.status_code = 422 if errors else 200
    return response


@page(permission=EXAM_MANAGE, methods=("POST",))
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirms the results."""
    confirmed = results.confirm(actor=request.actor, exam=found(request, pk), at=request.now)
    entered = "，合格情况已录入执法人员台账" if confirmed.revision else ""
    return done(request, f"成绩已确认{entered}。", PAGE, pk)


@page(permission=EXAM_MANAGE, methods=("POST",))
def issue(request: DeskRequest, pk: int) -> HttpResponse:
    """Numbers certificates for all who passed."""
    made = certificates.issue(actor=request.actor, exam=found(request, pk), at=request.now)
    return done(request, f"出具合格证明 {len(made)} 份。", "desk:exams:candidates", pk)


@page(permission=(EXAM_MANAGE, EXAM_SIT), methods=("GET",))
def certificate(request: DeskRequest, pk: int) -> HttpResponse:
    """One certificate: for its holder, and for those who look after the holder's unit or the exam."""
    rows = Certificate.objects.select_related("candidate__exam__organization", "candidate__organization")
    kept = get_object_or_404(rows, pk=pk)
    if kept.candidate.person_id != request.actor.person.pk and not may(
        request.actor, EXAM_MANAGE, organization=kept.candidate.exam.organization
    ):
        require(request.actor, EXAM_MANAGE, organization=kept.candidate.organization)
    return _docx(certificates.paper(kept), f"合格证明（{kept.candidate.name}）.docx")


@page(permission=EXAM_MANAGE, methods=("GET",))
def reply(request: DeskRequest, pk: int) -> HttpResponse:
    """The results as a letter, with all candidates in its annex."""
    exam = found(request, pk)
    require(request.actor, EXAM_MANAGE, organization=exam.organization)
    addressee = request.GET.get("to", "").strip()[:60]
    return _docx(certificates.reply(exam=exam, addressee=addressee, at=request.now), f"{exam.title}结果函.docx")


def _enter(request: DeskRequest, exam: Exam, people: list[Candidate]) -> int:
    given = {each.pk: _score(request, each) for each in people}
    sat_on: date | None = read_date(request.POST.get("sat_on", ""))
    if sat_on is None:
        raise Refused("请填写考试日期，如 2026-3-5。", field="sat_on")
    if all(score is None for score in given.values()):
        raise Refused("没有填写任何成绩。", field="")
    note = request.POST.get("note", "").strip()
    return results.enter(actor=request.actor, exam=exam, scores=given, sat_on=sat_on, at=request.now, note=note)


def _score(request: DeskRequest, candidate: Candidate) -> Decimal | None:
    text = request.POST.get(f"score_{candidate.pk}", "").strip()
    if not text:
        return None
    try:
        score = Decimal(text)
    except InvalidOperation:
        score = Decimal("NaN")
    if not score.is_finite():
        raise Refused(f"{candidate.name}的成绩“{text[:10]}”不是数字。", field=f"score_{candidate.pk}")
    return score


def _line(candidate: Candidate, request: DeskRequest, errors: dict[str, str]) -> dict[str, object]:
    name = f"score_{candidate.pk}"
    typed = request.POST.get(name) if request.method == "POST" else score_words(candidate)
    return {"candidate": candidate, "name": name, "value": typed, "error": errors.get(name, "")}


def _docx(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
