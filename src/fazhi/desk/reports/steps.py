"""The steps of a report as a whole: submitting, approving, giving back, opening again, sending, publishing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.reports.finding import HOME, HOME_TITLE, MANAGERS, PAGE, Trail, report_or_404
from fazhi.desk.reports.forms import ApproveForm, PublishForm, RecipientForm, SendingForm, WordsForm
from fazhi.desk.reports.report import text_context
from fazhi.government.models import OrganizationKind
from fazhi.government.permissions import REPORT_APPROVE
from fazhi.reports import approving, carrying, publishing, sending
from fazhi.reports.language.course import Moment
from fazhi.reports.models import Report, Sending
from fazhi.reports.whole import whole_of
from fazhi.scrutiny import drafts
from fazhi.scrutiny.models import Draft


def _trail(report: Report) -> Trail:
    return [(HOME_TITLE, reverse(HOME)), (report.title, reverse(PAGE, args=[report.pk]))]


@page(permission=MANAGERS)
def submit(request: DeskRequest, pk: int) -> HttpResponse:
    """Puts the report before those who approve it."""
    report = report_or_404(request.actor, pk)
    asks = carrying.asks(report, Moment.SUBMIT)
    form = WordsForm.of(request, label="送审说明", required=False, asks=asks)
    if form.is_valid() and apply(
        form, lambda: approving.submit(actor=request.actor, report=report, **form.given, at=request.now)
    ):
        return done(request, "已送审。审定以前正文不再改动。", PAGE, pk)
    back = reverse(PAGE, args=[pk])
    return show_form(request, form, title="送审", submit="送审", back=back, trail=_trail(report))


@page(permission=REPORT_APPROVE)
def approve(request: DeskRequest, pk: int) -> HttpResponse:
    """Approves the report and freezes its figures."""
    report = report_or_404(request.actor, pk)
    form = ApproveForm.of(request, asks=carrying.asks(report, Moment.APPROVE))
    if form.is_valid() and apply(
        form, lambda: approving.approve(actor=request.actor, report=report, **form.given, at=request.now)
    ):
        return done(request, "已审定，报告引用的数据已固定。", PAGE, pk)
    today = timezone.localtime(request.now).date()
    whole = whole_of(report, today=today)
    if form.is_bound:
        # What is read from here on is the text of this page: the next try names it.
        form.data = {**form.data.dict(), "seen": whole.digest}  # type: ignore[attr-defined]  # a QueryDict
    return show(request, "desk/reports/text.html", text_context(request.actor, whole, today, form), form=form)


@page(permission=(REPORT_APPROVE, *MANAGERS))
def return_(request: DeskRequest, pk: int) -> HttpResponse:
    """Gives the report back."""
    report = report_or_404(request.actor, pk)
    form = WordsForm.of(request, label="退回原因和修改要求")
    if form.is_valid() and apply(
        form, lambda: approving.return_(actor=request.actor, report=report, **form.cleaned_data, at=request.now)
    ):
        return done(request, "已退回修改。", PAGE, pk)
    back = reverse(PAGE, args=[pk])
    return show_form(request, form, title="退回修改", submit="退回", back=back, trail=_trail(report))


@page(permission=MANAGERS)
def reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Opens an approved report again."""
    report = report_or_404(request.actor, pk)
    form = WordsForm.of(request, label="重新编辑的原因")
    if form.is_valid() and apply(
        form, lambda: approving.reopen(actor=request.actor, report=report, **form.cleaned_data, at=request.now)
    ):
        return done(request, "已重新打开，数据恢复为实时取数。改好后请重新送审。", PAGE, pk)
    intro = "重新编辑后，审定时固定的数据失效，须再次送审、审定。已公开的版本仍可查看，再次公开时须写更正说明。"
    back = reverse(PAGE, args=[pk])
    return show_form(request, form, title="重新编辑", submit="重新编辑", back=back, intro=intro, trail=_trail(report))


@page(permission=MANAGERS)
def send(request: DeskRequest, pk: int, sending_pk: int) -> HttpResponse:
    """Records that the report was sent."""
    report = report_or_404(request.actor, pk)
    found = get_object_or_404(Sending.objects.filter(report=report), pk=sending_pk)
    found.report = report
    today = timezone.localtime(request.now).date()
    form = SendingForm.of(request, initial={"sent_on": today}, asks=carrying.asks(report, Moment.SEND, found))
    if form.is_valid() and apply(
        form, lambda: sending.record(actor=request.actor, sending=found, **form.given, at=request.now)
    ):
        return done(request, f"已登记报送{found.to}。", PAGE, pk)
    back = reverse(PAGE, args=[pk])
    return show_form(request, form, title=f"登记报送{found.to}", submit="登记", back=back, trail=_trail(report))


@page(permission=MANAGERS)
def recipient_new(request: DeskRequest, pk: int) -> HttpResponse:
    """Adds a body to send the report to."""
    report = report_or_404(request.actor, pk)
    form = RecipientForm.of(request)
    if form.is_valid() and apply(form, lambda: sending.add(actor=request.actor, report=report, **form.cleaned_data)):
        return done(request, "已加入报送清单。", PAGE, pk)
    back = reverse(PAGE, args=[pk])
    return show_form(request, form, title="增加报送对象", submit="增加", back=back, trail=_trail(report))


@page(permission=MANAGERS, methods=("POST",))
def recipient_remove(request: DeskRequest, pk: int, sending_pk: int) -> HttpResponse:
    """Takes a body off the list."""
    report = report_or_404(request.actor, pk)
    found = get_object_or_404(Sending.objects.filter(report=report), pk=sending_pk)
    found.report = report
    sending.remove(actor=request.actor, sending=found)
    return done(request, f"已从报送清单中删去{found.to}。", PAGE, pk)


@page(permission=MANAGERS)
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Publishes the report, or its correction."""
    report = report_or_404(request.actor, pk)
    correcting = report.publications.exists()
    today = timezone.localtime(request.now).date()
    asks = carrying.asks(report, Moment.PUBLISH)
    form = PublishForm.of(request, initial={"published_on": today}, correcting=correcting, asks=asks)
    if form.is_valid() and apply(
        form,
        lambda: publishing.publish(actor=request.actor, report=report, **form.given, at=request.now),
    ):
        return done(request, "已公开。", PAGE, pk)
    intro = "公开后，任何人都可以在公开页面看到报告、每个数据的口径和固定时间，并可下载数据。涉密内容不得公开。"
    back = reverse(PAGE, args=[pk])
    return show_form(
        request, form, title="公开更正后的报告" if correcting else "公开报告", submit="公开", back=back, intro=intro,
        trail=_trail(report),
    )  # fmt: skip


@page(permission=MANAGERS, methods=("POST",))
def check(request: DeskRequest, pk: int) -> HttpResponse:
    """Holds the text as it stands against the records, number by number, and against itself."""
    report = report_or_404(request.actor, pk)
    whole = whole_of(report, today=timezone.localtime(request.now).date())
    government = report.organization.kind == OrganizationKind.GOVERNMENT
    draft = drafts.receive(
        actor=request.actor,
        name=f"{report.title}.txt",
        data=whole.text.encode(),
        year=report.year,
        kind=Draft.Kind.DRAFT,
        organization=None if government else report.organization,
        named=whole.places,
        at=request.now,
    )
    return done(request, "已读出全文的数字，逐个与记录核对。", "desk:scrutiny:check", draft.pk)
