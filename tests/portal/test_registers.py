"""Guides, documents, search and data over registers: every published field is found, no other one is, in no place."""

from copy import copy
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast
from django.test import Client

from fazhi.database.identifiers import uuid7
from fazhi.government.models import Person
from fazhi.portal import citing
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.library import Shelf, load_shelf
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry
from fazhi.statutes.searching import bigrams
from tests.conftest import District
from tests.desk.registers.filling import Filling

pytestmark = pytest.mark.django_db
WHOLE = load_shelf()
HIDING = ("supervision_contacts", "market_entities", "enforcement_officers", "normative_documents")
"""Public registers with fields that are not public; two of them hold personal data."""


class Lenient(Shelf):
    """The catalog's registers without their rules: what is shown does not hang on them."""

    def get(self, register: str) -> RegisterDefinition:
        return super().get(register).model_copy(update={"rules": {}, "changed_by": None})


@pytest.fixture
def filling(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any, district: District, at: datetime) -> Filling:
    shelf = Lenient(WHOLE.files)
    monkeypatch.setattr(library, "shelf", lambda: shelf)
    settings.HOME = tmp_path

    def person(name: str) -> Person:
        return Person.objects.create(login=f"p{Person.objects.count()}", name=name)

    return Filling(shelf, district, person, at)


def text_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("register", HIDING)
def test_the_search_finds_published_fields_and_no_other(register: str, filling: Filling) -> None:
    pk, said = str(filling.entry(register)), filling.said[register]
    definition = WHOLE.get(register)
    assert definition.publish is not None
    hidden = {*definition.personal, *definition.publish.masked, *(set(said) - set(definition.publish.fields))}
    plain = {name: words for name, words in said.items() if name not in hidden}
    assert hidden & set(said)
    found = {name for name, words in plain.items() if pk in text_of(f"/open/search/?q={words}")}
    assert found == set(plain)
    for name in hidden & set(said):
        for address in (f"/open/search/?q={said[name]}", f"/open/search/?q={said[name]}&kind=registers"):
            assert pk not in text_of(address), name
    word = next(iter(plain.values()))
    page = text_of(f"/open/search/?q={word}")
    assert {name for name in hidden & set(said) if said[name] in page} == set()


def test_a_guide_says_what_its_register_publishes(filling: Filling) -> None:
    pk, said = filling.entry("service_items"), filling.said["service_items"]
    definition = WHOLE.get("service_items")
    assert definition.publish is not None
    shown = text_of(f"/open/guides/{pk}/")
    silent = {"power_item", "theme", "wide_range"}
    assert {name for name in definition.publish.fields if name in said and said[name] not in shown} - silent == set()
    assert {name for name in set(said) - set(definition.publish.fields) if said[name] in shown} == set()
    assert str(pk) in text_of(f"/open/guides/?q={said['name']}")
    assert str(pk) not in text_of("/open/guides/?q=没有这样的事")
    assert str(pk) in text_of(f"/open/search/?q={said['name']}&kind=guides")


def test_a_guide_that_was_taken_back_is_not_there(filling: Filling, district: District, at: datetime) -> None:
    pk = filling.entry("service_items")
    revising.revise(
        actor=None, jurisdiction=district.jurisdiction, register="service_items", since=at.date(), at=at,
        changes=[Change(ChangeKind.WITHDRAW, pk)], reason="取消",
    )  # fmt: skip
    assert Client().get(f"/open/guides/{pk}/").status_code == 404
    assert str(pk) not in text_of("/open/guides/")


def test_the_library_of_documents_shows_how_long_they_hold(filling: Filling) -> None:
    filling.entry("normative_documents")
    shown = text_of("/open/notices/documents/")
    assert filling.said["normative_documents"]["title"] in shown
    assert "共 1 件" in shown
    assert "有效期至 2026-12-27" in shown
    assert "没有符合条件的" in text_of("/open/notices/documents/?q=没有这样的文件")


def test_what_a_body_publishes_can_be_taken_away_and_is_described(filling: Filling) -> None:
    filling.entry("enforcement_bodies")
    assert "/open/registers/enforcement_bodies/data.csv" in text_of("/open/data/")
    described = text_of("/open/data/sets/registers.enforcement_bodies/")
    definition = WHOLE.get("enforcement_bodies")
    assert definition.publish is not None
    assert {name for name in definition.publish.fields if f"<code>{name}</code>" not in described} == set()
    catalogue = Client().get("/open/data/catalogue.json").json()
    urls = [each["dcat:downloadURL"] for found in catalogue["dcat:dataset"] for each in found["dcat:distribution"]]
    assert [Client().get(url).status_code for url in urls] == [200] * len(urls)
    assert urls


def test_an_article_names_what_is_open_because_of_it() -> None:
    titles = {each.source_title for each in citing.registers() if str(each.citation) == "政府信息公开条例#20.1.1"}
    assert "公开清单：行政规范性文件有效目录" in titles
    leads = {each.url for each in citing.notices() if str(each.citation) == "行政处罚法#48.1"}
    assert "/open/notices/?kind=administrative_penalty.decision" in leads


def doubled(pk: Any, count: int, **otherwise: Any) -> None:
    """So many more entries like one, each under a key of its own."""
    first = Entry.objects.get(pk=pk)
    rows = []
    for number in range(count):
        row = Entry.objects.get(pk=pk) if not rows else copy(rows[0])
        row.pk, row.key = uuid7(), f"{first.key}｜{number}"
        for name, value in otherwise.items():
            setattr(row, name, value)
        rows.append(row)
    Entry.objects.bulk_create(rows)


def test_the_search_counts_and_pages_every_entry_however_many(
    filling: Filling, django_assert_max_num_queries: Any
) -> None:
    pk, said = filling.entry("enforcement_bodies"), filling.said["enforcement_bodies"]
    word = said["scope"]
    doubled(pk, 230)
    address = f"/open/search/?q={word}&kind=registers"
    assert "清单和名录：共 231 条" in text_of(address)
    last = text_of(f"{address}&page=12")
    assert last.count('<a class="title"') == 11
    assert text_of(f"{address}&page=999").count('<a class="title"') == 11
    assert f"<mark>{word}</mark>" in last
    with django_assert_max_num_queries(12):
        assert "231 条" in text_of(f"/open/search/?q={word}")


def test_entries_found_by_what_is_not_public_are_not_even_counted(filling: Filling) -> None:
    pk, said = filling.entry("normative_documents"), filling.said["normative_documents"]
    doubled(pk, 30)
    definition = WHOLE.get("normative_documents")
    assert definition.publish is not None
    hidden = next(name for name in said if name not in definition.publish.fields and name not in definition.personal)
    assert "清单和名录：共 0 条" in text_of(f"/open/search/?q={said[hidden]}&kind=registers")


def test_entries_are_narrowed_by_body_and_year(filling: Filling, district: District) -> None:
    pk, said = filling.entry("enforcement_bodies"), filling.said["enforcement_bodies"]
    doubled(pk, 2, organization=district.street, since=date(2019, 5, 1))
    address = f"/open/search/?q={said['scope']}&kind=registers"
    assert "共 3 条" in text_of(address)
    assert "共 2 条" in text_of(f"{address}&unit={district.street.pk}")
    assert "共 2 条" in text_of(f"{address}&unit={district.street.pk}&year=2019")
    assert "共 0 条" in text_of(f"{address}&unit={district.street.pk}&year=2020")


def test_full_width_and_half_width_are_the_same_to_the_search(filling: Filling) -> None:
    pk = filling.entry("enforcement_bodies")
    entry = Entry.objects.get(pk=pk)
    title = "区执法（Ａ1）大队"
    entry.data["body"] = {"name": title}
    entry.title = title
    entry.save()
    Entry.objects.filter(pk=pk).update(search=Cast(Value(bigrams.vector([(title, "A")])), SearchVectorField()))
    for asked in ("区执法(a1)大队", "区执法（Ａ１）大队"):
        assert str(pk) in text_of(f"/open/search/?{urlencode({'q': asked, 'kind': 'registers'})}")
