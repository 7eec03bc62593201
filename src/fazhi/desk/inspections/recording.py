"""现场检查 on a phone: the points to check as a list, photos by the camera, the signature by finger or on paper.

It takes the step `inspect` like the form of the case does; only the way of filling it in is made for one hand.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from fazhi.cases import queries, taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given, Taken
from fazhi.desk.cases.taking_forms import tell
from fazhi.desk.forms import DateField, FilesField, Form
from fazhi.desk.pages import DeskRequest, apply, page, show
from fazhi.desk.supervision.uploads import with_files
from fazhi.government.permissions import CASE_WORK
from fazhi.inspections.visits import PROCEDURE
from fazhi.procedures.language.fields import Field
from fazhi.registers.standing import standing

STEP = "inspect"
EXTRA = 3
MOST_POINTS = 200
PNG = "data:image/png;base64,"
PHOTOS = (".jpg", ".jpeg", ".png")


@dataclass
class Point:
    """A point to check: from the list of inspection items, or written by the officer. `outcome` "" is unanswered."""

    number: int
    item: str
    standard: str = ""
    outcome: str = ""
    note: str = ""
    own: bool = False

    @property
    def row(self) -> dict[str, str] | None:
        """As the act keeps it; None for an empty line of the officer's own."""
        if not self.item.strip():
            return None
        return {"item": self.item.strip(), "outcome": self.outcome, "note": self.note.strip()}


class PhotosInput(forms.ClearableFileInput):
    """Opens the camera on a phone, the files on a desk."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 -- Django's signature
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []


def _photos(label: str, help_text: str, most: int) -> FilesField:
    attrs = {"accept": "image/*", "capture": "environment", "multiple": most > 1}
    return FilesField(
        label=label, required=False, extensions=PHOTOS, most=most, widget=PhotosInput(attrs=attrs), help_text=help_text
    )


class RecordForm(Form):
    """Everything of the record but its points."""

    performed_on = DateField(label="检查日期")
    officers = forms.MultipleChoiceField(label="检查人员", widget=forms.CheckboxSelectMultiple, required=False)
    id_shown = forms.BooleanField(label="已主动出示执法证件", required=False)
    rights_told = forms.BooleanField(label="已告知申请回避、陈述意见、投诉举报的权利", required=False)
    place = forms.CharField(label="检查地点", max_length=200)
    on_site = forms.CharField(label="在场人员", max_length=200, required=False, help_text="姓名和职务")
    scene = forms.CharField(label="现场情况", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    photos = _photos("现场照片", "点一下打开相机，可以拍多张；支持 jpg、png。", 9)
    signing = forms.ChoiceField(label="检查对象签名", widget=forms.RadioSelect)
    signer = forms.CharField(label="签名人", max_length=60, required=False)
    signature = forms.CharField(widget=forms.HiddenInput, required=False)
    paper = _photos("签名页照片", "在纸上签的，拍下签名页。", 1)
    witness = forms.CharField(
        label="见证人和拒签情况", max_length=300, required=False, help_text="拒绝签名或者无人在场的必须填写"
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = case.data.get("officers") or ()
        officers = self.fields["officers"]
        assert isinstance(officers, forms.MultipleChoiceField)
        officers.choices = [(str(each.get("id", "")), _person(each)) for each in people if each.get("id")]
        signing = self.fields["signing"]
        assert isinstance(signing, forms.ChoiceField)
        signing.choices = list(_field(case, "signing").options.items())

    def clean_signature(self) -> bytes:
        """The drawing as PNG; empty where nothing was drawn."""
        text = str(self.cleaned_data.get("signature") or "")
        if not text:
            return b""
        try:
            return base64.b64decode(text.removeprefix(PNG), validate=True) if text.startswith(PNG) else b""
        except (ValueError, binascii.Error):
            raise forms.ValidationError("签名没有传完整，请重新签名。") from None

    def uploads(self) -> list[Any]:
        """Photos, the page with the signature, the drawing: what is kept with the act."""
        drawn = self.cleaned_data["signature"]
        name = f"签名-{self.cleaned_data['signer'] or '检查对象'}.png"
        return [
            *self.cleaned_data["photos"],
            *self.cleaned_data["paper"],
            *([ContentFile(drawn, name=name)] if drawn else []),
        ]

    def fields_of_step(self, points: Sequence[Point]) -> dict[str, Any]:
        """The fields of the step."""
        cleaned = self.cleaned_data
        return {
            "officers": list(cleaned["officers"]),
            "id_shown": cleaned["id_shown"],
            "rights_told": cleaned["rights_told"],
            "place": cleaned["place"],
            "checks": [row for each in points if (row := each.row)],
            "signing": cleaned["signing"],
            **{name: cleaned[name] for name in ("on_site", "scene", "signer", "witness") if cleaned[name]},
        }


@page(permission=CASE_WORK)
def record(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The form; refused, it comes again with everything that was entered."""
    case = queries.visible_cases(request.actor).select_related("organization__jurisdiction").filter(pk=pk).first()
    if case is None or case.procedure != PROCEDURE:
        raise Http404
    posted = request.method == "POST"
    points = read_points(case, request.POST if posted else None, today=request.now.date())
    form = RecordForm.of(request, case=case, initial=_initial(case, request))
    if posted and form.is_valid() and _answered(form, points) and (taken := _take(request, case, form, points)):
        tell(request, taken, "已登记现场检查。")
        return redirect("desk:cases:case", case.pk)
    context = {
        "title": "现场检查",
        "case": case,
        "points": points,
        "outcomes": list(_field(case, "checks").columns["outcome"].options.items()),
        "trail": [("行政检查", reverse("desk:inspections:home")), (case.number, _address(case))],
        "back": _address(case),
    }
    return show(request, "desk/inspections/record.html", context, form=form)


def read_points(case: Case, post: QueryDict | None, *, today: date) -> list[Point]:
    """The points of the chosen items as published, with what was answered, and some empty lines."""
    known = _published(case, today)
    points = [Point(number, item, standard) for number, (item, standard) in enumerate(known)]
    lines = EXTRA if post is None else max(EXTRA, _own_lines(post, len(points)))
    points += [Point(len(points) + number, "", own=True) for number in range(lines)]
    if post is None:
        return points
    for each in points:
        each.item = post.get(f"item-{each.number}", "") if each.own else each.item
        each.outcome = post.get(f"outcome-{each.number}", "")
        each.note = post.get(f"note-{each.number}", "")
    return points


def _published(case: Case, today: date) -> list[tuple[str, str]]:
    """检查要点 of the items, in their order; the items' names where they list none."""
    items = [each for each in case.data.get("items") or () if each.get("id")]
    found = standing((UUID(each["id"]) for each in items), on=today)
    points: list[tuple[str, str]] = []
    for each in items:
        stand = found.get(UUID(each["id"]))
        rows: Sequence[Mapping[str, Any]] = (stand.data.get("content") or ()) if stand else ()
        points += [(str(row.get("point", "")), str(row.get("standard") or "")) for row in rows if row.get("point")]
        if not rows:
            points.append((str(each.get("title", "")), ""))
    return points[:MOST_POINTS]


def _own_lines(post: QueryDict, first: int) -> int:
    return sum(1 for number in range(first, first + MOST_POINTS) if f"item-{number}" in post)


def _answered(form: RecordForm, points: Sequence[Point]) -> bool:
    """Every point wants an answer: a gap would read as “nothing wrong”."""
    open_points = [each for each in points if each.item.strip() and not each.outcome]
    if open_points:
        names = "、".join(each.item for each in open_points[:5])
        more = f"等{len(open_points)}项" if len(open_points) > 5 else ""
        form.add_error(None, f"还有检查内容没有选结果：{names}{more}。不涉及的请选“不涉及”。")
    if not any(each.item.strip() for each in points):
        form.add_error(None, "请至少写一项检查内容。")
    return not form.errors


def _take(request: DeskRequest, case: Case, form: RecordForm, points: Sequence[Point]) -> Taken | None:
    def verb() -> Taken:
        return with_files(
            request,
            form.uploads(),
            case.organization.jurisdiction,
            lambda kept: taking.take(
                actor=request.actor,
                case_id=case.pk,
                given=Given(
                    STEP, form.cleaned_data["performed_on"], data=form.fields_of_step(points), attachments=kept
                ),
                at=request.now,
                key=form.cleaned_data["key"],
            ),
        )

    applied = apply(form, verb)
    return applied.value if applied else None


def _initial(case: Case, request: DeskRequest) -> dict[str, Any]:
    party = case.data.get("party") or {}
    return {
        "performed_on": request.now.date(),
        "officers": [str(each.get("id", "")) for each in case.data.get("officers") or ()],
        "place": party.get("address", ""),
        "signing": "signed",
        "key": secrets.token_hex(16),
    }


def _person(person: Mapping[str, Any]) -> str:
    card = f"（{person['card_number']}）" if person.get("card_number") else ""
    return f"{person.get('name', '')}{card}"


def _field(case: Case, name: str) -> Field:
    return case.definition.fields[name]


def _address(case: Case) -> str:
    return reverse("desk:cases:case", args=[case.pk])
