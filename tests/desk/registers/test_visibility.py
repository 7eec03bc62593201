"""Nobody sees what is not theirs: every register of the catalog, field by field, on every page, for every role."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from fazhi.government.actors import Actor
from fazhi.government.models import Person
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.library import Shelf, load_shelf
from tests.conftest import District
from tests.desk.registers.filling import Filling

Enter = Callable[[Actor], Client]
WHOLE = load_shelf()
PERSONAL = [each.id for each in WHOLE if each.personal]
PUBLIC = [each.id for each in WHOLE if each.publish]
STAFF = ("coordinator", "head", "handler", "unit_admin", "other_handler", "supervisor")


class Lenient(Shelf):
    """The catalog's registers without their rules and without procedures: what is shown does not hang on them."""

    def get(self, register: str) -> RegisterDefinition:
        return super().get(register).model_copy(update={"rules": {}, "changed_by": None})


@pytest.fixture
def small_shelf(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """The whole catalog in the place of the small shelf of the other tests."""
    shelf = Lenient(WHOLE.files)
    monkeypatch.setattr(library, "shelf", lambda: shelf)
    settings.HOME = tmp_path


@pytest.fixture
def filling(small_shelf: None, district: District, at: datetime) -> Filling:
    def person(name: str) -> Person:
        return Person.objects.create(login=f"p{Person.objects.count()}", name=name)

    return Filling(library.shelf(), district, person, at)


@pytest.fixture
def staff(request: pytest.FixtureRequest) -> list[Actor]:
    return [request.getfixturevalue(name) for name in STAFF]


def text_of(client: Client, address: str) -> str:
    """Everything that an answer says; of a workbook the text of all cells."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    if "spreadsheet" in answer["Content-Type"]:
        sheets = load_workbook(BytesIO(answer.content)).worksheets
        return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return answer.content.decode()


@pytest.mark.parametrize("register", PERSONAL)
def test_personal_data_is_masked_on_every_page(
    register: str, filling: Filling, staff: list[Actor], sign_in: Enter
) -> None:
    pk = filling.entry(register)
    definition = WHOLE.get(register)
    secret = {name: filling.said[register][name] for name in definition.personal}
    own, entry = f"/registers/{register}/", f"/registers/{register}/{pk}/"
    pages = [
        own, f"{own}?state=all", f"{own}?export=xlsx", entry, f"{entry}?on=2026-03-02", f"{entry}amend/",
        f"{own}revisions/", f"{own}revisions/1/", f"{own}compare/?first=2026-03-01&second=2026-03-02",
        f"{own}compare/?first=2026-03-01&second=2026-03-02&export=xlsx", f"{own}?on=2026-03-03",
    ]  # fmt: skip
    clients = [sign_in(actor) for actor in staff]
    shown = {address: text_of(clients[0], address) for address in pages}
    shown |= {
        f"{number}{address}": text_of(client, address)
        for number, client in enumerate(clients)
        for address in (own, entry)
    }
    found = {(address, name) for address, text in shown.items() for name, value in secret.items() if value in text}
    assert found == set()
    assert all(definition.fields[name].title in shown[entry] for name in secret)


@pytest.mark.parametrize("register", PERSONAL)
def test_personal_data_is_found_whole_and_by_nothing_less(
    register: str, filling: Filling, coordinator: Actor, sign_in: Enter
) -> None:
    pk, client = str(filling.entry(register)), sign_in(coordinator)
    for name in WHOLE.get(register).personal:
        value = filling.said[register][name]
        assert pk in text_of(client, f"/registers/{register}/?f_{name}={value}")
        assert pk not in text_of(client, f"/registers/{register}/?f_{name}={value[:-1]}")
        assert pk not in text_of(client, f"/registers/{register}/?q={value}")


@pytest.mark.parametrize("register", PUBLIC)
def test_the_public_sees_published_fields_and_nothing_else(register: str, filling: Filling) -> None:
    pk, guest = str(filling.entry(register)), Client()
    definition = WHOLE.get(register)
    assert definition.publish is not None
    hidden = {*definition.personal, *definition.publish.masked}
    plain = {name: words for name, words in filling.said[register].items() if name not in hidden}
    told = {name: words for name, words in plain.items() if name in definition.publish.fields}
    untold = {name: words for name, words in filling.said[register].items() if name not in told}
    own = f"/open/registers/{register}/"
    pages = [own, f"{own}?on=2026-03-02", f"{own}{pk}/", f"{own}data.csv", f"{own}data.json", "/open/registers/"]
    shown = {address: text_of(guest, address) for address in pages}
    leaks = {(address, name) for address, text in shown.items() for name, words in untold.items() if words in text}
    assert leaks == set()
    assert {name for name, words in told.items() if words not in shown[f"{own}{pk}/"]} == set()
    assert all("事由暗语" not in text for text in shown.values())
    assert pk in shown[own]
    searched = {name for name, words in untold.items() if pk in text_of(guest, f"{own}?q={words}")}
    assert searched == set()
    filtered = {name for name, words in untold.items() if pk not in text_of(guest, f"{own}?f_{name}=没有这样的")}
    assert filtered == set()


@pytest.mark.parametrize("register", [each.id for each in WHOLE if not each.publish])
def test_what_is_not_public_has_no_public_page(register: str, filling: Filling) -> None:
    pk, guest = filling.entry(register), Client()
    addresses = ["", f"{pk}/", "data.csv", "data.json"]
    assert [guest.get(f"/open/registers/{register}/{each}").status_code for each in addresses] == [404] * 4


def test_another_district_sees_nothing(filling: Filling, outsider: Actor, sign_in: Enter) -> None:
    client = sign_in(outsider)
    for definition in WHOLE:
        pk = filling.entry(definition.id)
        assert str(pk) not in text_of(client, f"/registers/{definition.id}/?state=all")
        assert client.get(f"/registers/{definition.id}/{pk}/").status_code == 404
        assert client.get(f"/registers/{definition.id}/{pk}/withdraw/").status_code == 404
        assert client.get(f"/registers/{definition.id}/revisions/1/").status_code == 404


@pytest.mark.parametrize("address", ["", "market_entities/", "market_entities/revisions/", "market_entities/add/"])
def test_registers_are_for_those_who_work_with_them(
    address: str, small_shelf: None, system_admin: Actor, sign_in: Enter
) -> None:
    assert sign_in(system_admin).get(f"/registers/{address}").status_code == 403
    assert Client().get(f"/registers/{address}").status_code == 302


def test_a_register_for_its_keepers_opens_to_nobody_else(
    filling: Filling, coordinator: Actor, handler: Actor, sign_in: Enter
) -> None:
    pk = filling.entry("exam_questions")
    own = "/registers/exam_questions/"
    pages = [own, f"{own}{pk}/", f"{own}revisions/", f"{own}revisions/1/", f"{own}compare/", f"{own}?on=2026-03-03"]
    keeper, other = sign_in(coordinator), sign_in(handler)
    assert {keeper.get(address).status_code for address in pages} == {200}
    assert {other.get(address).status_code for address in pages} == {403}
    assert own not in other.get("/registers/").content.decode()
    assert str(pk) not in other.get("/registers/", {"q": filling.said["exam_questions"]["code"]}).content.decode()
