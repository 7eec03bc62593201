"""督查通报: the list, drafting over a period, editing, issuing, and the document as .docx."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from fazhi.desk.lists import Action, Choice, Column, ListPage
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.supervision.forms import BulletinForm, PeriodForm
from fazhi.desk.templatetags.desk import mark
from fazhi.documents.official_docx import AnnexTable, OfficialDocument, heading_level, write_official_document
from fazhi.government import permissions
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import FOLLOWUP_ISSUE, FOLLOWUP_VIEW
from fazhi.plans import bulletins
from fazhi.plans.bulletin_text import ANNEX_COLUMNS
from fazhi.plans.models import Bulletin
from fazhi.plans.supervision_queries import visible_bulletins

LIST, PAGE = "desk:supervision:bulletins", "desk:supervision:bulletin"
TRAIL = "督查通报"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANNEX_TITLE = "逾期事项清单"
ANNEX_WIDTHS = (30, 24, 46, 24, 20, 12)  # millimetres


def serial(bulletin: Bulletin) -> str:
    """2026年第3期, or that it has none yet."""
    return f"{bulletin.year}年第{bulletin.number}期" if bulletin.is_issued else "草稿"


class Bulletins(ListPage[Bulletin]):
    """Issued bulletins, and drafts for those who write them."""

    title, permission, order, unit_word = "督查通报", FOLLOWUP_VIEW, "-drafted", "份"
    columns = (
        Column("serial", "期次", serial, link=lambda b: reverse(PAGE, args=[b.pk]), width=16),
        Column("title", "标题", lambda b: b.title, wide=True, width=40),
        Column("since", "起", lambda b: b.since, sort="since"),
        Column("until", "止", lambda b: b.until, sort="until"),
        Column(
            "state",
            "状态",
            lambda b: "已签发" if b.is_issued else "草稿",
            cell=lambda b: mark("green", "已签发") if b.is_issued else mark("blue", "草稿"),
        ),
        Column("drafted", "起草时间", lambda b: b.drafted_at, sort="drafted_at", width=18, phone=False),
        Column("issued", "签发时间", lambda b: b.issued_at, sort="issued_at", width=18),
    )
    filters = (
        Choice(
            "state",
            "状态",
            choices=(("issued", "已签发"), ("draft", "草稿")),
            narrow=lambda value: Q(issued_at__isnull=value == "draft"),
        ),
    )
    search_fields = ("title",)
    empty = "还没有督查通报。"

    def rows(self) -> QuerySet[Bulletin]:
        return visible_bulletins(self.actor)

    def actions(self) -> Sequence[Action]:
        if not permissions.may(self.actor, FOLLOWUP_ISSUE):
            return ()
        return (Action("起草通报", reverse("desk:supervision:bulletin_new")),)


@page(permission=FOLLOWUP_ISSUE)
def bulletin_new(request: DeskRequest) -> HttpResponse:
    """Drafts a bulletin over a period, this month unless told otherwise."""
    today = timezone.localtime(request.now).date()
    form = PeriodForm.of(request, initial={"since": today.replace(day=1), "until": today})
    if form.is_valid():
        area = Jurisdiction.objects.get(pk=request.actor.jurisdiction_id or 0)
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        if applied := apply(
            form,
            lambda: bulletins.draft(actor=request.actor, jurisdiction=area, since=since, until=until, at=request.now),
        ):
            return done(request, "已生成草稿，请修改后签发。", PAGE, applied.value.pk)
    return show_form(
        request,
        form,
        title="起草通报",
        submit="生成草稿",
        back=reverse(LIST),
        intro="按时段汇总交办、销号、亮牌、逾期任务和缺报月报，生成可以修改的草稿。",
        trail=[(TRAIL, reverse(LIST))],
    )


@page(permission=FOLLOWUP_VIEW)
def bulletin(request: DeskRequest, pk: int) -> HttpResponse:
    """A bulletin: the form of a draft for its writers, the text of an issued one for everybody."""
    found = get_object_or_404(visible_bulletins(request.actor), pk=pk)
    initial = {"title": found.title, "body": "\n".join(found.body), "version": found.version}
    form = BulletinForm.of(request, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        if apply(
            form,
            lambda: bulletins.edit(
                actor=request.actor,
                bulletin=found,
                title=given["title"],
                body=given["body"].splitlines(),
                version=given["version"],
            ),
        ):
            return done(request, "草稿已保存。", PAGE, pk)
    context = {
        "title": found.title,
        "trail": [(TRAIL, reverse(LIST))],
        "bulletin": found,
        "serial": serial(found),
        "paragraphs": [(heading_level(text), text) for text in found.body],
        "annex_columns": ANNEX_COLUMNS.values(),
        "annex": [[(label, row.get(key, "")) for key, label in ANNEX_COLUMNS.items()] for row in found.annex],
        "annex_title": ANNEX_TITLE,
    }
    return show(request, "desk/supervision/bulletin.html", context, form=form)


@page(permission=FOLLOWUP_ISSUE, methods=("POST",))
def issue(request: DeskRequest, pk: int) -> HttpResponse:
    """Issues a draft."""
    found = get_object_or_404(visible_bulletins(request.actor), pk=pk)
    sent = bulletins.issue(actor=request.actor, bulletin=found, at=request.now)
    return done(request, f"已签发，为{serial(sent)}。", PAGE, pk)


@page(permission=FOLLOWUP_ISSUE, methods=("POST",))
def discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Throws a draft away."""
    found = get_object_or_404(visible_bulletins(request.actor), pk=pk)
    bulletins.discard(actor=request.actor, bulletin=found)
    return done(request, "草稿已删除。", LIST)


@page(permission=FOLLOWUP_VIEW, methods=("GET",))
def docx(request: DeskRequest, pk: int) -> HttpResponse:
    """The bulletin as an official document; a draft says that it is one."""
    found = get_object_or_404(visible_bulletins(request.actor), pk=pk)
    made_at = found.issued_at or found.drafted_at
    writer = _writing_unit(found)
    document = OfficialDocument(
        title=found.title,
        serial=serial(found) if found.is_issued else "（草稿，未签发）",
        body=found.body,
        signature=writer,
        date=_day(timezone.localtime(made_at).date()),
        annex=_annex(found),
        made_at=made_at,
    )
    response = HttpResponse(write_official_document(document), content_type=DOCX)
    name = f"{found.title}（{serial(found)}）.docx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def _writing_unit(found: Bulletin) -> str:
    """The full name of the unit whose coordinator issued or drafted it."""
    person = found.issued_by or found.drafted_by
    seat = person.memberships.filter(organization__jurisdiction=found.jurisdiction).select_related("organization")
    first = seat.order_by("id").first()
    return first.organization.name if first else str(found.jurisdiction)


def _annex(found: Bulletin) -> AnnexTable | None:
    if not found.annex:
        return None
    rows = [[str(row.get(key, "")) for key in ANNEX_COLUMNS] for row in found.annex]
    return AnnexTable(ANNEX_TITLE, list(ANNEX_COLUMNS.values()), rows, ANNEX_WIDTHS)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
