"""新增、变更、暂停、恢复、取消、重新列入: one page for each, all of them made from the register's definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.pages import DeskRequest, done, page, show
from fazhi.desk.registers.asking import area_of, asked, open_drafts
from fazhi.desk.registers.entry_form import EntryForm
from fazhi.desk.registers.entry_page import DONE_TO, found_entry
from fazhi.desk.registers.grounds import Ground, IntoDraft
from fazhi.desk.registers.rosters import RegisterRoster
from fazhi.desk.registers.validity import mark_of
from fazhi.government import permissions
from fazhi.procedures.registers.definition import Keeper, RegisterDefinition
from fazhi.registers import drafts, revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.checking_changes import check
from fazhi.registers.keeping import permission_for
from fazhi.registers.models import Draft, Entry, EntryState
from fazhi.registers.models.draft import DraftState
from fazhi.registers.refusals import ChangesRefused, Refused

WORDS = {
    ChangeKind.SUSPEND: "暂停期间不能办理，恢复前不对外公开。",
    ChangeKind.RESUME: "恢复后重新有效。",
    ChangeKind.WITHDRAW: "取消后不能再用于新的案件，沿革和历史状态都保留可查；以后可以重新列入。",
    ChangeKind.RESTORE: "重新列入后恢复有效，内容与取消前相同，可以接着变更。",
}
KEEP = (permissions.REGISTER_KEEP, permissions.REGISTER_KEEP_OWN)


@page(permission=KEEP)
def add(request: DeskRequest, register: str) -> HttpResponse:
    """A new entry."""
    definition = asked(register)
    require_keeping(request, definition)
    return _entered(request, definition, None)


@page(permission=KEEP)
def amend(request: DeskRequest, register: str, pk: UUID) -> HttpResponse:
    """Other values for an entry."""
    definition, entry = found_entry(request, register, pk)
    require_keeping(request, definition, entry)
    if ChangeKind.AMEND not in DONE_TO[EntryState(entry.state)]:
        raise Refused("已取消的条目不能变更，请先重新列入。")
    return _entered(request, definition, entry)


@page(permission=KEEP)
def move(request: DeskRequest, register: str, pk: UUID, kind: str) -> HttpResponse:
    """Another state for an entry: suspended, withdrawn, back in force."""
    definition, entry = found_entry(request, register, pk)
    require_keeping(request, definition, entry)
    if kind not in WORDS or ChangeKind(kind) not in DONE_TO[EntryState(entry.state)]:
        raise Http404
    change = Change(ChangeKind(kind), entry=entry.pk)
    part = lower_part(request, definition)
    if request.method == "POST" and (answer := written(request, definition, part, [change])):
        return answer
    title = f"{change.kind.label}：{entry.title}"
    context = frame(definition, title, entry) | {
        "part": part,
        "complaints": part.complaints,
        "say": WORDS[change.kind],
        "submit": change.kind.label,
        "mark": mark_of(definition, entry.state, entry.data, on=request.now.date(), soon=None),
        "is_grave": change.kind is ChangeKind.WITHDRAW,
    }
    return _shown(request, "desk/registers/move.html", context)


@page(permission=KEEP)
def change_in_draft(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """One change of a draft once more, with what it says now."""
    draft = get_object_or_404(drafts.visible(request.actor), pk=pk, state=DraftState.OPEN)
    definition, changes = asked(draft.register), drafts.changes_of(draft)
    if number >= len(changes) or changes[number].kind not in (ChangeKind.ADD, ChangeKind.AMEND):
        raise Http404
    old = changes[number]
    entry = get_object_or_404(Entry, pk=old.entry) if old.entry else None
    post = request.POST if request.method == "POST" else None
    roster = RegisterRoster(actor=request.actor, definition=definition, on=request.now.date())
    known = entry.data if entry else {}
    form = EntryForm(definition, roster=roster, known=known, proposed=old.data, post=post)
    if post is not None and not form.wants_more:
        change = Change(old.kind, old.entry, form.data())
        try:
            drafts.put(actor=request.actor, draft=draft, changes=[change], at=request.now, number=number)
        except ChangesRefused as refused:
            form.refuse(refused.faults)
        except Refused as refused:
            form.complain(refused.say, refused.field)
        else:
            return done(request, "拟调整已修改。", "desk:registers:draft", draft.pk)
    title = f"修改拟调整：{entry.title if entry else definition.entry}"
    back = reverse("desk:registers:draft", args=[draft.pk])
    context = frame(definition, title, entry) | {
        "form": form,
        "lines": list(form.lines.values()),
        "keys": list(form.shown_keys()),
        "complaints": form.complaints,
        "submit": "修改",
        "back": back,
    }
    return _shown(request, "desk/registers/entry_form.html", context)


def require_keeping(request: DeskRequest, definition: RegisterDefinition, entry: Entry | None = None) -> None:
    """Raises NotAllowed where the actor may not keep this register, or not this entry of it."""
    own = entry.organization if entry is not None and definition.kept_by is Keeper.UNIT else None
    permissions.require(request.actor, permission_for(definition), organization=own)


def lower_part(request: DeskRequest, definition: RegisterDefinition) -> Ground | IntoDraft:
    """What is asked below the fields: the ground of the change, or the draft that it goes into."""
    post = request.POST if request.method == "POST" else None
    if definition.changed_by is None:
        return Ground(post=post, today=request.now.date())
    title = f"{request.now:%Y年%-m月}{definition.title}调整"
    found = open_drafts(request.actor, definition.id)
    return IntoDraft(drafts=found, title=title, post=post, asked=request.GET.get("draft", ""))


def written(
    request: DeskRequest,
    definition: RegisterDefinition,
    part: Ground | IntoDraft,
    changes: Sequence[Change],
    form: EntryForm | None = None,
) -> HttpResponse | None:
    """Calls the verb and answers with the page of what became of it; None, with complaints, where it was refused."""
    ground = part.read()
    if ground is None:
        # What is wrong with the fields is said in the same answer, not only when the rest has been mended.
        for fault in check(definition, area_of(request.actor), changes, request.now.date())[1]:
            _complain(part, form, fault.say, fault.field)
        return None
    try:
        if isinstance(ground, tuple):
            reason, document, since = ground
            revised = revising.revise(
                actor=request.actor, jurisdiction=area_of(request.actor), register=definition.id, changes=changes,
                reason=reason, document=document, since=since, at=request.now,
            )  # fmt: skip
            kind = changes[0].kind.label
            if since > request.now.date():
                # An entry that is yet to come has no page of its own.
                told = f"已登记{kind}，{since}起生效。"
                return done(request, told, "desk:registers:revision", definition.id, revised.revision.seq)
            return done(request, f"已{kind}。", "desk:registers:entry", definition.id, revised.entries[0])
        draft = _put(request, definition, ground, changes)
        return done(request, f"已放入拟调整“{draft.title}”，提交审核通过后生效。", "desk:registers:draft", draft.pk)
    except ChangesRefused as refused:
        for fault in refused.faults:
            _complain(part, form, fault.say, fault.field)
    except Refused as refused:
        _complain(part, form, refused.say, refused.field)
    return None


def frame(definition: RegisterDefinition, title: str, entry: Entry | None = None) -> dict[str, Any]:
    """What all these pages have in common."""
    register = reverse("desk:registers:list", args=[definition.id])
    trail = [("清单台账", reverse("desk:registers:home")), (definition.title, register)]
    back = register
    if entry is not None:
        back = reverse("desk:registers:entry", args=[definition.id, entry.pk])
        trail.append((entry.title or definition.entry, back))
    return {"title": title, "trail": trail, "definition": definition, "entry": entry, "back": back}


def _entered(request: DeskRequest, definition: RegisterDefinition, entry: Entry | None) -> HttpResponse:
    post = request.POST if request.method == "POST" else None
    roster = RegisterRoster(actor=request.actor, definition=definition, on=request.now.date())
    form = EntryForm(definition, roster=roster, known=entry.data if entry else {}, post=post)
    part = lower_part(request, definition)
    if post is not None and not form.wants_more and (answer := _taken(request, definition, form, part, entry)):
        return answer
    title = f"变更：{entry.title}" if entry else f"新增{definition.entry}"
    context = frame(definition, title, entry) | {
        "form": form,
        "lines": list(form.lines.values()),
        "keys": list(form.shown_keys()),
        "part": part,
        "complaints": [*form.complaints, *part.complaints],
        "seq": entry.seq if entry else 0,
        "submit": "放入拟调整" if isinstance(part, IntoDraft) else "保存变更" if entry else "新增",
    }
    return _shown(request, "desk/registers/entry_form.html", context)


def _taken(
    request: DeskRequest, definition: RegisterDefinition, form: EntryForm, part: Ground | IntoDraft, entry: Entry | None
) -> HttpResponse | None:
    data = form.data()
    if entry is not None and request.POST.get("seq") != str(entry.seq):
        form.complain(f"您填写期间，第{entry.seq}次修订改过这一条目。请对照条目页核对，仍要改的再提交一次。")
        return None
    if entry is not None and not data:
        form.complain("没有改动任何一项。")
        return None
    kind = ChangeKind.AMEND if entry else ChangeKind.ADD
    change = Change(kind, entry=entry.pk if entry else None, data=data)
    return written(request, definition, part, [change], form)


def _put(request: DeskRequest, definition: RegisterDefinition, into: Draft | str, changes: Sequence[Change]) -> Draft:
    if isinstance(into, Draft):
        return drafts.put(actor=request.actor, draft=into, changes=changes, at=request.now)
    return drafts.make(
        actor=request.actor, jurisdiction=area_of(request.actor), register=definition.id, title=into,
        changes=changes, organization=drafts.organization_for(request.actor), at=request.now,
    )  # fmt: skip


def _complain(part: Ground | IntoDraft, form: EntryForm | None, say: str, field: str) -> None:
    if form is not None and field in form.lines:
        form.complain(say, field)
    else:
        part.complain(say, field)


def _shown(request: DeskRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = show(request, template, context)
    response.status_code = 422 if context["complaints"] else 200
    return response
