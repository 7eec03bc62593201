"""核对 everything once more before it is sent; and what keeps programs from sending.

A person who fails any of it loses nothing: the draft is there, and the page says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponseBase
from django.utils.timezone import localtime

from fazhi.desk.fieldwork.values import shown
from fazhi.files.store import FileRefused
from fazhi.intake import entering, personal, proof, queueing, rates, receivers
from fazhi.intake.rates import Limit
from fazhi.intake.refusals import FormRefused, Refused
from fazhi.portal.account.applying import claim
from fazhi.portal.applying.around import frame_of, to_page, too_many
from fazhi.portal.applying.session import follow
from fazhi.portal.applying.state import Wizard
from fazhi.portal.applying.steps import BODY, CHECK, PAPERS, YOU, Page, page_of_fault
from fazhi.portal.pages import show

QUICKEST = timedelta(seconds=4)
"""From the first page to sending; nobody reads and types faster."""
WORKED = Limit("sent", 30, timedelta(hours=1))
"""Of one address, with proof of work. A hall's computers share one."""
ANSWERED = Limit("sent-plain", 6, timedelta(hours=1))
"""Of one address, by the sum."""
OF_A_PHONE = Limit("sent-phone", 10, timedelta(days=1))
LATE = "排队登记的时候发现上面的问题，还没有登记。您填写的内容都还在，改好以后请再按“提交”。"
TRAP = "website"
"""An input that nobody sees; programs fill it in."""


@dataclass(frozen=True)
class Section:
    """A page of the form as it was filled in, with the way back to it."""

    page: Page
    facts: list[tuple[str, Any]]
    faults: list[str]


def check(at: Wizard, page: Page) -> HttpResponseBase:
    """Shows everything; with POST sends it."""
    if at.draft is None:
        return to_page(at, at.pages[0].slug)
    if at.request.method == "POST":
        to = at.request.POST.get("to", "")
        if any(each.slug == to for each in at.pages) and to != CHECK:
            return to_page(at, to)
        return _send(at, page)
    at.keep(checked=True)
    late = at.content.get("refused", {})
    return _show(at, page, late, say=LATE if late else "")


def _send(at: Wizard, page: Page) -> HttpResponseBase:
    assert at.draft is not None
    request, post = at.request, at.request.POST
    if say := _unlike_a_person(at):
        return _show(at, page, {}, say=say, status=422)
    asked = _challenge(at)
    worked = proof.is_worked(asked, post.get("proof", ""))
    if not worked and not proof.is_answered(at.draft.key, post.get("answer", "")):
        say = "请回答最下面的小问题，再按“提交”。" if "answer" in post else "请稍等几秒再按一次“提交”。"
        return _show(at, page, {}, say=say, status=422, ask=True)
    faults = _faults(at)
    if faults:
        return _show(at, page, faults, status=422)
    limit = WORKED if worked else ANSWERED
    counted = rates.count(limit, request.META.get("REMOTE_ADDR", ""), at=request.now)
    if counted.too_many:
        return too_many(at, page, counted.until)
    if phone := personal.phone_index(at.applicant.get("phone")):
        counted = rates.count(OF_A_PHONE, phone, at=request.now)
        if counted.too_many:
            return too_many(at, page, counted.until)
    rates.forget(at=request.now)
    claim(request, at.draft.key)
    return _submitted(at, page)


def _submitted(at: Wizard, page: Page) -> HttpResponseBase:
    """Hands it in, once, or puts it into the queue: whoever pressed twice gets the one receipt."""
    assert at.draft is not None
    try:
        done = queueing.send(written=at.draft, form=at.form, sending=at.sending, at=at.request.now)
    except FormRefused as refused:
        return _show(at, page, refused.faults, status=422)
    except Refused as refused:
        return _show(at, page, {refused.field: refused.say}, status=422)
    except FileRefused as refused:
        return _show(at, page, {"files": refused.say}, status=422)
    at.draft = done.written
    if done.application is None:
        return to_page(at, "wait" if at.draft.waits else "sent")
    return follow(at.request, done.application, to_page(at, "sent"))


def _unlike_a_person(at: Wizard) -> str:
    """A sentence where it was sent as programs do; they are told nothing that helps them."""
    assert at.draft is not None
    if at.request.POST.get(TRAP):
        return "没有提交成功。您填写的内容都还在，请再按一次“提交”。"
    if at.request.now - at.draft.draft.begun_at < QUICKEST:
        return "提交得太快了。请先核对一遍填写的内容，再按“提交”。"
    return ""


def _challenge(at: Wizard) -> proof.Challenge:
    assert at.draft is not None
    recent = rates.standing(WORKED, at.request.META.get("REMOTE_ADDR", ""), at=at.request.now)
    return proof.challenge(at.draft.key, recent=recent)


def _faults(at: Wizard) -> dict[str, str]:
    """Everything that is missing, whatever pages were skipped."""
    faults = {}
    if len(at.kinds) > 1 and at.content.get("kind") not in at.kinds:
        faults["applicant_kind"] = "请选择您是个人还是单位。"
    faults |= entering.entered(at.form, at.definition, at.given(), kind=at.kind, on=at.on).faults
    place = at.form.place
    if place and place.required and not at.content.get("place", "").strip():
        faults["place"] = f"请填写“{place.label}”。"
    try:
        receivers.receiver_for(at.form, jurisdiction=at.request.jurisdiction, chosen=at.content.get("body", ""))
    except Refused as refused:
        faults["body"] = refused.say
    return faults | about_faults(at)


def about_faults(at: Wizard) -> dict[str, str]:
    """What is missing or wrong of whoever applies; a telephone also where they want to be called."""
    who = entering.applicant_of(at.form, at.applicant)
    return who.faults | entering.without_phone(who, wanted=at.is_called)


def _show(
    at: Wizard, page: Page, faults: dict[str, str], *, say: str = "", status: int = 200, ask: bool = False
) -> HttpResponseBase:
    asked = _challenge(at)
    sections = _sections(at, faults)
    # What no page of the form asks (that the place has no body for it) is not mended on one, and is said all the same.
    asked_of = {found.page.slug for found in sections}
    beyond = [wrong for name, wrong in faults.items() if page_of_fault(at.form, name) not in asked_of]
    context = {
        **frame_of(at, page),
        "sections": sections,
        "faults": faults,
        "wrong": sum(len(found.faults) for found in sections),
        "say": "".join([say, *beyond]),
        "challenge": asked,
        "ask": ask,
        "trap": TRAP,
        "until": localtime(at.draft.draft.until) if at.draft else None,
    }
    return show(at.request, "portal/applying/check.html", context, status=status)


def _sections(at: Wizard, faults: dict[str, str]) -> list[Section]:
    makers = {BODY: _body, YOU: _you, PAPERS: _files}
    found = []
    for page in at.pages[:-1]:
        facts = makers[page.slug](at) if page.slug in makers else _matter(at, page)
        wrong = [say for name, say in faults.items() if page_of_fault(at.form, name) == page.slug]
        found.append(Section(page, facts, wrong))
    return found


def _matter(at: Wizard, page: Page) -> list[tuple[str, Any]]:
    values = at.values()
    facts: list[tuple[str, Any]] = []
    if page.part == 0 and len(at.kinds) > 1:
        facts.append(("您是", at.kinds.get(str(at.content.get("kind", "")), "")))
    facts += [(each.field.title, shown(each.field, values.get(each.name))) for each in at.asked(page)]
    place = at.form.place
    if place and page.part == len(at.form.parts) - 1:
        facts.append((place.label, at.content.get("place", "") or "—"))
        if at.content.get("position"):
            facts.append(("手机位置", "已附上"))
    return facts


def _body(at: Wizard) -> list[tuple[str, Any]]:
    try:
        body = receivers.receiver_for(at.form, jurisdiction=at.request.jurisdiction, chosen=at.content.get("body", ""))
    except Refused:
        return []
    return [(at.form.receives.label, body.name)]


def _you(at: Wizard) -> list[tuple[str, Any]]:
    about = at.applicant
    facts = [
        (entering.about_field(name, at.kind).title, about.get(name) or "—")
        for name in entering.needs_of(at.form, at.kind)
    ]
    agent = about.get("agent") or {}
    if any(agent.values()):
        facts += [("代理人", "，".join(each for each in (agent.get("name"), agent.get("phone")) if each))]
    return facts


def _files(at: Wizard) -> list[tuple[str, Any]]:
    assert at.draft is not None
    names: dict[str, str] = at.content.get("names", {})
    facts: dict[str, list[str]] = {}
    for each in at.draft.draft.files.defer("data"):
        facts.setdefault(each.title, []).append(names.get(str(each.pk), each.name))
    return [(title, "、".join(files)) for title, files in facts.items()] or [("材料", "没有上传")]
