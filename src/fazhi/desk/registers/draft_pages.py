"""拟调整: changes that are prepared together, looked through, and then handed in for approval or put into force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fazhi.cases import proposing
from fazhi.desk.components import Mark
from fazhi.desk.filters import Choice
from fazhi.desk.forms import DateField, Form
from fazhi.desk.lists import Action, Column, ListPage
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, Needed, apply, done, page, show, show_form
from fazhi.desk.registers.asking import asked, may_keep
from fazhi.desk.registers.history import COLOURS
from fazhi.desk.registers.revisions import trail_of
from fazhi.desk.registers.showing import Difference, Fact, difference, facts_of
from fazhi.desk.templatetags.desk import mark
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REGISTER_KEEP, REGISTER_KEEP_OWN, REGISTER_VIEW
from fazhi.procedures.registers.definition import Keeper, RegisterDefinition
from fazhi.registers import drafts, keys
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.keeping import permission_for
from fazhi.registers.models import Draft, Entry
from fazhi.registers.models.draft import DraftState
from fazhi.registers.refusals import Refused

DRAFT = "desk:registers:draft"
PAGE = 50
KEEP: Needed = (REGISTER_KEEP_OWN, REGISTER_KEEP)
STATE_COLOURS = {
    DraftState.OPEN: "blue", DraftState.SUBMITTED: "yellow", DraftState.APPLIED: "green", DraftState.DROPPED: "grey",
}  # fmt: skip


def state_mark(draft: Draft) -> Mark:
    state = DraftState(draft.state)
    return Mark(STATE_COLOURS[state], state.label)


class Drafts(ListPage[Draft]):
    """The drafts of one register, the latest first."""

    permission: ClassVar[Needed] = REGISTER_VIEW
    order, unit_word = "-made", "份"
    search_fields = ("title",)
    search_label = "名称"
    filters = (Choice("state", "状态", "state", choices=DraftState.choices),)
    columns = (
        Column(
            "title", "拟调整", lambda d: d.title, wide=True, width=40,
            link=lambda d: reverse("desk:registers:draft", args=[d.pk]),
        ),
        Column("state", "状态", lambda d: d.get_state_display(), cell=lambda d: mark(state_mark(d)), sort="state"),
        Column("added", "新增", lambda d: d.added, align="end", width=8),
        Column("changed", "变更", lambda d: d.changed, align="end", width=8),
        Column("withdrawn", "取消", lambda d: d.withdrawn, align="end", width=8),
        Column("unit", "单位", lambda d: str(d.organization or ""), width=18),
        Column("by", "编制人", lambda d: d.made_by.name, width=10),
        Column("made", "编制时间", lambda d: d.made_at, sort="made_at", width=18),
    )  # fmt: skip

    @property
    def definition(self) -> RegisterDefinition:
        return asked(str(self.kwargs["register"]))

    def heading(self) -> str:
        return f"{self.definition.title}拟调整"

    def trail(self) -> Sequence[tuple[str, str]]:
        return trail_of(self.definition)

    def rows(self) -> QuerySet[Draft]:
        return drafts.visible(self.actor, self.definition.id).select_related("organization", "made_by").defer("changes")

    def actions(self) -> Sequence[Action]:
        if not may_keep(self.actor, self.definition):
            return ()
        return [Action(f"新增{self.definition.entry}", reverse("desk:registers:add", args=[self.definition.id]))]

    @property
    def empty(self) -> str:  # type: ignore[override]
        return "还没有拟调整。新增、变更或者导入时，可以先放入拟调整，一起审核后生效。"


@dataclass(frozen=True)
class Proposed:
    """A change of a draft as the page shows it; `number` is its place, from 0."""

    number: int
    kind: ChangeKind
    title: str
    url: str
    changed: Sequence[Difference]
    facts: Sequence[Fact]
    moved: bool

    @property
    def mark(self) -> Mark:
        return Mark(COLOURS[self.kind], self.kind.label)


@page(permission=REGISTER_VIEW, methods=("GET",))
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """What is proposed, old beside new, and what can be done with it."""
    found, definition = found_draft(request, pk)
    changes = drafts.changes_of(found)
    pages = Paginator(range(len(changes)), PAGE)
    shown = pages.get_page(request.GET.get("page"))
    edits = found.state == DraftState.OPEN and may_edit(request.actor, definition, found)
    context = {
        "title": found.title,
        "trail": [*trail_of(definition), ("拟调整", reverse("desk:registers:drafts", args=[definition.id]))],
        "definition": definition,
        "draft": found,
        "mark": state_mark(found),
        "proposed": proposed(definition, found, changes, list(shown.object_list)),
        "page": shown,
        "pages": pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        "edits": edits,
        "moved": moved_since(found, changes).count() if found.state != DraftState.APPLIED else 0,
        "may_propose": edits and bool(definition.changed_by) and proposing.may_propose(request.actor, found),
        "may_apply": edits and not definition.changed_by,
        "may_reopen": found.state == DraftState.SUBMITTED and found.case_id is None
        and may_edit(request.actor, definition, found),
        "case_url": reverse("desk:cases:case", args=[found.case_id]) if found.case_id else "",
    }  # fmt: skip
    return show(request, "desk/registers/draft.html", context)


@page(permission=KEEP, methods=("POST",))
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Takes one change out."""
    found, _ = found_draft(request, pk)
    number = whole(request.POST.get("number", ""))
    drafts.remove(
        actor=request.actor, draft=found, number=-1 if number is None else number, at=request.now
    )  # fmt: skip
    return done(request, "已从拟调整中删去。", DRAFT, pk)


@page(permission=KEEP, methods=("POST",))
def submit(request: DeskRequest, pk: int) -> HttpResponse:
    """提交审核: opens the case of the procedure that alone changes this register."""
    found, _ = found_draft(request, pk)
    try:
        case = proposing.propose(actor=request.actor, draft=found, at=request.now)
    except proposing.NeedsForm as needs:
        drafts.submit(actor=request.actor, draft=found, at=request.now)
        messages.info(request, needs.say)
        return redirect(f"{reverse('desk:cases:open', args=[needs.procedure])}?draft={pk}")
    return done(request, f"已提交审核，案号{case.number}。", "desk:cases:case", case.pk)


@page(permission=KEEP, methods=("POST",))
def reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Opens a draft again that was handed in and is carried by no case."""
    found, _ = found_draft(request, pk)
    if found.case_id is not None:
        raise Http404
    drafts.reopen(actor=request.actor, draft=found, at=request.now)
    return done(request, "已退回编制。", DRAFT, pk)


@page(permission=KEEP, methods=("POST",))
def drop(request: DeskRequest, pk: int) -> HttpResponse:
    """放弃: the draft stays to be read, and never applies."""
    found, definition = found_draft(request, pk)
    if found.case_id is not None:
        raise Refused("这份拟调整正由案件办理，请在案件里办结或者退回。")
    drafts.drop(actor=request.actor, draft=found, at=request.now)
    return done(request, f"已放弃“{found.title}”。", "desk:registers:drafts", definition.id)


class ApplyForm(Form):
    """Why, under which document, and from which day on."""

    reason = forms.CharField(label="事由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.CharField(label="依据文件", max_length=300, required=False)
    since = DateField(label="施行日期", help_text="自这一天起生效；可以是以后的日期")


@page(permission=KEEP)
def apply_draft(request: DeskRequest, pk: int) -> HttpResponse:
    """生效: makes one revision of a draft, in a register that is changed directly."""
    found, definition = found_draft(request, pk)
    if definition.changed_by:
        raise Http404
    form = ApplyForm.of(request, initial={"since": request.now.date(), "reason": found.title})
    if form.is_valid():
        cleaned = form.cleaned_data
        applied = apply(
            form,
            lambda: drafts.apply(
                draft_id=found.pk, sm3=found.sm3, actor=request.actor, reason=cleaned["reason"],
                document=cleaned["document"], since=cleaned["since"], at=request.now,
            ),
        )  # fmt: skip
        if applied:
            seq = applied.value.revision.seq
            return done(request, f"已生效，记为第{seq}次修订。", "desk:registers:revision", definition.id, seq)
    intro = f"新增 {found.added} 条，变更 {found.changed} 条，取消 {found.withdrawn} 条，一起生效。"
    back = reverse(DRAFT, args=[pk])
    trail = [*trail_of(definition), (found.title, back)]
    return show_form(request, form, title=f"生效：{found.title}", submit="生效", back=back, trail=trail, intro=intro)


def found_draft(request: DeskRequest, pk: int) -> tuple[Draft, RegisterDefinition]:
    """The draft and its register, if this person may see it. Raises Http404."""
    found = drafts.visible(request.actor).select_related("organization", "made_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found, asked(found.register)


def may_edit(actor: Actor, definition: RegisterDefinition, draft: Draft) -> bool:
    """Whether the actor may change the draft: it is the business of the body that made it."""
    needed = permission_for(definition)
    if definition.kept_by is Keeper.UNIT and draft.organization is not None:
        return permissions.may(actor, needed, organization=draft.organization)
    return permissions.reaches_jurisdiction(actor, needed)


def moved_since(draft: Draft, changes: Sequence[Change]) -> QuerySet[Entry]:
    """Entries of the draft that somebody revised after it was prepared."""
    numbers = [each.entry for each in changes if each.entry is not None]
    return Entry.objects.filter(pk__in=numbers, seq__gt=draft.based_on)


def proposed(
    definition: RegisterDefinition, draft: Draft, changes: Sequence[Change], numbers: Sequence[int]
) -> list[Proposed]:
    """The changes with these numbers, each beside the entry as it stands; one query."""
    ids = [changes[number].entry for number in numbers]
    entries = Entry.objects.defer("search").in_bulk([pk for pk in ids if pk is not None])
    waiting = draft.state in (DraftState.OPEN, DraftState.SUBMITTED)
    found = []
    for number in numbers:
        change = changes[number]
        entry = entries.get(change.entry) if change.entry else None
        before = entry.data if entry and waiting else {}
        said = change.data.items() if entry else ()
        changed = [difference(definition, name, before.get(name), value) for name, value in said]
        found.append(
            Proposed(
                number=number,
                kind=change.kind,
                title=entry.title if entry else keys.title_of(definition, change.data),
                url=reverse("desk:registers:entry", args=[definition.id, entry.pk]) if entry else "",
                changed=changed,
                facts=facts_of(definition, change.data) if entry is None else (),
                moved=waiting and entry is not None and entry.seq > draft.based_on,
            )
        )
    return found
