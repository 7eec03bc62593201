"""What a citizen entered, held against the form: which questions are asked, what is missing, what does not fit.

Pure: the portal asks page by page, the clerk and the handing-in ask for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from fazhi.procedures import conditions
from fazhi.procedures.applications.definition import ApplicationForm, Need, Paper, Sort
from fazhi.procedures.applications.fields import ANONYMOUS, FormField, form_fields
from fazhi.procedures.casework.entries import Unfit, fit
from fazhi.procedures.casework.facts import field_value
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Field, Format, Kind, PartyKind
from fazhi.procedures.language.library import library

LONGEST_TEXT = 200
LONGEST_STORY = 5_000
LONGEST_TITLE = 80
EXCERPT = 40
SHORTEST_PHONE = 7
ABOUT = {
    "name": Field(title="姓名", type=Kind.TEXT, personal=True),
    "id_number": Field(title="身份证号", type=Kind.TEXT, personal=True, format=Format.ID_CARD),
    "code": Field(title="统一社会信用代码", type=Kind.TEXT, personal=True, format=Format.USCC),
    "phone": Field(title="电话", type=Kind.TEXT, personal=True, format=Format.PHONE),
    "address": Field(title="联系地址", type=Kind.TEXT, personal=True),
    "representative": Field(title="法定代表人（负责人）", type=Kind.TEXT, personal=True),
}
"""What can be asked of an applicant."""
PLAIN_KINDS = {PartyKind.PERSON.value: "个人", PartyKind.LEGAL_PERSON.value: "公司、机关、学校等单位（法人）"}
"""Kinds of parties whose name in the law nobody uses at home."""
ORGANIZATIONS = (PartyKind.LEGAL_PERSON, PartyKind.SOLE_TRADER, PartyKind.OTHER)
_LONG_NUMBER = re.compile(r"\d[\d\- ]{5,}[\dXx]")


@dataclass(frozen=True)
class Entered:
    """What of a form fits, and what is to be mended, by field."""

    values: dict[str, Any]
    faults: dict[str, str]


def definition_of(form: ApplicationForm, on: date) -> Definition:
    """The edition of the form's procedure that is in force on a day."""
    return library().edition(form.procedure, on)


def kinds_of(form: ApplicationForm) -> dict[str, str]:
    """The kinds of applicants a form takes, with their names, in the order in which they are offered."""
    kinds: dict[str, str] = {}
    if Sort.PERSON in form.applicant.kinds:
        kinds[PartyKind.PERSON.value] = PLAIN_KINDS[PartyKind.PERSON.value]
    if Sort.ORGANIZATION in form.applicant.kinds:
        kinds |= {
            PartyKind.LEGAL_PERSON.value: PLAIN_KINDS[PartyKind.LEGAL_PERSON.value],
            PartyKind.SOLE_TRADER.value: PartyKind.SOLE_TRADER.label,
            PartyKind.OTHER.value: PartyKind.OTHER.label,
        }
    if form.applicant.anonymous:
        kinds[ANONYMOUS] = "不想留姓名（匿名）"
    return kinds


def applies(condition: str | None, facts: Mapping[str, Any]) -> bool:
    """Whether a question is asked; what cannot be known yet counts as no."""
    return condition is None or _compiled(condition).evaluate(facts) is True


def facts_of(
    form: ApplicationForm, definition: Definition, values: Mapping[str, Any], *, kind: str, on: date
) -> dict[str, Any]:
    """What conditions of a form read: its values in their types, the kind of applicant, the day."""
    fields = form_fields(form, definition)
    facts = {name: field_value(fields[name].field, value) for name, value in values.items() if name in fields}
    return {**facts, "applicant_kind": kind, "received_on": on}


def entered(
    form: ApplicationForm,
    definition: Definition,
    given: Mapping[str, Any],
    *,
    kind: str,
    on: date,
    only: Iterable[str] | None = None,
) -> Entered:
    """Holds what was given against the questions, in their order; a question that is not asked keeps nothing.

    ``only``: what is missing is said of these fields alone (of one page).
    """
    wanted = None if only is None else set(only)
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, each in form_fields(form, definition).items():
        if not applies(each.asked.when, facts_of(form, definition, values, kind=kind, on=on)):
            continue
        try:
            value = fit(each.field, given.get(name))
            _not_too_long(each, value)
            _not_to_come(each, value, on)
        except Unfit as unfit:
            faults[name] = str(unfit)
            continue
        if value in (None, "", [], {}):
            if each.asked.required:
                faults[name] = _missing(each)
            continue
        if each.asked.required and each.field.type is Kind.BOOLEAN and value is False and each.own:
            faults[name] = f"请勾选“{each.field.title}”。"
        values[name] = value
    return Entered(values, {name: say for name, say in faults.items() if wanted is None or name in wanted})


def asked_of(
    form: ApplicationForm, definition: Definition, values: Mapping[str, Any], *, kind: str, on: date
) -> list[FormField]:
    """The questions that are asked after what is known."""
    facts = facts_of(form, definition, values, kind=kind, on=on)
    return [each for each in form_fields(form, definition).values() if applies(each.asked.when, facts)]


def papers_of(
    form: ApplicationForm, definition: Definition, values: Mapping[str, Any], *, kind: str, on: date, agent: bool
) -> list[Paper]:
    """The materials that are asked for after what is known; an agent's letter of authority with them."""
    facts = facts_of(form, definition, values, kind=kind, on=on)
    papers = [each for each in form.attachments if applies(each.when, facts)]
    if agent and form.applicant.agent_files:
        papers.append(Paper(title="授权委托书和代理人身份证明", help="委托人签名的委托书，拍照也可以。", required=True))
    return papers


def applicant_of(form: ApplicationForm, given: Mapping[str, Any]) -> Entered:
    """Whoever comes: what of it fits, and what is to be mended (fields ``name``, ``phone``, ``agent.name`` …)."""
    kind = str(given.get("kind") or "")
    kinds = kinds_of(form)
    if kind not in kinds:
        return Entered({}, {"kind": f"请选择您是谁：{'、'.join(kinds.values())}。"})
    values: dict[str, Any] = {"kind": kind}
    faults: dict[str, str] = {}
    for name, need in needs_of(form, kind).items():
        field = about_field(name, kind)
        _take(field, name, given.get(name), need, values, faults)
    agent = given.get("agent") or {}
    if form.applicant.agent and any(agent.values()):
        inner: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for name, need in (("name", Need.REQUIRED), ("phone", Need.REQUIRED), ("id_number", Need.OPTIONAL)):
            field = ABOUT[name].model_copy(update={"title": f"代理人{ABOUT[name].title}"})
            _take(field, name, agent.get(name), need, inner, wrong)
        values["agent"] = inner
        faults |= {f"agent.{name}": say for name, say in wrong.items()}
    return Entered(values, faults)


def phone_wanted(
    form: ApplicationForm, definition: Definition, values: Mapping[str, Any], *, kind: str, on: date
) -> bool:
    """Whether what was answered calls for a telephone that could otherwise be left out (to be called back)."""
    wanted = form.applicant.phone_when
    return wanted is not None and applies(wanted, facts_of(form, definition, values, kind=kind, on=on))


def without_phone(who: Entered, *, wanted: bool) -> dict[str, str]:
    """What is to be mended where somebody wants to be called and has left no telephone."""
    if not wanted or who.values.get("phone") or "phone" in who.faults:
        return {}
    return {"phone": "请填写“电话”。照您前面选的，要打这个电话联系您；不留电话的，请把前面的回答改一下。"}


def needs_of(form: ApplicationForm, kind: str) -> dict[str, Need]:
    """What is asked of an applicant of that kind. Who stays anonymous may leave a telephone and nothing else."""
    about = form.applicant
    if kind == ANONYMOUS:
        return {"phone": Need.OPTIONAL}
    asked = {"name": Need.REQUIRED, "id_number": about.identity, "phone": about.phone, "address": about.address}
    if kind != PartyKind.PERSON.value:
        asked["representative"] = Need.OPTIONAL
    return {name: need for name, need in asked.items() if need is not Need.NONE}


def about_field(name: str, kind: str) -> Field:
    """The field of an applicant's name, number … as it is called for that kind."""
    if name == "id_number" and kind != PartyKind.PERSON.value:
        field = ABOUT["code"]
        return field if kind != PartyKind.OTHER.value else field.model_copy(update={"format": None})
    if name == "name" and kind != PartyKind.PERSON.value:
        return ABOUT["name"].model_copy(update={"title": "单位名称"})
    return ABOUT[name]


def title_of(form: ApplicationForm, definition: Definition, values: Mapping[str, Any]) -> str:
    """The matter in a line: choices by their label, texts cut, long numbers starred."""
    fields = form_fields(form, definition)
    words = []
    for name in form.named_by:
        value = values.get(name)
        if value is None or (name in fields and fields[name].sealed):
            continue
        field = fields[name].field if name in fields else definition.fields[name]
        options = {name: str(title) for name, title in field.options.items()}
        listed = value if isinstance(value, list) else [value]
        said = "、".join(options.get(_called(each), _called(each)) for each in listed)
        said = " ".join(_LONG_NUMBER.sub(_starred, said).split())
        words.append(said if len(said) <= EXCERPT else f"{said[: EXCERPT - 1]}…")
    return ("：".join(words) or form.title)[:LONGEST_TITLE]


def _called(value: Any) -> str:
    """A body by its name, anything else as it is."""
    return str(value.get("name", "")) if isinstance(value, Mapping) else str(value)


def _starred(found: re.Match[str]) -> str:
    return "*" * len(found[0])


def _take(field: Field, name: str, given: Any, need: Need, values: dict[str, Any], faults: dict[str, str]) -> None:
    try:
        value = fit(field, given)
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise Unfit(f"“{field.title}”有{len(value)}字，请不要超过{LONGEST_TEXT}字。")
        if field.format is Format.PHONE and isinstance(value, str):
            _of_a_person(field, value)
    except Unfit as unfit:
        faults[name] = str(unfit)
        return
    if value is not None:
        values[name] = value
    elif need is Need.REQUIRED:
        faults[name] = f"请填写“{field.title}”。"


def _of_a_person(field: Field, phone: str) -> None:
    """Numbers of services (110, 12345) are telephones, but nobody is reached there who asks for something."""
    for each in phone.split("、"):
        if len(each.partition("转")[0].replace("-", "")) < SHORTEST_PHONE:
            raise Unfit(f"“{field.title}”：{each}是服务电话，请留能找到您的手机号，或者带区号的座机。")


def _not_to_come(each: FormField, value: Any, on: date) -> None:
    if each.asked.past and isinstance(value, str) and date.fromisoformat(value) > on:
        day = chinese_day(date.fromisoformat(value))
        raise Unfit(f"“{each.field.title}”写的是{day}，这一天还没有到，请核对年、月、日。")


def _missing(each: FormField) -> str:
    choosing = each.field.type in (Kind.CHOICE, Kind.CHOICES, Kind.BOOLEAN, Kind.ORGANIZATION)
    return f"请{'选择' if choosing else '填写'}“{each.field.title}”。"


def _not_too_long(each: FormField, value: Any) -> None:
    most = {Kind.TEXT: LONGEST_TEXT, Kind.LONG_TEXT: LONGEST_STORY}.get(each.field.type)
    if most and isinstance(value, str) and len(value) > most:
        what = "，更长的材料请在后面作为附件交来" if most == LONGEST_STORY else ""
        raise Unfit(f"“{each.field.title}”有{len(value)}字，请不要超过{most}字{what}。")


@lru_cache(maxsize=512)
def _compiled(condition: str) -> conditions.Compiled:
    return conditions.compile(conditions.parse(condition))
