"""公开: registers as everybody may read them, without signing in: the published fields of what is in force.

Whoever looks, signed in or not, sees the same here. What is not published cannot be found either: words are looked for
in published fields, and filters and order go by published fields only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.lookups import IContains
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views import View

from fazhi.desk.components import Tab
from fazhi.desk.fieldwork.articles import articles_of
from fazhi.desk.filters import Filter
from fazhi.desk.lists import Action, Column
from fazhi.desk.pages import show
from fazhi.desk.registers.asking import asked, day_asked
from fazhi.desk.registers.columns import Row, Shape, codes_of, columns_of, entry_id
from fazhi.desk.registers.filters import filters_of, path_of
from fazhi.desk.registers.history import Step, steps_of, version_on, versions_of
from fazhi.desk.registers.lists import RegisterList
from fazhi.desk.registers.places import Place, place_of
from fazhi.desk.registers.showing import facts_of, words_of
from fazhi.desk.registers.validity import good_on, mark_of
from fazhi.desk.search import words_of as split
from fazhi.desk.statutes.open_pages import OpenRequest, as_seen, enter, open_page
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import Publishing, RegisterDefinition
from fazhi.registers import exporting, ledgers, reading
from fazhi.registers.changes import ChangeKind
from fazhi.registers.models import Entry, EntryState, Version

_OPTIONED = (Kind.CHOICE, Kind.CHOICES)


def published(register: str) -> tuple[RegisterDefinition, Publishing]:
    """A register that is public, and what of it is. Raises Http404."""
    definition = asked(register)
    if definition.publish is None:
        raise Http404
    return definition, definition.publish


def open_names(definition: RegisterDefinition) -> tuple[str, ...]:
    """The fields that everybody may read; personal data only where the register says so, and then only its mask."""
    publish = definition.publish
    return tuple(name for name in definition.fields if publish is not None and name in publish.fields)


def plain_names(definition: RegisterDefinition) -> tuple[str, ...]:
    """Those of them that are shown as they are, and may be searched, filtered and sorted by."""
    masked = definition.publish.masked if definition.publish else ()
    return tuple(name for name in open_names(definition) if name not in definition.personal and name not in masked)


@open_page
def home(request: OpenRequest) -> HttpResponse:
    """Every public register by family."""
    place = place_of(request)
    families = [
        (family, [(each, _basis(each)) for each in members if each.publish is not None])
        for family, members in library.shelf().families().items()
    ]
    context = {
        "title": "公开清单",
        "place": place,
        "families": [(family, members) for family, members in families if members],
    }
    return show(request, "desk/registers/open_home.html", context)


class OpenEntries(RegisterList):
    """The public list: what is in force on the day, by its published fields, and the data to take away."""

    template_name: ClassVar[str] = "desk/registers/open_list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        entered = enter(request)
        published(str(kwargs["register"]))
        if request.GET.get("export"):
            raise Http404
        self.place = place_of(entered)
        # Past PageView, whose dispatch asks for a sign-in.
        return as_seen(request, View.dispatch(self, request, *args, **kwargs))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return open_names(self.definition)

    def heading(self) -> str:
        _, publish = published(self.definition.id)
        return publish.title.removeprefix("公开")

    @cached_property
    def _columns(self) -> list[Column[Any]]:
        plain = set(plain_names(self.definition))
        shape = Shape(self.definition, self.names, self.day, self.address_of, public=True)
        return [c for c in columns_of(shape) if c.key in plain or c.key.startswith("_")]

    def field_filters(self) -> tuple[list[Filter], list[Filter]]:
        return filters_of(self.definition, only=plain_names(self.definition), area=self.place.jurisdiction)

    def address_of(self, row: Row) -> str:
        address = reverse("desk:open-register-entry", args=[self.definition.id, entry_id(row)])
        return f"{address}?on={self.day}" if self.is_another_day else address

    def rows(self) -> QuerySet[Entry]:
        return open_rows(self.definition, self.place, self.day, today=self.today)

    def searched(self, rows: QuerySet[Entry], text: str) -> QuerySet[Entry]:
        return found_openly(self.definition, rows, text)

    def in_state(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        """What is not in force is not public: there is nothing to choose."""
        return rows

    def tabs(self) -> Sequence[Tab]:
        return ()

    def actions(self) -> Sequence[Action]:
        return ()

    def trail(self) -> Sequence[tuple[str, str]]:
        return [("公开清单", reverse("desk:open-registers") + self.place.query)]

    @property
    def empty(self) -> str:  # type: ignore[override]
        return "还没有公开的内容。"

    def extra(self) -> Mapping[str, Any]:
        _, publish = published(self.definition.id)
        return {
            **super().extra(),
            "place": self.place,
            "about": self.definition.about,
            "basis": articles_of(publish.basis, publish.sources),
            "export_url": self.data_address("csv"),
            "json_url": self.data_address("json"),
        }

    def data_address(self, form: str) -> str:
        """Where the data of the day is taken away."""
        address = reverse("desk:open-register-data", args=[self.definition.id, form])
        return address + self.place.query_with(on=self.day if self.is_another_day else None)


@open_page
def entry(request: OpenRequest, register: str, pk: UUID) -> HttpResponse:
    """One entry: its published fields, and what changed in them over time."""
    definition, publish = published(register)
    today = request.now.date()
    day = day_asked(request.GET.get("on", "")) or today
    version = _open_version(definition, pk, day)
    names = open_names(definition)
    title = version.title if definition.named_by in plain_names(definition) else definition.entry
    back = reverse("desk:open-register", args=[register])
    context = {
        "title": title,
        "trail": [("公开清单", reverse("desk:open-registers")), (publish.title.removeprefix("公开"), back)],
        "definition": definition,
        "day": day,
        "is_another_day": day != today,
        "today_url": request.path,
        "mark": mark_of(definition, version.state, version.data, on=day, soon=None),
        "codes": [
            (definition.fields[name].title, words_of(definition, name, version.data.get(name), public=True))
            for name in codes_of(definition)
            if name in names
        ],
        "facts": facts_of(definition, version.data, only=names, public=True),
        "history": open_history(definition, pk, today),
        "basis": articles_of(publish.basis, publish.sources),
    }
    return show(request, "desk/registers/open_entry.html", context)


def open_rows(definition: RegisterDefinition, place: Place, day: date, *, today: date) -> QuerySet[Entry]:
    """The entries of a jurisdiction that are in force on a day."""
    area = place.jurisdiction.pk if place.jurisdiction else 0
    if day == today:
        rows = Entry.objects.filter(jurisdiction_id=area, register=definition.id)
        return rows.filter(good_on(definition, day))
    ledger = ledgers.ledger_if_any(area, definition.id) if area else None
    if ledger is None or day > today:
        return Entry.objects.none()
    return cast("QuerySet[Entry]", reading.as_of(ledger, day)).filter(good_on(definition, day))


def found_openly(definition: RegisterDefinition, rows: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    """Rows that have every word in a published field. The index of all words narrows them first."""
    words = split(text)
    if not words:
        return rows
    every = [_somewhere(definition, word) for word in words]
    return reading.searched(rows, text).filter(reduce(and_, every))


def open_history(definition: RegisterDefinition, pk: UUID, today: date) -> list[Step]:
    """What changed in the published fields. Revisions that changed none are left out, and so are days to come."""
    entry = Entry.objects.filter(pk=pk).first()
    steps = steps_of(definition, entry, on=today, only=open_names(definition), public=True) if entry else []
    return [each for each in steps if not each.to_come and (each.kind is not ChangeKind.AMEND or each.changed)]


def _open_version(definition: RegisterDefinition, pk: UUID, day: date) -> Version:
    """The version of the entry that holds on a day, if it is public then. Raises Http404."""
    held = version_on(versions_of(pk), day)
    if held is None or held.state != EntryState.IN_FORCE:
        raise Http404
    good = Version.objects.filter(good_on(definition, day), pk=held.pk, ledger__register=definition.id)
    if not good.exists():
        raise Http404
    return held


def _somewhere(definition: RegisterDefinition, word: str) -> Q:
    """The condition that a published field has the word: in its text, or as the label of an option."""
    found = []
    for name in plain_names(definition):
        field = definition.fields[name]
        if field.type in _OPTIONED:
            options = [key for key, label in field.options.items() if word.lower() in label.lower()]
            many = field.type is Kind.CHOICES
            found += [Q(data__contains={name: [key] if many else key}) for key in options]
        else:
            found.append(Q(IContains(KT(path_of(name, field)), word)))
    return reduce(or_, found, Q(pk__in=[]))


def _basis(definition: RegisterDefinition) -> list[Any]:
    return articles_of(definition.publish.basis, definition.publish.sources) if definition.publish else []


@open_page
def data(request: OpenRequest, register: str, form: str) -> HttpResponse:
    """The published fields of what is in force on a day, to be taken away: open data as CSV or JSON."""
    definition, publish = published(register)
    place, today = place_of(request), request.now.date()
    if form not in exporting.MEDIA or place.jurisdiction is None:
        raise Http404
    day = day_asked(request.GET.get("on", "")) or today
    rows = open_rows(definition, place, day, today=today).order_by("key", "pk")
    made = exporting.open_data(
        definition, rows.iterator(chunk_size=1000), form=form, day=day, place=place.jurisdiction.name
    )  # fmt: skip
    response = HttpResponse(made.content, content_type=made.media_type)
    name = f"{publish.title.removeprefix('公开')}{day:%Y%m%d}.{made.extension}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
