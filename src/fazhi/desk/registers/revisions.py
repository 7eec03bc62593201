"""修订记录: every revision of a register, each with what it changed and its place in the chain; undoing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.components import Mark
from fazhi.desk.filters import Choice, DateRange
from fazhi.desk.forms import DateField, Form
from fazhi.desk.lists import Action, Column, ListPage
from fazhi.desk.pages import DeskRequest, Needed, apply, done, page, show, show_form
from fazhi.desk.registers.asking import area_id, area_of, asked, existing_ledger, may_keep
from fazhi.desk.registers.history import COLOURS, kind_of
from fazhi.desk.registers.showing import Difference, Fact, difference, facts_of
from fazhi.desk.templatetags.desk import mark
from fazhi.government.permissions import REGISTER_KEEP, REGISTER_KEEP_OWN, REGISTER_VIEW
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import drafts, reading, revising
from fazhi.registers.changes import ChangeKind
from fazhi.registers.models import Ledger, Revision, Version
from fazhi.registers.models.ledger import RevisionKind

PAGE = 50
KIND_COLOURS = {
    RevisionKind.CHANGE: "blue", RevisionKind.IMPORT: "blue", RevisionKind.UNDO: "orange",
    RevisionKind.PROCEDURE: "green", RevisionKind.EXAM: "green",
}  # fmt: skip


def kind_mark(revision: Revision) -> Mark:
    kind = RevisionKind(revision.kind)
    return Mark(KIND_COLOURS[kind], kind.label)


class Revisions(ListPage[Revision]):
    """The revisions of one register, the latest first."""

    permission: ClassVar[Needed] = REGISTER_VIEW
    title, order, unit_word = "修订记录", "-seq", "次"
    search_fields = ("reason", "document")
    search_label = "事由、依据文件"
    filters = (
        Choice("kind", "方式", "kind", choices=RevisionKind.choices),
        DateRange("since", "施行日期", "since"),
    )
    columns = (
        Column(
            "seq", "修订", lambda r: r.seq, sort="seq", width=8, cell=lambda r: f"第{r.seq}次",
            link=lambda r: reverse("desk:registers:revision", args=[r.register, r.seq]),
        ),
        Column("since", "施行日期", lambda r: r.since, sort="since", width=12),
        Column("reason", "事由", lambda r: r.reason, wide=True, width=50),
        Column("document", "依据文件", lambda r: r.document, width=30),
        Column("kind", "方式", lambda r: r.get_kind_display(), cell=lambda r: mark(kind_mark(r)), width=12),
        Column("added", "新增", lambda r: r.added, align="end", width=8),
        Column("changed", "变更", lambda r: r.changed, align="end", width=8),
        Column("withdrawn", "取消", lambda r: r.withdrawn, align="end", width=8),
        Column("person", "修订人", lambda r: r.person.name if r.person else "系统", width=12),
        Column("recorded", "录入时间", lambda r: r.recorded_at, sort="recorded_at", width=18, phone=False),
    )  # fmt: skip

    def heading(self) -> str:
        return f"{asked(str(self.kwargs['register'])).title}修订记录"

    def trail(self) -> Sequence[tuple[str, str]]:
        definition = asked(str(self.kwargs["register"]))
        return trail_of(definition)

    def rows(self) -> QuerySet[Revision]:
        register = str(self.kwargs["register"])
        asked(register, self.actor)
        found = Revision.objects.filter(ledger__jurisdiction_id=area_id(self.actor), ledger__register=register)
        return found.select_related("person").annotate(register=F("ledger__register")).defer("body")

    def actions(self) -> Sequence[Action]:
        address = reverse("desk:registers:compare", args=[self.kwargs["register"]])
        return [Action("对比两天", address, "flow", primary=False)]

    @property
    def empty(self) -> str:  # type: ignore[override]
        return "这份清单还没有修订过。"


@dataclass(frozen=True)
class Touched:
    """An entry as a revision left it: what was done, what it changed, or for a new one all its fields."""

    version: Version
    kind: ChangeKind
    changed: Sequence[Difference]
    facts: Sequence[Fact]

    @property
    def mark(self) -> Mark:
        return Mark(COLOURS[self.kind], self.kind.label)


@page(permission=REGISTER_VIEW, methods=("GET",))
def revision(request: DeskRequest, register: str, seq: int) -> HttpResponse:
    """One revision: its ground, its entries old beside new, its hash and the one before it."""
    definition = asked(register, request.actor)
    ledger = existing_ledger(request.actor, register)
    found = get_object_or_404(ledger.revisions.select_related("person"), seq=seq)
    pages = Paginator(Version.objects.filter(ledger=ledger, seq=seq).order_by("number").defer("leaf"), PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "title": f"第{seq}次修订",
        "trail": [*trail_of(definition), ("修订记录", reverse("desk:registers:revisions", args=[register]))],
        "definition": definition,
        "revision": found,
        "mark": kind_mark(found),
        "touched": touched(definition, ledger, list(shown.object_list)),
        "page": shown,
        "pages": pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        "hash": bytes(found.hash).hex(),
        "before": _hash_before(ledger, seq),
        "undone_by": ledger.revisions.filter(undoes=seq).order_by("seq").first(),
        "may_undo": may_keep(request.actor, definition),
        "is_last": seq == ledger.head_seq,
        "head": ledger.head_seq,
        "case_url": _case_address(found.case_id),
    }
    return show(request, "desk/registers/revision.html", context)


class ReversalForm(Form):
    """What the draft is called that takes a revision back."""

    title = forms.CharField(label="拟调整名称", max_length=200)


class UndoForm(Form):
    """Why, under which document, and from which day."""

    reason = forms.CharField(label="撤销事由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.CharField(label="依据文件", max_length=300, required=False)
    since = DateField(label="施行日期", help_text="自这一天起恢复到这次修订之前的内容")


@page(permission=(REGISTER_KEEP, REGISTER_KEEP_OWN))
def undo(request: DeskRequest, register: str, seq: int) -> HttpResponse:
    """撤销: a new revision that puts back what this one changed; neither is deleted."""
    definition = asked(register, request.actor)
    ledger = existing_ledger(request.actor, register)
    found = get_object_or_404(ledger.revisions, seq=seq)
    if definition.changed_by:
        return _reversal(request, definition, found)
    form = UndoForm.of(request, initial={"since": request.now.date()})
    if form.is_valid():
        cleaned = form.cleaned_data
        applied = apply(
            form,
            lambda: revising.undo(
                actor=request.actor, revision=found, reason=cleaned["reason"], document=cleaned["document"],
                since=cleaned["since"], at=request.now,
            ),
        )  # fmt: skip
        if applied:
            new = applied.value.revision.seq
            return done(request, f"已撤销第{seq}次修订，记为第{new}次修订。", "desk:registers:revision", register, new)
    back = reverse("desk:registers:revision", args=[register, seq])
    trail = [
        *trail_of(definition),
        ("修订记录", reverse("desk:registers:revisions", args=[register])),
        (f"第{seq}次修订", back),
    ]
    counts = f"新增{found.added}条、变更{found.changed}条、取消{found.withdrawn}条"
    intro = f"这次修订{counts}。撤销另记一次修订，原修订仍可查。"
    title = f"撤销第{seq}次修订"
    return show_form(request, form, title=title, submit="撤销这次修订", back=back, trail=trail, intro=intro)


def _reversal(request: DeskRequest, definition: RegisterDefinition, found: Revision) -> HttpResponse:
    """A register that only a procedure changes is put back by that procedure too: the reversal becomes a draft."""
    form = ReversalForm.of(request, initial={"title": f"撤销第{found.seq}次修订"})
    if form.is_valid():
        made = apply(
            form,
            lambda: drafts.make(
                actor=request.actor, jurisdiction=area_of(request.actor), register=definition.id,
                title=form.cleaned_data["title"], changes=drafts.reversal_of(found),
                organization=drafts.organization_for(request.actor), at=request.now,
            ),
        )  # fmt: skip
        if made:
            return done(request, "已编制拟调整，提交审核通过后恢复。", "desk:registers:draft", made.value.pk)
    back = reverse("desk:registers:revision", args=[definition.id, found.seq])
    intro = f"《{definition.title}》只能经程序变更。撤销的内容先编成拟调整，审核、公布后生效。"
    title = f"撤销第{found.seq}次修订"
    return show_form(
        request, form, title=title, submit="编制拟调整", back=back, trail=trail_of(definition), intro=intro
    )


def touched(definition: RegisterDefinition, ledger: Ledger, versions: Sequence[Version]) -> list[Touched]:
    """Each version beside the one before it; one query for all."""
    before = versions_before(ledger, versions)
    found = []
    for each in versions:
        old = before.get(each.entry_id)
        kind = kind_of(old.state if old else None, each.state)
        fields = reading.changed_fields(definition, old.data, each.data) if old else ()
        changed = [difference(definition, field.name, field.before, field.after) for field in fields]
        found.append(Touched(each, kind, changed, [] if old else facts_of(definition, each.data)))
    return found


def versions_before(ledger: Ledger, versions: Sequence[Version]) -> dict[UUID, Version]:
    """The version of each entry that was written before the one given."""
    if not versions:
        return {}
    seqs = {each.entry_id: each.seq for each in versions}
    found = Version.objects.filter(ledger=ledger, entry_id__in=seqs, seq__lt=max(seqs.values())).defer("leaf")
    latest: dict[UUID, Version] = {}
    for each in found.order_by("entry_id", "seq"):
        if each.seq < seqs[each.entry_id]:
            latest[each.entry_id] = each
    return latest


def trail_of(definition: RegisterDefinition) -> list[tuple[str, str]]:
    """Breadcrumbs to the register's list."""
    address = reverse("desk:registers:list", args=[definition.id])
    return [("清单台账", reverse("desk:registers:home")), (definition.title, address)]


def _hash_before(ledger: Ledger, seq: int) -> str:
    """The hash that this revision is chained to; of the first, that of the ledger's own header."""
    found = ledger.revisions.filter(seq=seq - 1).values_list("hash", flat=True).first()
    return bytes(found).hex() if found else ""


def _case_address(case_id: UUID | None) -> str:
    return reverse("desk:cases:case", args=[case_id]) if case_id else ""
