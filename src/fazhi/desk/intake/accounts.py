"""重设群众账号密码: at the counter, for whoever shows their card. The clerk sees nothing of the account; recorded."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from fazhi.citizens import recovering
from fazhi.desk.forms import Form
from fazhi.desk.intake.finding import HOME
from fazhi.desk.pages import DeskRequest, apply, page, show
from fazhi.government.permissions import INTAKE_HANDLE
from fazhi.intake import codes

CODE, RELEASE = "code", "release"
DOES = ((CODE, "给重设码：本人忘了密码"), (RELEASE, "注销账号：别人用本人的电话开的，已经打电话核实"))


class ResetForm(Form):
    phone = forms.CharField(label="开账号的电话", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    id_number = forms.CharField(
        label="证件号码",
        max_length=60,
        help_text="照本人出示的身份证件填；单位账号填统一社会信用代码。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    does = forms.ChoiceField(label="办什么", choices=DOES, initial=CODE, widget=forms.RadioSelect)


@sensitive_post_parameters()
@page(permission=INTAKE_HANDLE)
def reset(request: DeskRequest) -> HttpResponse:
    """Gives a code, shown once; or closes an account that holds somebody else's telephone."""
    form = ResetForm.of(request)
    code, released = "", False
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("phone", "id_number")}
        if form.cleaned_data["does"] == RELEASE:
            released = apply(form, lambda: recovering.release(actor=request.actor, **given, at=request.now)) is not None
        elif made := apply(form, lambda: recovering.give_code(actor=request.actor, **given, at=request.now)):
            code = codes.spaced(made.value)
    context = {
        "title": "重设群众账号密码",
        "trail": [("群众来件", reverse(HOME)), ("登记来件", reverse("desk:intake:register"))],
        "code": code,
        "released": released,
    }
    return show(request, "desk/intake/accounts.html", context, form=form)
