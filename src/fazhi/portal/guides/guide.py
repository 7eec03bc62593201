"""One guide: a service item in the words of somebody who stands at the counter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.fieldwork.articles import articles_of
from fazhi.desk.registers.showing import words_of
from fazhi.portal import registers
from fazhi.portal.guides.lists import REGISTER
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.procedures.casework.entries import BLANK
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.models import Entry

MATERIALS = "materials"
PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("who", "谁可以办", ("service_targets", "conditions")),
    ("bring", "要带什么", (MATERIALS,)),
    ("steps", "怎么办", ("flow", "forms", "visits", "online_address", "place", "hours", "wide_range")),
    ("result", "办成以后拿到什么", ("result",)),
    ("cost", "收不收费", ("charged", "fee_basis")),
    ("questions", "常见问题", ("questions",)),
    ("law", "依据", ("legal_basis",)),
    ("codes", "编码和办理单位", ("body", "undertaking_office", "kind", "case_type", "code", "implementation_code")),
)
DAYS = ("statutory_limit", "promised_limit", "special_procedure")
LIMIT_BASIS = {"行政许可法#42.1": "二十日内作出行政许可决定", "行政许可法#44": "十日内"}
"""How long a permit may take, and the certificate after it."""


@dataclass(frozen=True)
class Part:
    """A part of the guide: its fields in words."""

    key: str
    title: str
    facts: list[tuple[str, Any]]


@public_page()
def guide(request: PublicRequest, pk: UUID) -> HttpResponse:
    """A service item in force; the fields that its register publishes, and no others."""
    definition = registers.public_registers().get(REGISTER)
    if definition is None:
        raise Http404
    found = Entry.objects.filter(registers.good_today(request.now.date()), register=REGISTER, pk=pk).first()
    if found is None:
        raise Http404
    published = definition.publish.fields if definition.publish else ()
    data = {name: value for name, value in found.data.items() if name in published and value not in BLANK}
    context = {
        "title": found.title,
        "trail": [("办事指南", request.frame.with_area(reverse("portal:guides")))],
        "entry": found,
        "parts": [part for part in (_part(definition, data, *each) for each in PARTS) if part.facts],
        "materials": [_material(each) for each in data.get(MATERIALS, ())],
        "promised": data.get("promised_limit"),
        "statutory": data.get("statutory_limit"),
        "special": data.get("special_procedure", ""),
        "instant": data.get("case_type") == "instant",
        "limit_basis": articles_of(LIMIT_BASIS) if data.get("kind") == "permit" else [],
        "consult_phone": data.get("consult_phone", ""),
        "supervision_phone": data.get("supervision_phone", ""),
        "online": _web(str(data.get("online_address", ""))),
        "entry_url": request.frame.with_area(registers.entry_address(found)),
        "basis": articles_of(definition.publish.basis, definition.publish.sources) if definition.publish else [],
    }
    return show(request, "portal/guides/guide.html", context)


def _part(definition: RegisterDefinition, data: dict[str, Any], key: str, title: str, names: tuple[str, ...]) -> Part:
    facts = [(definition.fields[name].title, _said(definition, name, data[name])) for name in names if name in data]
    return Part(key, title, facts)


def _material(row: dict[str, Any]) -> tuple[str, str]:
    """What to bring, and how: (营业执照, 原件1份、复印件2份；市场监管部门出具；可以不带，由我们核查)."""
    amounts = (("originals", "原件"), ("copies", "复印件"))
    told = ["、".join(f"{word}{row[name]}份" for name, word in amounts if row.get(name) not in (*BLANK, 0, "0"))]
    if row.get("issuer"):
        told.append(f"{row['issuer']}出具")
    if row.get("shared"):
        told.append("能从别的部门取得，不用您交")
    elif row.get("required") is False:
        told.append("有的带上，没有可以不带")
    return str(row.get("name", "")), "；".join(filter(None, told))


def _said(definition: RegisterDefinition, name: str, kept: Any) -> Any:
    """A value in words; whether it costs something is said, not answered with yes and no."""
    if name == "charged":
        return "收费" if kept else "不收费"
    return words_of(definition, name, kept, public=True)


def _web(address: str) -> str:
    return address if address.startswith(("https://", "http://")) else ""
