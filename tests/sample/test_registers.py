"""The registers of the sample district: filled through the same verb, with a past that can be looked at."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from fazhi.catalog.sample_files import load_sample
from fazhi.catalog.sample_registers import SampleRegister, load_sample_registers, with_credentials
from fazhi.figures.counting import values
from fazhi.figures.language.library import shelf as figures
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.procedures.registers.library import shelf
from fazhi.registers import credentials, reading
from fazhi.registers.models import Entry, EntryState, Ledger, Revision, Version
from fazhi.sample import load
from fazhi.sample.registers import load_registers, moved, order
from fazhi.sample.stage import Stage

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Stage]:
    """The district with its people and its registers, filled once: the tests of this file only read."""
    sample = load_sample()
    founded = NOW - timedelta(days=730)
    with django_db_blocker.unblock(), transaction.atomic():
        place = load._jurisdictions(sample.district)
        units = load._organizations(sample.district, place, founded)
        people = load._people(sample.people, units, founded)
        stage = Stage(now=NOW, jurisdiction=place, units=units, people=people)
        load_registers(people=sample.people, stage=stage, tell=lambda _: None)
        yield stage
        transaction.set_rollback(True)


def ledger(register: str) -> Ledger:
    return Ledger.objects.get(register=register)


def ago(days: int) -> date:
    return (NOW - timedelta(days=days)).date()


def test_every_register_has_entries(filled: Stage) -> None:
    assert set(Ledger.objects.values_list("register", flat=True)) == {register.id for register in shelf()}
    few = [each.register for each in Ledger.objects.all() if each.entries.count() < 3]
    assert few == []
    assert Entry.objects.count() >= 1200


def test_powers_of_all_ten_kinds_are_listed(filled: Stage) -> None:
    entries = Entry.objects.filter(register="power_items", state=EntryState.IN_FORCE)
    counts = {each.value: each.count for each in reading.counted(entries, shelf().get("power_items"), "kind")}
    assert len(counts) == 10
    assert sum(counts.values()) == entries.count() == 475


def test_a_day_in_the_past_can_be_looked_at(filled: Stage) -> None:
    """The items that streets and towns were given 250 days ago were not there before; five were withdrawn earlier."""
    then = reading.as_of(ledger("power_items"), ago(300))
    assert then.filter(state="in_force").count() == 458
    compared = reading.compare(ledger("power_items"), ago(300), ago(200))
    assert (len(compared.added), len(compared.changed), len(compared.withdrawn)) == (18, 0, 0)


def test_revision_undone_leaves_both_in_the_history(filled: Stage) -> None:
    revisions = Revision.objects.filter(ledger=ledger("power_items")).order_by("seq")
    assert [(each.kind, each.undoes) for each in revisions][-2:] == [("change", None), ("undo", 6)]
    item = Entry.objects.get(register="power_items", title="科技型中小企业评价初审")
    assert item.state == EntryState.IN_FORCE
    states = Version.objects.filter(entry_id=item.pk).order_by("seq").values_list("state", flat=True)
    assert list(states) == ["in_force", "withdrawn", "in_force"]


def test_cards_of_people_are_entries(filled: Stage) -> None:
    people = {login: filled.people[login].pk for login in ("qi.yuanhang", "bian.haoyu", "bu.yaqin", "lei.yawen")}
    facts = credentials.facts_of(people.values(), on=NOW.date(), holds="enforcement_card")
    assert {login: facts[pk]["card_valid"] for login, pk in people.items()} == {
        "qi.yuanhang": True,
        "bian.haoyu": False,
        "bu.yaqin": False,
        "lei.yawen": False,
    }
    assert facts[people["lei.yawen"]]["legal_qualified"]
    assert not facts[people["qi.yuanhang"]]["legal_qualified"]


def test_suspended_card_was_good_before_and_says_why(filled: Stage) -> None:
    pk = filled.people["bu.yaqin"].pk
    assert credentials.facts_of([pk], on=ago(100), holds=None)[pk]["card_valid"]
    (held,) = credentials.held_by([pk], on=NOW.date(), kind="enforcement_card")[pk]
    assert "暂停" in held.why
    again = filled.people["xu.zixuan"].pk
    days = {
        days: credentials.facts_of([again], on=ago(days), holds=None)[again]["card_valid"] for days in (400, 310, 5)
    }
    assert days == {400: True, 310: False, 5: True}


def test_personal_values_are_sealed(filled: Stage) -> None:
    for register in shelf():
        for entry in Entry.objects.filter(register=register.id)[:5]:
            kept = {name: entry.data[name] for name in register.personal & entry.data.keys()}
            assert all(isinstance(value, dict) and "find" in value for value in kept.values()), register.id


def test_something_is_about_to_end(filled: Stage) -> None:
    coordinator = filled.actor("lin.yaxi")
    ending = {each.definition.id for each in reading.expiring(coordinator, NOW.date())}
    assert ending >= {"enforcement_officers", "normative_documents", "emergency_plans", "legal_advisers"}


@pytest.mark.parametrize("year", [2025, 2026])
def test_parts_of_figures_come_to_the_whole(filled: Stage, year: int) -> None:
    wholes = {
        "powers": "powers_by_kinds",
        "advisers_listed": "advisers_by_kinds",
        "normative_cleaned": "normative_cleaned_by_kinds",
        "complaints_received": "complaints_by_handling",
        "lawsuits_new": "lawsuits_by_instance",
        "lawsuits_closed": "lawsuits_by_result",
        "petitions_received": "petitions_by_channel",
        "proposals_handled": "proposals_by_kind",
        "legal_aid_accepted": "legal_aid_by_kind",
    }
    asked = [*wholes, *wholes.values()]
    scope = Scope.whole(filled.jurisdiction.pk)
    found = values(asked, scope=scope, period=Period.year(year), today=NOW.date())
    counted = {name: value.number for name, value in found.items()}
    assert {name: counted[parts] for name, parts in wholes.items()} == {name: counted[name] for name in wholes}
    assert {name for name in wholes if not counted[name]} == {"normative_cleaned"}  # cases bring those


def test_ledgers_of_events_fill_their_figures(filled: Stage) -> None:
    """Every figure of a ledger of events has something to count in one of the sample's two years, or says why not."""
    ledgers = {"litigation_cases", "npc_proposals", "audit_projects", "law_study", "disclosure_posts", "file_reviews"}
    asked = [name for name in figures() if ledgers & set(figures().get(name).sources)]
    scope = Scope.whole(filled.jurisdiction.pk)
    years = [values(asked, scope=scope, period=Period.year(each), today=NOW.date()) for each in (2025, 2026)]
    nothing = {name for name in asked if not any(found[name].number for found in years)}
    assert nothing == {"lawsuits_retrial", "lawsuits_other"}


def test_registers_come_after_those_they_refer_to() -> None:
    files = {file.value.id: file.value for file in load_sample_registers()}
    placed = order(files)
    assert sorted(placed) == sorted(files)
    assert placed.index("power_items") < placed.index("inspection_items") < placed.index("inspection_plan_items")
    assert placed.index("discretion_benchmarks") < placed.index("guiding_cases")


def test_years_in_texts_are_moved_and_days_are_not() -> None:
    file = next(file.value for file in load_sample_registers() if file.value.id == "inspection_plan_items")
    later = moved(file, 2)
    assert [revision.days_ago for revision in later.revisions] == [revision.days_ago for revision in file.revisions]
    years = [{entry["year"] for entry in revision.entries()} for revision in later.revisions]
    assert years == [{2027}, {2028}, set()]
    assert later.revisions[2].change[0].of == ("2028/cgj/1",)
    assert moved(file, 0) is file


def test_credentials_stand_before_what_the_file_says() -> None:
    people = load_sample().people
    files: list[SampleRegister] = [file.value for file in load_sample_registers()]
    officers = with_credentials(files, people)["enforcement_officers"]
    assert len(officers.revisions[0].add) == sum(
        credential.kind == "enforcement_card" for person in people.people for credential in person.credentials
    )
    assert officers.revisions[0].days_ago >= officers.revisions[1].days_ago
