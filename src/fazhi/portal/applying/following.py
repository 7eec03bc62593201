"""查进度 number (or telephone) and query code lead to one's own matter: where it stands, and what one can do.

Both are posted, never part of an address. Whatever is wrong, the answer is the same.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from fazhi.citizens import matters
from fazhi.desk.fieldwork.values import shown
from fazhi.files.store import FileRefused, path_of
from fazhi.intake import following, rates, speaking
from fazhi.intake import seen as seeing
from fazhi.intake.entries import Entry
from fazhi.intake.models import Application
from fazhi.intake.rates import Limit
from fazhi.intake.refusals import Refused
from fazhi.intake.seen import Seen
from fazhi.portal.account.session import account_of
from fazhi.portal.applying.materials import cleaned
from fazhi.portal.applying.session import follow, followed, leave
from fazhi.portal.pages import PublicRequest, public_page, show

TRIES = Limit("follow", 30, timedelta(minutes=10))
MATERIAL = "补充材料"
VERBS = {
    "supplement": "补充材料",
    "urge": "催办",
    "withdraw": "撤回",
    "rate": "评价",
    "reopen": "不满意，要求重办",
}
SATISFACTION = ((5, "很满意"), (4, "满意"), (3, "一般"), (2, "不满意"), (1, "很不满意"))
LONGEST = 60
_NOTE = re.compile(r"（[^（）]*）$")
ANOTHER = "您在别的窗口打开了另一件事，这一次没有提交。请看清上面写的是哪一件，要办的就是它，再按一次。"


@public_page(methods=("GET", "POST"), cached=False)
def enter(request: PublicRequest) -> HttpResponseBase:
    """Asks for number and code."""
    number, code = (request.POST.get(name, "")[:LONGEST].strip() for name in ("number", "code"))
    context: dict[str, Any] = {"title": "查办理进度", "number": number, "code": code, "faults": {}}
    if request.method != "POST":
        context["known"] = followed(request)
        context["is_in"] = account_of(request) is not None
        return show(request, "portal/applying/enter.html", context)
    given = {"number": number, "code": code}
    faults = {name: say for name, say in _ASKED.items() if not given[name]}
    if not faults:
        if until := _too_often(request):
            context |= {"until": until, "title": "请稍后再试"}
            return show(request, "portal/applying/too_often.html", context, status=429)
        try:
            found = following.find(number=number, code=code)
        except Refused as refused:
            faults = {refused.field: refused.say}
        else:
            return follow(request, found, _to(request, "portal:follow-matter"))
    return show(request, "portal/applying/enter.html", {**context, "faults": faults}, status=422)


_ASKED = {"number": "请填写编号或者电话。", "code": "请填写查询码。"}


@public_page(cached=False)
def matter(request: PublicRequest) -> HttpResponseBase:
    """Where it stands."""
    application = followed(request)
    if application is None:
        return _to(request, "portal:follow")
    seen = seeing.seen(application, at=request.now)
    account = account_of(request)
    context = {
        "title": "办理进度",
        "is_in": account is not None,
        "is_kept": account is not None and matters.is_kept(account, application),
        "trail": [_before(request, is_in=account is not None)],
        "seen": seen,
        "application": application,
        "answers": [_line(each) for each in seen.answers],
        "history": [_line(each) for each in seen.history],
        "wanted": [(_called(field.title), shown(field, value)) for field, value in seen.wanted.facts]
        if seen.wanted
        else [],
        "ways": _ways(seen),
        "told": request.GET.get("told") if request.GET.get("told") in VERBS else "",
        "verbs": VERBS,
    }
    return show(request, "portal/applying/progress.html", context)


@public_page(methods=("GET", "POST"), cached=False)
def say(request: PublicRequest, verb: str) -> HttpResponseBase:
    """Something more that the applicant says."""
    application = followed(request)
    if application is None:
        return _to(request, "portal:follow")
    if verb not in VERBS:
        raise Http404
    faults: dict[str, str] = {}
    if request.method == "POST" and request.POST.get("of", str(application.pk)) != str(application.pk):
        faults = {"of": ANOTHER}
    elif request.method == "POST":
        try:
            faults = _done(request, application, verb)
        except Refused as refused:
            faults = {refused.field or "text": refused.say}
        except FileRefused as refused:
            faults = {"files": refused.say}
        if not faults:
            address = request.frame.with_area(reverse("portal:follow-matter"), {"told": verb})
            return HttpResponseRedirect(address)
    seen = seeing.seen(application, at=request.now)
    context = {
        "title": VERBS[verb],
        "trail": [
            _before(request, is_in=account_of(request) is not None),
            ("办理进度", request.frame.with_area(reverse("portal:follow-matter"))),
        ],
        "verb": verb,
        "seen": seen,
        "wanted": [(_called(field.title), shown(field, value)) for field, value in seen.wanted.facts]
        if seen.wanted
        else [],
        "text": request.POST.get("text", ""),
        "chosen": request.POST.get("satisfaction", ""),
        "satisfaction": SATISFACTION,
        "again": request.POST.get("again") == "yes",
        "faults": faults,
    }
    return show(request, "portal/applying/say.html", context, status=422 if faults else 200)


@public_page(methods=("POST",), cached=False)
def end(request: PublicRequest) -> HttpResponseBase:
    """Forgets it in this browser."""
    return leave(_to(request, "portal:follow"))


@public_page(cached=False)
def paper(request: PublicRequest, seq: int, instrument: str) -> HttpResponseBase:
    """A paper of an answer, to be taken along."""
    application = followed(request)
    if application is None:
        return _to(request, "portal:follow")
    case = request.GET.get("case", "")
    found = seeing.paper_for(application, seq=seq, instrument=instrument, case_number=case)
    if found is None or found.file is None:
        raise Http404
    title = found.case.definition.instruments[found.instrument].title
    return FileResponse(path_of(found.file.sm3).open("rb"), as_attachment=True, filename=f"{title}.docx")


def _done(request: PublicRequest, application: Application, verb: str) -> dict[str, str]:
    """Does it; gives what is wrong with files of which others were taken."""
    post, at, text = request.POST, request.now, request.POST.get("text", "")
    match verb:
        case "supplement":
            return _supplemented(request, application, text)
        case "urge":
            speaking.urge(application_id=application.pk, text=text, at=at)
        case "withdraw":
            speaking.withdraw(application_id=application.pk, text=text, at=at)
        case "rate":
            chosen = post.get("satisfaction", "")
            satisfaction = int(chosen) if chosen in {"1", "2", "3", "4", "5"} else 0
            again = post.get("again") == "yes"
            speaking.rate(application_id=application.pk, satisfaction=satisfaction, text=text, again=again, at=at)
        case _:
            speaking.reopen(application_id=application.pk, text=text, at=at)
    return {}


def _supplemented(request: PublicRequest, application: Application, text: str) -> dict[str, str]:
    """Takes words and files; a wrong file holds up none of the others."""
    found, wrong = cleaned(request.FILES.getlist("files"), title=MATERIAL)
    if text.strip() or found or not wrong:
        files = [each for _, each in found]
        speaking.supplement(application_id=application.pk, text=text, attachments=files, at=request.now)
        wrong = [*wrong, "其余的已经收下，不用再交。"] if wrong else []
    return {"files": " ".join(wrong)} if wrong else {}


def _too_often(request: PublicRequest) -> datetime | None:
    """Until when, where too many were tried from here.

    Not counted by number: eleven random characters are guessed by nobody, and whoever knew a number could lock it.
    """
    counted = rates.count(TRIES, request.META.get("REMOTE_ADDR", ""), at=request.now)
    return counted.until if counted.too_many else None


def _ways(seen: Seen) -> list[tuple[str, str]]:
    """What the applicant can do, the likeliest first."""
    may = seen.may
    known = {
        "rate": may.rate,
        "reopen": may.reopen,
        "supplement": may.supplement and not _is_asked(seen),
        "urge": may.urge,
        "withdraw": may.withdraw,
    }
    return [(verb, VERBS[verb]) for verb, can in known.items() if can]


def _is_asked(seen: Seen) -> bool:
    """Whether the page already has the large button for it."""
    return seen.wanted is not None and not seen.wanted.is_given


def _called(title: str) -> str:
    """A field's title without the note that is meant for the office."""
    return _NOTE.sub("", title) or title


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "facts": [(_called(field.title), shown(field, value)) for field, value in entry.facts],
        "papers": [(each, each.case.definition.instruments[each.instrument].title) for each in entry.papers],
    }


def _before(request: PublicRequest, *, is_in: bool) -> tuple[str, str]:
    """Where one comes from: one's matters, or the page that asks for number and code."""
    title, name = ("我的事项", "portal:account") if is_in else ("查办理进度", "portal:follow")
    return title, request.frame.with_area(reverse(name))


def _to(request: PublicRequest, name: str) -> HttpResponseBase:
    return HttpResponseRedirect(request.frame.with_area(reverse(name)))
