"""Comments on sections and their answers, rounds of opinions and the replies of units, handing in and accepting."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.pages import DeskRequest, apply, done, page, show_form
from fazhi.desk.reports.finding import HOME, HOME_TITLE, MANAGERS, PAGE, SECTION, Trail, report_or_404, section_or_404
from fazhi.desk.reports.forms import AnswerForm, CommentForm, ReplyForm, RoundForm, WordsForm
from fazhi.government.permissions import REPORT_VIEW, REPORT_WRITE
from fazhi.reports import commenting, rounds, writing
from fazhi.reports.models import Comment, Reply, Report, Round


def _trail(report: Report) -> Trail:
    return [(HOME_TITLE, reverse(HOME)), (report.title, reverse(PAGE, args=[report.pk]))]


@page(permission=REPORT_VIEW)
def comment(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """Says something about a section."""
    found = section_or_404(request.actor, pk, section)
    form = CommentForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: commenting.comment(actor=request.actor, section=found, **form.cleaned_data, at=request.now),
    ):
        return done(request, "已提出意见。", f"{reverse(SECTION, args=[pk, section])}#comments")
    back = reverse(SECTION, args=[pk, section])
    return show_form(
        request, form, title=f"对“{found}”提出意见", submit="提出意见", back=back, trail=_trail(found.report)
    )


@page(permission=MANAGERS)
def answer(request: DeskRequest, pk: int, comment: int) -> HttpResponse:
    """Answers a comment."""
    report = report_or_404(request.actor, pk)
    found = get_object_or_404(
        Comment.objects.filter(section__report=report).select_related("section__report__organization", "by"), pk=comment
    )
    form = AnswerForm.of(request)
    back = f"{reverse(SECTION, args=[pk, found.section_id])}#comments"
    if form.is_valid() and apply(
        form,
        lambda: commenting.answer(actor=request.actor, comment=found, **form.cleaned_data, at=request.now),
    ):
        return done(request, "已处理意见。", back)
    return show_form(
        request,
        form,
        title="处理意见",
        submit="处理",
        back=back,
        intro=f"{found.by}：{found.text}",
        trail=_trail(report),
    )


@page(permission=REPORT_WRITE, methods=("POST",))
def hand_in(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """The writer has done."""
    writing.hand_in(actor=request.actor, section=section_or_404(request.actor, pk, section))
    return done(request, "已交稿。", PAGE, pk)


@page(permission=MANAGERS, methods=("POST",))
def accept(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """The section stands as it is."""
    found = writing.accept(actor=request.actor, section=section_or_404(request.actor, pk, section))
    return done(request, f"“{found}”已定稿。", PAGE, pk)


@page(permission=MANAGERS)
def give_back(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """The section goes back to its writer."""
    found = section_or_404(request.actor, pk, section)
    form = WordsForm.of(request, label="要怎样修改")
    if form.is_valid() and apply(
        form, lambda: writing.give_back(actor=request.actor, section=found, **form.cleaned_data, at=request.now)
    ):
        return done(request, f"“{found}”已退回修改。", PAGE, pk)
    back = reverse(SECTION, args=[pk, section])
    return show_form(request, form, title=f"退回“{found}”", submit="退回修改", back=back, trail=_trail(found.report))


@page(permission=MANAGERS)
def round_new(request: DeskRequest, pk: int) -> HttpResponse:
    """Asks units for their opinion."""
    report = report_or_404(request.actor, pk)
    form = RoundForm.of(request)
    if form.is_valid():
        given = form.cleaned_data
        if apply(
            form,
            lambda: rounds.ask(
                actor=request.actor,
                report=report,
                units=list(given["units"]),
                due_on=given["due_on"],
                text=given["text"],
                at=request.now,
            ),
        ):
            return done(request, "已发起征求意见，单位可以在各章节提出意见。", PAGE, pk)
    return show_form(
        request, form, title="征求意见", submit="发起", back=reverse(PAGE, args=[pk]), trail=_trail(report)
    )


@page(permission=MANAGERS, methods=("POST",))
def round_close(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Ends a round."""
    report = report_or_404(request.actor, pk)
    found = get_object_or_404(Round.objects.filter(report=report), number=number)
    found.report = report
    rounds.close(actor=request.actor, opened=found, at=request.now)
    return done(request, f"第 {number} 轮征求意见已结束。", PAGE, pk)


@page(permission=REPORT_WRITE)
def reply(request: DeskRequest, pk: int, reply: int) -> HttpResponse:
    """A unit answers a round."""
    report = report_or_404(request.actor, pk)
    found = Reply.objects.filter(round__report=report, pk=reply).select_related("unit", "round").first()
    if found is None:
        raise Http404
    form = ReplyForm.of(request)
    if form.is_valid() and apply(
        form, lambda: rounds.reply(actor=request.actor, reply=found, **form.cleaned_data, at=request.now)
    ):
        return done(request, "已反馈。", PAGE, pk)
    return show_form(
        request,
        form,
        title=f"{found.unit}反馈意见（{found.round}）",
        submit="反馈",
        back=reverse(PAGE, args=[pk]),
        intro=found.round.text,
        trail=_trail(report),
    )
