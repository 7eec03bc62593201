"""固定数据: choosing what to freeze, what was frozen, and what the same figures say today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from fazhi.desk.figures.addresses import figure_url
from fazhi.desk.figures.asking import Asked
from fazhi.desk.figures.record_columns import LISTINGS
from fazhi.desk.forms import Form
from fazhi.desk.lists import Column, ListPage
from fazhi.desk.pages import DeskRequest, Needed, apply, done, page, show
from fazhi.figures.compiling.sources import SOURCES
from fazhi.figures.counting import Value
from fazhi.figures.freezing import Difference, differences, freeze, proves
from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.models import Snapshot
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from fazhi.government.permissions import FIGURE_FREEZE, FIGURE_VIEW, reaches_jurisdiction, within_reach

RECORDS_SHOWN = 20
LIST = "desk:figures:snapshots"


class FreezeForm(Form):
    """What to freeze, and what for."""

    title = forms.CharField(label="用途", max_length=200, help_text="例如：2026年法治政府建设年度报告采用的数据")
    figures = forms.MultipleChoiceField(
        label="固定哪些数据",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks"}),
    )

    words = forms.CharField(label="查找数据", required=False, widget=forms.HiddenInput)
    """What the list was narrowed to: kept, so that it is narrowed alike when the form comes back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["figures"]
        assert isinstance(field, forms.MultipleChoiceField)
        ticked = self.data.getlist("figures") if isinstance(self.data, QueryDict) else []
        chosen = [name for name in dict.fromkeys((*self.initial.get("figures", []), *ticked)) if name in shelf()]
        words = str(self.data.get("words", "") if self.is_bound else self.initial.get("words", "")).split()
        groups = [
            (domain.title, found)
            for domain in shelf().domains
            if (found := [
                (name, figure.title)
                for name, figure in domain.figures.items()
                if name not in chosen and _speaks_of(figure, domain.title, words)
            ])
        ]  # fmt: skip
        first = [("已选", [(name, shelf().get(name).title) for name in chosen])] if chosen else []
        field.choices = [*first, *groups]
        self.count = sum(len(found) for _, found in groups)


def _speaks_of(figure: Figure, domain: str, words: Sequence[str]) -> bool:
    """Whether title, other wordings or field of work have every word."""
    text = " ".join((*figure.words, domain)).lower()
    return all(word.lower() in text for word in words)


@page(permission=FIGURE_FREEZE)
def freeze_figures(request: DeskRequest) -> HttpResponse:
    """Freezes figures of the period and body in the address."""
    asked = Asked.of(request.actor, request.now, request.GET)
    chosen = [name for name in request.GET.getlist("figure") if name in shelf()]
    form = FreezeForm.of(request, initial={"figures": chosen, "title": f"{asked.period.label}数据"})
    if "find" in request.POST:
        form = _narrowed(request)
    elif form.is_valid():
        given = form.cleaned_data

        def verb() -> Snapshot:
            return freeze(
                actor=request.actor,
                figures=given["figures"],
                period=asked.period,
                scope=asked.scope,
                at=request.now,
                title=given["title"],
                organization=asked.unit,
            )

        if applied := apply(form, verb):
            return done(request, "已固定。以后的变动会显示为差异。", "desk:figures:snapshot", applied.value.pk)
    words = form["words"].value() or ""
    context = {"title": "固定数据", "trail": [("数据", reverse("desk:figures:home"))], "asked": asked, "words": words}
    return show(request, "desk/figures/freeze.html", context, form=form)


def _narrowed(request: DeskRequest) -> FreezeForm:
    """The form with its list narrowed to the words, and everything that was ticked and typed kept."""
    given = request.POST
    ticked = [name for name in given.getlist("figures") if name in shelf()]
    initial = {"figures": ticked, "title": given.get("title", ""), "words": given.get("find_words", "")}
    return FreezeForm(initial=initial, actor=request.actor)


def visible_snapshots(actor: Actor) -> QuerySet[Snapshot]:
    """Those of the bodies within reach; those of a whole district for whoever sees all of it."""
    of_bodies = within_reach(actor, FIGURE_VIEW, "organization")
    areas = [seat.jurisdiction_id for seat in actor.seats] if reaches_jurisdiction(actor, FIGURE_VIEW) else []
    return Snapshot.objects.filter(of_bodies | Q(organization=None, jurisdiction__in=areas))


class Snapshots(ListPage[Snapshot]):
    """Everything that was frozen, the latest first."""

    title, order, unit_word = "固定的数据", "-taken", "次"
    permission: ClassVar[Needed] = FIGURE_VIEW
    search_fields = ("title",)
    search_label = "用途"
    columns = (
        Column(
            "title", "用途", lambda s: s.title, link=lambda s: reverse("desk:figures:snapshot", args=[s.pk]), wide=True,
            width=46,
        ),
        Column("period", "统计期", lambda s: Period(s.first, s.last).label, sort="first", width=24),
        Column("unit", "范围", lambda s: str(s.organization) if s.organization else "全区", width=18),
        Column("count", "数据项", lambda s: s.figures.count(), align="end", width=10),
        Column("taken", "固定时间", lambda s: s.taken_at, sort="taken_at", width=18),
        Column("by", "固定人", lambda s: s.taken_by.name, width=12),
    )  # fmt: skip
    empty = "还没有固定过数据。打开一项数据，点“固定”，就把数值、口径和当时的记录一起留存下来。"

    def trail(self) -> Sequence[tuple[str, str]]:
        return [("数据", reverse("desk:figures:home"))]

    def rows(self) -> QuerySet[Snapshot]:
        return visible_snapshots(self.actor).select_related("organization", "taken_by")


@dataclass(frozen=True)
class Compared:
    """A frozen figure beside today's value, with the records that came, went or changed."""

    difference: Difference
    frozen: Value
    url: str
    proved: bool

    @property
    def moved(self) -> bool:
        """Whether anything differs: the number, the definition or a record."""
        each = self.difference
        return not each.same or each.redefined or bool(each.came or each.went or each.changed)

    @property
    def records(self) -> list[tuple[str, int, list[str]]]:
        """By what happened: how many, and the first of them with their pages."""
        found = (
            ("新增", self.difference.came),
            ("不再计入", self.difference.went),
            ("有变动", self.difference.changed),
        )
        return [(word, len(keys), _opened(self.difference, keys[:RECORDS_SHOWN])) for word, keys in found if keys]


@page(permission=FIGURE_VIEW, methods=("GET",))
def snapshot(request: DeskRequest, pk: UUID) -> HttpResponse:
    """What was frozen, proved, and compared with today."""
    found = visible_snapshots(request.actor).select_related("organization", "taken_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    scope = Scope.unit(found.organization) if found.organization else Scope.whole(found.jurisdiction_id)
    period = Period(found.first, found.last)
    lines = [
        Compared(
            each,
            Value(each.now.figure, each.frozen.number, each.frozen.of, each.frozen.to),
            figure_url(each.figure, period, found.organization_id) if each.figure in shelf() else "",
            proves(each.frozen),
        )
        for each in differences(found, request.now.date(), scope=scope)
    ]
    context = {
        "title": found.title,
        "trail": [("数据", reverse("desk:figures:home")), ("固定的数据", reverse(LIST))],
        "snapshot": found,
        "period": period,
        "root": bytes(found.root).hex(),
        "lines": lines,
        "moved": sum(line.moved for line in lines),
        "proved": all(line.proved for line in lines),
    }
    return show(request, "desk/figures/snapshot.html", context)


def _opened(difference: Difference, keys: Sequence[str]) -> list[str]:
    """Links to the records; the bare identifier of one that is no longer there."""
    figure = difference.now.figure
    assert figure.counts is not None
    kind = Counted.CASES if figure.once else figure.counts
    listing = LISTINGS[kind]
    rows = listing.rows(apps.get_model(SOURCES[kind].model)._default_manager.filter(pk__in=keys))
    shown = {str(row.pk): listing.columns[0].html(row) for row in rows}
    return [shown.get(key, key) for key in keys]
