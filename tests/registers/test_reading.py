"""What is read of registers: who sees what, days, differences, counts, what ends."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from fazhi.government.actors import Actor
from fazhi.registers import background, reading, revising, settling
from fazhi.registers.changes import ChangeKind
from fazhi.registers.definitions import definition
from fazhi.registers.models import Entry, Ledger, Version
from fazhi.registers.refusals import Refused
from tests.conftest import District
from tests.registers.conftest import Revise, amend, stall, to

pytestmark = pytest.mark.usefixtures("small_shelf")

MAY = date(2026, 5, 1)


def titles(entries: Any) -> list[str]:
    return [each.title for each in entries.order_by("key")]


# --- who sees -----------------------------------------------------------------------------------------------------


def test_a_district_sees_its_own_registers(
    revise: Revise, handler: Actor, street_handler: Actor, supervisor: Actor, outsider: Actor, system_admin: Actor
) -> None:
    entry = revise([stall("A-1")]).entries[0]
    revise([to(ChangeKind.ADD, None, name="鱼", group="fresh")], register="goods")  # type: ignore[arg-type]
    for actor in (handler, street_handler, supervisor):
        assert titles(reading.visible(actor, "stalls")) == ["A-1号摊"]
        assert reading.visible(actor).count() == 2
        assert reading.entry(actor, "stalls", entry).pk == entry
        assert reading.visible_ledgers(actor).count() == 2
    for stranger in (outsider, system_admin):
        assert reading.visible(stranger).count() == 0
        assert reading.visible_ledgers(stranger).count() == 0
        with pytest.raises(Refused, match="没有这个条目"):
            reading.entry(stranger, "stalls", entry)


# --- standing on a day --------------------------------------------------------------------------------------------


def test_standing_says_why_an_entry_is_not_good_on_a_day(revise: Revise, at: datetime) -> None:
    names = ("good", "gone", "paused", "over", "early", "later")
    days = {"over": {"ends_on": "2026-03-31"}, "early": {"starts_on": "2026-06-01"}}
    first = revise([stall(name, **days.get(name, {})) for name in names[:5]]).entries
    later = revise([stall("later")], since=date(2026, 7, 1)).entries
    ids = dict(zip(names, (*first, *later), strict=True))
    revise([to(ChangeKind.WITHDRAW, ids["gone"])], since=date(2026, 4, 1), document="清市监〔2026〕9号")
    revise([to(ChangeKind.SUSPEND, ids["paused"])], since=date(2026, 4, 10), reason="整改")
    revise([amend(ids["paused"], note="换人")], since=date(2026, 4, 20))
    found = reading.standing([*ids.values(), uuid4()], on=MAY)
    assert {name: (found[pk].valid, found[pk].why) for name, pk in ids.items()} == {
        "good": (True, ""),
        "gone": (False, "已于2026-04-01取消（依据：清市监〔2026〕9号）"),
        "paused": (False, "自2026-04-10起暂停（年度核对）"),
        "over": (False, "有效期至2026-03-31，已过期"),
        "early": (False, "自2026-06-01起有效"),
        "later": (False, "自2026-07-01起列入，2026-05-01尚未列入"),
    }
    assert all(each.valid for each in reading.standing([ids["gone"], ids["paused"]], on=at.date()).values())
    assert len(found) == 6


def test_standing_takes_one_statement(revise: Revise, django_assert_num_queries: Any) -> None:
    entries = revise([stall(f"A-{n}") for n in range(20)]).entries
    with django_assert_num_queries(1):
        assert len(reading.standing(entries, on=MAY)) == 20
    with django_assert_num_queries(0):
        assert reading.standing([], on=MAY) == {}


def test_a_standing_has_what_the_entry_held_on_that_day(added: Callable[..., Entry], revise: Revise) -> None:
    entry = added(fee="1")
    revise([amend(entry.pk, fee="2", body="区城管局")], since=MAY)
    before, after = (reading.standing([entry.pk], on=day)[entry.pk] for day in (MAY - timedelta(days=1), MAY))
    assert (before.data["fee"], before.seq, after.data["fee"], after.seq) == ("1.00", 1, "2.00", 2)
    assert before.organization_id != after.organization_id
    assert (before.register, before.key, before.title, before.state) == ("stalls", "A-1", "A-1号摊", "in_force")


# --- days ---------------------------------------------------------------------------------------------------------


def test_a_register_is_shown_as_of_any_day(revise: Revise) -> None:
    one, two = revise([stall("A-1", fee="1"), stall("A-2")], since=date(2026, 1, 1)).entries
    revise([amend(one, fee="2")], since=date(2026, 2, 1))
    revise([to(ChangeKind.WITHDRAW, two), stall("A-3")], since=date(2026, 3, 1))
    ledger = Ledger.objects.get()

    def stood(day: date) -> list[tuple[str, str, str | None]]:
        rows = reading.as_of(ledger, day).order_by("key")
        return [(each.key, each.state, each.data.get("fee")) for each in rows]

    assert stood(date(2025, 12, 31)) == []
    assert stood(date(2026, 1, 31)) == [("A-1", "in_force", "1.00"), ("A-2", "in_force", None)]
    assert stood(date(2026, 2, 1)) == [("A-1", "in_force", "2.00"), ("A-2", "in_force", None)]
    assert stood(date(2026, 3, 1)) == [
        ("A-1", "in_force", "2.00"),
        ("A-2", "withdrawn", None),
        ("A-3", "in_force", None),
    ]


def test_two_revisions_of_one_day_the_later_holds(added: Callable[..., Entry], revise: Revise, at: datetime) -> None:
    entry = added(fee="1")
    revise([amend(entry.pk, fee="2")])
    assert reading.as_of(Ledger.objects.get(), at.date()).get().data["fee"] == "2.00"


def test_two_days_are_compared(revise: Revise, django_assert_num_queries: Any) -> None:
    first = revise([stall(f"A-{n}", fee="1") for n in range(4)], since=date(2026, 1, 1)).entries
    revise([amend(first[0], fee="2", note="新"), to(ChangeKind.SUSPEND, first[3])], since=date(2026, 2, 1))
    revise([to(ChangeKind.WITHDRAW, first[1]), stall("B-1")], since=date(2026, 2, 2))
    ledger = Ledger.objects.get()
    with django_assert_num_queries(2):
        found = reading.compare(ledger, date(2026, 1, 31), date(2026, 3, 1))
    assert [each.key for each in found.added] == ["B-1"]
    assert [each.key for each in found.withdrawn] == ["A-1"]
    assert [each.key for each in found.changed] == ["A-0", "A-3"]
    assert [(each.title, each.before, each.after) for each in found.changed[0].fields] == [
        ("摊位费", "1.00", "2.00"),
        ("说明", None, "新"),
    ]
    back = reading.compare(ledger, date(2026, 3, 1), date(2026, 1, 31))
    assert ([each.key for each in back.added], [each.key for each in back.withdrawn]) == (["A-1"], ["B-1"])


def test_history_tells_what_each_revision_changed(
    added: Callable[..., Entry], revise: Revise, coordinator: Actor, django_assert_num_queries: Any
) -> None:
    entry = added(fee="1", telephone="13800000001")
    revise([amend(entry.pk, telephone="138-0000-0001", fee="2")], actor=coordinator, reason="调价")
    revise([amend(entry.pk, telephone="13800000002")], since=MAY)
    with django_assert_num_queries(2):
        lines = reading.history(entry)
    assert [(each.revision.seq, [field.name for field in each.fields]) for each in lines[:2]] == [
        (3, ["telephone"]),
        (2, ["fee"]),
    ]
    assert (lines[1].revision.person, lines[1].revision.reason) == (coordinator.person, "调价")
    assert lines[2].before is None


def test_what_is_revised_for_a_later_day_shows_on_that_day(
    added: Callable[..., Entry], revise: Revise, at: datetime
) -> None:
    entry = added(fee="1")
    revise([amend(entry.pk, fee="2"), stall("B-1")], since=MAY)
    assert (Entry.objects.count(), Entry.objects.get().data["fee"]) == (1, "1.00")
    assert [each.key for each in reading.scheduled(Ledger.objects.get())] == ["A-1", "B-1"]
    assert settling.settle_all(at=at + timedelta(days=59)) == 0
    assert settling.settle_all(at=at + timedelta(days=60)) == 2
    assert [(each.key, each.data.get("fee"), each.seq) for each in Entry.objects.order_by("key")] == [
        ("A-1", "2.00", 2),
        ("B-1", None, 2),
    ]
    assert settling.settle_all(at=at + timedelta(days=60)) == 0
    assert titles(reading.searched(Entry.objects.all(), "B-1号摊")) == ["B-1号摊"]


def test_revising_on_a_later_day_settles_first(added: Callable[..., Entry], revise: Revise, at: datetime) -> None:
    entry = added(fee="1")
    revise([amend(entry.pk, fee="2")], since=MAY)
    revise([amend(entry.pk, note="新")], since=date(2026, 6, 1), at=at + timedelta(days=91))
    entry.refresh_from_db()
    assert (entry.data["fee"], entry.data["note"], entry.seq) == ("2.00", "新", 3)


def test_planned_job_settles(db: None) -> None:
    assert background.settle_registers(timestamp=0) == "清单条目更新 0 条。"


# --- finding ------------------------------------------------------------------------------------------------------


def test_entries_are_found_by_their_words_but_not_by_personal_data(revise: Revise) -> None:
    revise([stall("A-1", name="东街鱼摊", telephone="13800000001", note="靠近老码头"), stall("A-2", name="西街菜摊")])
    rows = Entry.objects.all()
    assert titles(reading.searched(rows, "鱼摊")) == ["东街鱼摊"]
    assert titles(reading.searched(rows, "老码头 百货")) == ["东街鱼摊"]
    assert titles(reading.searched(rows, "市场监督")) == ["东街鱼摊", "西街菜摊"]
    assert titles(reading.searched(rows, "13800000001")) == []
    assert titles(reading.searched(rows, "  ")) == ["东街鱼摊", "西街菜摊"]
    versions = Version.objects.all()
    assert titles(reading.searched(versions, "西街")) == ["西街菜摊"]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("kind", "food", ["A-1"]),
        ("tags", "night", ["A-1", "A-2"]),
        ("telephone", "138 0000 0001", ["A-1"]),
        ("fee", (None, 10), ["A-1"]),
        ("fee", (10, 200), ["A-1", "A-2"]),
        ("ends_on", (date(2026, 4, 1), date(2026, 4, 30)), ["A-2"]),
        ("ends_on", (None, date(2026, 3, 31)), ["A-1"]),
        ("note", "码头", ["A-2"]),
    ],
)
def test_entries_are_filtered_by_any_field(name: str, value: Any, found: list[str], revise: Revise) -> None:
    revise(
        [
            stall(
                "A-1", kind="food", licence="L", tags=["night"], telephone="13800000001", fee="10", ends_on="2026-03-31"
            ),
            stall("A-2", tags=["夜市", "集市"], fee="100", ends_on="2026-04-30", note="老码头"),
            stall("A-3"),
        ]
    )
    stalls = definition("stalls")
    for rows in (Entry.objects.all(), Version.objects.all()):
        assert [each.key for each in reading.filtered(rows, stalls, name, value).order_by("key")] == found


def test_entries_are_filtered_by_people_bodies_and_entries(
    revise: Revise, handler: Actor, other_handler: Actor, district: District
) -> None:
    first = revise([stall("A-1", keeper="程班", helpers="程静", body="区城管局")]).entries[0]
    revise([stall("A-2", beside="A-1")])
    stalls, rows = definition("stalls"), Entry.objects.all()
    for name, value, key in (
        ("keeper", handler.person.pk, "A-1"),
        ("helpers", str(other_handler.person.pk), "A-1"),
        ("body", district.market.pk, "A-2"),
        ("beside", first, "A-2"),
    ):
        assert [each.key for each in reading.filtered(rows, stalls, name, value)] == [key]
    with pytest.raises(Refused, match="不能按“不在”筛选"):
        reading.filtered(rows, stalls, "不在", "x")


def test_counts_come_to_the_total(revise: Revise, django_assert_num_queries: Any) -> None:
    revise([stall(f"A-{n}") for n in range(3)] + [stall("B-1", kind="food", licence="L")])
    with django_assert_num_queries(1):
        found = reading.counted(Entry.objects.all(), definition("stalls"), "kind")
    assert [(each.value, each.label, each.count) for each in found] == [("food", "食品", 1), ("goods", "百货", 3)]


# --- what ends ----------------------------------------------------------------------------------------------------


def test_what_ends_soon_is_told_to_who_keeps_it(
    revise: Revise, handler: Actor, other_handler: Actor, coordinator: Actor, outsider: Actor, at: datetime
) -> None:
    on = at.date()
    ends = {"A-0": on - timedelta(1), "A-1": on + timedelta(30), "A-2": on + timedelta(31), "B-1": on + timedelta(3)}
    done = revise(
        [stall(key, ends_on=day, body="区城管局" if key == "B-1" else "区市场监管局") for key, day in ends.items()]
    )
    card = {"holder": handler.person.pk, "body": "区城管局", "number": "C-1", "until": on + timedelta(14)}
    revise([to(ChangeKind.ADD, None, **card)], register="cards")  # type: ignore[arg-type]

    def told(actor: Actor) -> list[tuple[str, bool]]:
        return [(each.entry.key, each.expired) for each in reading.expiring(actor, on)]

    assert told(handler) == [("A-0", True), ("A-1", False)]
    # Ten working days from 2 March 2026 end on the 16th.
    assert told(other_handler) == [("B-1", False), ("C-1", False)]
    assert told(coordinator) == [("A-0", True), ("B-1", False), ("C-1", False), ("A-1", False)]
    assert told(outsider) == []
    revise([to(ChangeKind.WITHDRAW, done.entries[0])])
    assert told(handler) == [("A-1", False)]


def test_undone_revision_shows_in_history(added: Callable[..., Entry], revise: Revise, at: datetime) -> None:
    entry = added(fee="1")
    done = revise([amend(entry.pk, fee="2")])
    revising.undo(actor=None, revision=done.revision, reason="有误", since=at.date(), at=at)
    assert [(each.revision.seq, each.revision.undoes) for each in reading.history(entry)] == [
        (3, 2),
        (2, None),
        (1, None),
    ]
