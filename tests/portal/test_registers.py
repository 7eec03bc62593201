"""Guides, documents, search and data over registers: every published field is found, no other one is, in no place."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from fazhi.government.models import Person
from fazhi.portal import citing
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.library import Shelf, load_shelf
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
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
