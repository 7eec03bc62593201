"""我要提意见: the form for an opinion, and its receipt. Nobody has to sign in; what was typed is never lost.

The form carries a token of ours, signed and used once: it stops what is sent twice, and what no person can have typed
so quickly. A field that people do not see catches programs that fill in everything.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from fazhi.consultations.models import Category, Channel, Consultation, Opinion, State
from fazhi.consultations.refusals import Refused
from fazhi.consultations.speaking import LONGEST, Voice
from fazhi.desk.forms import Form
from fazhi.documents.digest import sm3_hex
from fazhi.intake import rates
from fazhi.intake.drafts import KEPT, Written
from fazhi.intake.rates import Limit
from fazhi.portal.drafts.handing_in import hand_in
from fazhi.portal.drafts.reading_page import found_draft
from fazhi.portal.pages import PublicRequest, public_page, show

TOKEN = "portal.drafts.form"  # noqa: S105 -- the name of the salt, no secret
RECEIPT = "portal.drafts.receipt"
COOKIE = "fazhi_opinion"
OLDEST = 48 * 3600
"""Seconds after which a form is asked to be sent once more."""
OF_AN_ADDRESS = Limit("consultations.say", most=30, within=timedelta(hours=1))
QUICKEST = 2
"""Seconds in which nobody reads a form and fills it in."""
WHOLE = "（对整个草案）"
TRAP = "website"


class OpinionForm(Form):
    """What a citizen is asked: what they say, of which article, and, if they like, who they are."""

    point = forms.ChoiceField(label="您说的是哪一条", required=False)
    text = forms.CharField(
        label="您的意见",
        # No maxlength: a browser cuts off what is pasted and says nothing; the verb counts and says it.
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=f"写清楚怎么改、为什么。最多 {LONGEST} 字。请不要写身份证号、电话、住址，意见会公开。",
        strip=True,
    )
    category = forms.ChoiceField(label="您是", choices=Category.choices, initial=Category.CITIZEN)
    name = forms.CharField(label="姓名或者单位名称", required=False, max_length=60)
    phone = forms.CharField(
        label="联系电话（选填）",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text="需要进一步了解时联系您，加密保存，不公开。",
    )
    website = forms.CharField(label="请不要填写这一栏", required=False, max_length=200)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, consultation: Consultation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        point, name = self.fields["point"], self.fields["name"]
        if consultation.points and isinstance(point, forms.ChoiceField):
            point.choices = [("", WHOLE), *((each, each) for each in consultation.points)]
        else:
            del self.fields["point"]
        name.required = not consultation.is_anonymous
        name.widget.attrs["autocomplete"] = "name"
        if consultation.is_anonymous:
            name.label = "姓名或者单位名称（选填）"
            name.help_text = "可以不填。填了也不公开，加密保存。"
        else:
            name.error_messages["required"] = "这次征求意见需要留下姓名或者单位名称。"
            name.help_text = "这次征求意见需要留下姓名或者单位名称。不公开，加密保存。"
        self.fields["text"].error_messages["required"] = "请写下您的意见。"
        self.fields["text"].error_messages["max_length"] = f"意见最多 {LONGEST} 字，请分几次提。"

    def people_fields(self) -> list[forms.BoundField]:
        """What people see, in order."""
        return [self[name] for name in self.fields if name not in (TRAP, "token")]

    def voice(self) -> Voice:
        """What was said."""
        cleaned = self.cleaned_data
        return Voice(
            text=cleaned["text"],
            category=cleaned["category"],
            point=cleaned.get("point", ""),
            name=cleaned["name"],
            phone=cleaned["phone"],
        )


@dataclass(frozen=True)
class Served:
    """What a token says: the key of the form; whether it is still good; whether somebody had time to fill it in."""

    key: str
    can_wait: bool
    is_ripe: bool


@dataclass(frozen=True)
class Queued:
    """An opinion that waits: the key of its form, which is its address, and its draft."""

    key: str
    written: Written


@public_page(methods=("GET", "POST"), cached=False)
def say(request: PublicRequest, pk: UUID) -> HttpResponse:
    """The form; refused, it comes again with all that was typed."""
    found = found_draft(request, pk)
    back = request.frame.with_area(reverse("portal:draft", args=[found.pk]))
    if Channel.PORTAL not in found.channels:
        return redirect(back)
    data = _sent(request, found) if request.method == "POST" else None
    asked = request.GET.get("point", "")[:40]
    form = OpinionForm(found, data, initial={"point": asked, "token": token_of(found, request.now)})
    if data is not None and form.is_valid() and (taken := _taken(request, found, form)):
        return to_receipt(request, found, taken) if isinstance(taken, Opinion) else to_queue(request, found, taken)
    return form_page(request, found, form, status=422 if form.errors else 200)


def form_page(request: PublicRequest, found: Consultation, form: OpinionForm, *, status: int = 200) -> HttpResponse:
    """The page of the form."""
    back = request.frame.with_area(reverse("portal:draft", args=[found.pk]))
    context = {
        "title": "提意见",
        "trail": [("征求意见", request.frame.with_area(reverse("portal:drafts"))), (found.title, back)],
        "consultation": found,
        "form": form,
        "to": request.frame.with_area(reverse("portal:draft-say", args=[found.pk])),
        "is_taking": found.is_taking(request.now.date()),
        "back": back,
    }
    return show(request, "portal/drafts/say.html", context, status=status)


def again(
    request: PublicRequest, found: Consultation, voice: Voice, faults: Mapping[str, str], key: str
) -> OpinionForm:
    """The form with what was said before; what was refused at its field. It keeps its key: sent again, it is one."""
    typed = {**asdict(voice), "token": token_of(found, request.now, key=key)}
    if not faults:
        return OpinionForm(found, None, initial=typed)
    form = OpinionForm(found, typed)
    for field, say in faults.items():
        form.add_error(field if field in form.fields else None, say)
    return form


def to_receipt(request: PublicRequest, found: Consultation, opinion: Opinion) -> HttpResponse:
    """To the receipt of an opinion."""
    receipt = signing.dumps(opinion.seq, salt=f"{RECEIPT}.{found.pk}", compress=False)
    return redirect(request.frame.with_area(reverse("portal:draft-said", args=[found.pk, receipt])))


@public_page(cached=False)
def said(request: PublicRequest, pk: UUID, receipt: str) -> HttpResponse:
    """The receipt: number, moment, and the digest by which the words can be proved. The words themselves stay out."""
    found = found_draft(request, pk)
    try:
        seq = signing.loads(receipt, salt=f"{RECEIPT}.{found.pk}")
    except signing.BadSignature:
        raise Http404 from None
    opinion = Opinion.objects.filter(consultation=found, seq=seq).first()
    if opinion is None:
        raise Http404
    opinion.consultation = found
    back = request.frame.with_area(reverse("portal:draft", args=[found.pk]))
    context = {
        "title": "意见已经收到",
        "trail": [("征求意见", request.frame.with_area(reverse("portal:drafts"))), (found.title, back)],
        "consultation": found,
        "opinion": opinion,
        "digest": sm3_hex(opinion.text.encode()),
        "is_answered": found.state == State.ANSWERED,
        "back": back,
    }
    return show(request, "portal/drafts/said.html", context)


def to_queue(request: PublicRequest, found: Consultation, queued: Queued) -> HttpResponse:
    """To its place in the queue; the browser gets the token of the draft, for that address alone."""
    address = reverse("portal:draft-wait", args=[found.pk, queued.key])
    response = redirect(request.frame.with_area(address))
    response.set_cookie(
        COOKIE,
        queued.written.token,
        max_age=int(KEPT.total_seconds()),
        path=address,
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        samesite="Lax",
    )
    return response


def _sent(request: PublicRequest, found: Consultation) -> QueryDict:
    """What was sent. A token that can never be taken is replaced, so that sending once more is enough."""
    data = request.POST.copy()
    if not _served(found, data.get("token", ""), request.now).can_wait:
        data["token"], data["renewed"] = token_of(found, request.now), "1"
    return data


def _taken(request: PublicRequest, found: Consultation, form: OpinionForm) -> Opinion | Queued | None:
    served = _served(found, form.cleaned_data["token"], request.now)
    if form.cleaned_data[TRAP]:
        form.add_error(None, "请把“请不要填写这一栏”清空以后再提交。")
        return None
    if "renewed" in form.data:
        form.add_error(None, "这个页面打开得太久，已经失效。您写的内容都还在，请再点一次“提交意见”。")
        return None
    if not served.is_ripe:
        form.add_error(None, "提交得太快了。请核对一下内容，再点一次“提交意见”。")
        return None
    where = request.META.get("REMOTE_ADDR", "")
    counted = rates.count(OF_AN_ADDRESS, where, at=request.now)
    if counted.too_many:
        again = f"{localtime(counted.until):%H:%M}"
        form.add_error(None, f"从您这里提交的意见太多了，请 {again} 以后再提交。您写的内容都还在，请先不要关掉这一页。")
        return None
    try:
        taken = hand_in(consultation=found, voice=form.voice(), key=served.key, at=request.now)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.say)
        return None
    return taken if isinstance(taken, Opinion) else Queued(served.key, taken)


def token_of(found: Consultation, now: datetime, *, key: str = "") -> str:
    """What a form carries: its key, a new one unless it has been there before, and when it was served."""
    return signing.dumps([key or secrets.token_urlsafe(18), int(now.timestamp())], salt=f"{TOKEN}.{found.pk}")


def _served(found: Consultation, token: str, now: datetime) -> Served:
    """The form that a token stands for."""
    try:
        key, moment = signing.loads(token, salt=f"{TOKEN}.{found.pk}")
    except (signing.BadSignature, ValueError, TypeError):
        return Served("", can_wait=False, is_ripe=False)
    age = int(now.timestamp()) - moment
    return Served(key, can_wait=age <= OLDEST, is_ripe=age >= QUICKEST)
