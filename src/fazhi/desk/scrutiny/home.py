"""报告核对: checked drafts and reports of earlier years."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from fazhi.desk.lists import Action, Choice, Column, ListPage
from fazhi.desk.scrutiny.words import PAGE, verdict_mark
from fazhi.desk.templatetags.desk import mark
from fazhi.government.permissions import REPORT_MANAGE, REPORT_VIEW, REPORT_WRITE, may
from fazhi.scrutiny import queries
from fazhi.scrutiny.contradictions import Severity
from fazhi.scrutiny.models import Draft
from fazhi.scrutiny.rights import visible_drafts
from fazhi.scrutiny.verdicts import Verdict

SHOWN = (Verdict.CONTRADICTS, Verdict.DIFFERS, Verdict.UNBACKED, Verdict.AGREES, Verdict.STATED)


class Drafts(ListPage[Draft]):
    """What was checked, the newest first, with how many numbers of each verdict."""

    title, permission, order, unit_word = "报告核对", REPORT_VIEW, "-at", "份"
    template_name = "desk/scrutiny/home.html"
    columns = (
        Column("title", "报告", lambda d: d.title, link=lambda d: reverse(PAGE, args=[d.pk]), wide=True, width=44),
        Column("year", "年度", lambda d: d.year, sort="year"),
        Column("kind", "类型", lambda d: d.get_kind_display(), cell=lambda d: _whole(d.get_kind_display())),
        Column("scope", "范围", lambda d: d.scope_words, width=22, phone=False),
        Column("found", "核对结果", lambda d: _words(d), cell=lambda d: _marks(d), width=40),
        Column("by", "上传人", lambda d: str(d.by), phone=False),
        Column("at", "上传时间", lambda d: d.at, sort="at", width=18),
    )
    filters = (Choice("kind", "类型", "kind", choices=Draft.Kind.choices),)
    search_fields = ("title", "file__name")
    search_label = "标题、文件名"
    empty = "还没有核对过报告。点“核对报告”上传一份草稿，系统逐个核对其中的数字。"

    def rows(self) -> QuerySet[Draft]:
        seen = visible_drafts(self.actor).select_related("organization", "jurisdiction", "by").defer("text")
        return queries.with_counts(seen)

    def actions(self) -> Sequence[Action]:
        seen = Action("历年数据", reverse("desk:scrutiny:series"), icon="chart", primary=False)
        if may(self.actor, REPORT_MANAGE) or may(self.actor, REPORT_WRITE):
            return (Action("核对报告", reverse("desk:scrutiny:new"), icon="check"), seen)
        return (seen,)


def _whole(words: str) -> SafeString:
    """Words that stay on one line."""
    return format_html('<span class="nowrap">{}</span>', words)


def _counted(draft: Draft, verdict: Verdict) -> int:
    """How many numbers of the verdict, as `queries.with_counts` gives it."""
    count: int = getattr(draft, f"counted_{verdict.value}")
    return count


def _words(draft: Draft) -> str:
    found = [(verdict.label, _counted(draft, verdict)) for verdict in SHOWN]
    return "，".join(f"{label} {count}" for label, count in found if count)


def _marks(draft: Draft) -> SafeString:
    certain = sum(fault["severity"] == Severity.CERTAIN for fault in draft.faults)
    marks = [mark("red", f"文内矛盾 {certain} 处")] if certain else []
    for verdict in SHOWN[1:]:
        if count := _counted(draft, verdict):
            shown = verdict_mark(verdict)
            marks.append(mark(shown.colour, f"{shown.words} {count}"))
    return format_html('<span class="found">{}</span>', format_html_join(" ", "{}", ((each,) for each in marks)))
