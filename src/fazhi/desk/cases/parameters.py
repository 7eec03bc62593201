"""程序参数: what the national law leaves to the jurisdiction; every value with its day and its source."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.cases import parameters
from fazhi.cases.models import ParameterValue
from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.desk.fieldwork.inputs import DURATION_UNITS
from fazhi.desk.fieldwork.values import shown
from fazhi.desk.forms import DateField, Form
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import CASE_VIEW, PARAMETER_SET, may
from fazhi.procedures.casework.context import parameter_value
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.language.library import UnknownProcedureError, library
from fazhi.procedures.language.limits import Parameter, ParameterKind

KINDS = {
    ParameterKind.MONEY: Kind.MONEY,
    ParameterKind.NUMBER: Kind.NUMBER,
    ParameterKind.DURATION: Kind.DURATION,
    ParameterKind.BOOLEAN: Kind.BOOLEAN,
    ParameterKind.TEXT: Kind.TEXT,
}


@dataclass(frozen=True)
class Value:
    """A value from a day on; `own`: the jurisdiction set it itself."""

    words: str
    since: date | None
    source: str
    own: bool
    by: str = ""


@dataclass(frozen=True)
class Row:
    """A parameter with what holds now and all its dated values, the latest first."""

    name: str
    parameter: Parameter
    now: Value | None
    values: list[Value]
    articles: list[ArticleLink]
    used_by: tuple[str, ...]


@page(permission=(PARAMETER_SET, CASE_VIEW), methods=("GET",))
def overview(request: DeskRequest) -> HttpResponse:
    """Every parameter by procedure."""
    lines = own_values(request.actor.jurisdiction_id)
    today = request.now.date()
    groups = [
        (each, rows_of(each, lines[each.id], today)) for each in library().latest() if each.parameters
    ]  # fmt: skip
    context = {
        "title": "程序参数",
        "groups": groups,
        "trail": [("案件", reverse("desk:cases:list"))],
        "may_set": may(request.actor, PARAMETER_SET),
        "unset": sum(row.now is None for _, rows in groups for row in rows),
    }
    return show(request, "desk/cases/parameters.html", context)


class ParameterForm(Form):
    """A new value; the input follows the type of the parameter."""

    def __init__(self, *args: Any, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        if parameter.type is ParameterKind.BOOLEAN:
            choices = [("true", "是"), ("false", "否")]
            self.fields["value"] = forms.ChoiceField(label="取值", choices=choices, widget=forms.RadioSelect)
        elif parameter.type is ParameterKind.DURATION:
            self.fields["value"] = forms.CharField(label="长度", max_length=10, widget=_numeric())
            self.fields["unit"] = forms.ChoiceField(label="单位", choices=DURATION_UNITS, initial="working day")
        elif parameter.type is ParameterKind.TEXT:
            self.fields["value"] = forms.CharField(label="取值", max_length=300)
        else:
            unit = "元" if parameter.type is ParameterKind.MONEY else (parameter.unit or "")
            label = f"取值（{unit}）" if unit else "取值"
            self.fields["value"] = forms.CharField(label=label, max_length=30, widget=_numeric())
        self.fields["since"] = DateField(label="自何日起施行")
        hint = "文件名称和文号，如 区政府办〔2026〕3号"
        self.fields["source"] = forms.CharField(label="依据文件", max_length=300, help_text=hint)
        for each in self.fields.values():
            each.error_messages["required"] = f"请填写{each.label}。"

    def value(self) -> str:
        """The value as the verb takes it."""
        given = str(self.cleaned_data["value"])
        return f"{given} {self.cleaned_data['unit']}" if "unit" in self.fields else given


@page(permission=PARAMETER_SET)
def set_value(request: DeskRequest, procedure: str, name: str) -> HttpResponse:
    """Sets a parameter from a day on; earlier values stay for the acts of their days."""
    definition, parameter = _parameter(procedure, name)
    initial = {"since": request.now.date()}
    form = ParameterForm.of(request, parameter=parameter, initial=initial)
    if form.is_valid():
        cleaned = form.cleaned_data
        area = request.actor.jurisdiction_id
        assert area is not None  # nobody holds the permission without a seat
        jurisdiction = Jurisdiction.objects.get(pk=area)
        if apply(
            form,
            lambda: parameters.set_value(
                actor=request.actor,
                jurisdiction=jurisdiction,
                definition=definition,
                name=name,
                value=form.value(),
                since=cleaned["since"],
                source=cleaned["source"],
                at=request.now,
            ),
        ):
            return done(request, f"已设定“{parameter.title}”。", f"{reverse('desk:cases:parameters')}#{definition.id}")
    lines = [line for line in own_values(request.actor.jurisdiction_id)[definition.id] if line.name == name]
    context = {
        "title": f"设定：{parameter.title}",
        "trail": [("案件", reverse("desk:cases:list")), ("程序参数", reverse("desk:cases:parameters"))],
        "definition": definition,
        "row": row_of(definition, name, parameter, lines, request.now.date()),
        "form": form,
        "submit": "设定",
        "back": reverse("desk:cases:parameters"),
    }
    return show(request, "desk/cases/parameter.html", context, form=form)


def own_values(jurisdiction_id: int | None) -> defaultdict[str, list[ParameterValue]]:
    """What a jurisdiction has set itself, by procedure; one query."""
    found: defaultdict[str, list[ParameterValue]] = defaultdict(list)
    if jurisdiction_id is not None:
        for line in ParameterValue.objects.filter(jurisdiction_id=jurisdiction_id).select_related("set_by"):
            found[line.procedure].append(line)
    return found


def rows_of(definition: Definition, lines: Sequence[ParameterValue], today: date) -> list[Row]:
    """The parameters of a procedure in the order of its file."""
    return [
        row_of(definition, name, parameter, [line for line in lines if line.name == name], today)
        for name, parameter in definition.parameters.items()
    ]


def row_of(
    definition: Definition, name: str, parameter: Parameter, lines: Sequence[ParameterValue], today: date
) -> Row:
    own = [Value(_words(parameter, each.value), each.since, each.source, True, each.set_by.name) for each in lines]
    national = [Value(_words(parameter, each.value), each.since, each.source, False) for each in parameter.values]
    if parameter.value is not None:
        national.append(Value(_words(parameter, parameter.value), None, "", False))
    standing = [each for each in own if each.since and each.since <= today]
    kept = parameter_value(parameter, None, today)
    general = next(
        (each for each in reversed(national) if kept is not None and each.words == _words(parameter, kept)), None
    )
    used = tuple(limit.title for limit in definition.time_limits.values() if name in (limit.within, limit.rolls))
    values = sorted([*own, *national], key=lambda each: (each.own, each.since or date.min), reverse=True)
    return Row(
        name,
        parameter,
        standing[-1] if standing else general,
        values,
        articles_of(parameter.basis, parameter.sources),
        used,
    )


def _words(parameter: Parameter, value: Any) -> str:
    return (
        str(shown(Field(title=parameter.title, type=KINDS[parameter.type], unit=parameter.unit), value))
        if value is not False
        else "否"
    )


def _numeric() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal"})


def _parameter(procedure: str, name: str) -> tuple[Definition, Parameter]:
    try:
        definition = library().editions(procedure)[-1]
        return definition, definition.parameters[name]
    except (UnknownProcedureError, KeyError):
        raise Http404 from None
