"""Checking beyond what revising shows: rows of a sheet that meet entries which are there."""

from datetime import date, datetime

import pytest

from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.checking_changes import check
from fazhi.registers.definitions import definition
from fazhi.registers.models import Entry
from fazhi.registers.refusals import ChangesRefused
from tests.conftest import District
from tests.registers.conftest import Revise, amend, stall, to

pytestmark = pytest.mark.usefixtures("small_shelf")


def test_rows_of_a_sheet_amend_restore_or_add(revise: Revise, district: District, at: datetime) -> None:
    same, other, gone = revise([stall("A-1", fee="1", telephone="13800000001"), stall("A-2"), stall("A-3")]).entries
    revise([to(ChangeKind.WITHDRAW, gone)])
    rows = [stall("A-1", fee="1", telephone="138 0000 0001"), stall("A-2", fee="2"), stall("A-3"), stall("A-4")]
    prepared, faults = check(definition("stalls"), district.jurisdiction, rows, at.date(), merge=True)
    assert faults == []
    assert [(each.kind.value, each.unchanged, each.before.entry if each.before else None) for each in prepared] == [
        ("amend", True, same),
        ("amend", False, other),
        ("restore", False, gone),
        ("add", False, None),
    ]
    assert prepared[1].as_change() == Change(ChangeKind.AMEND, other, {"fee": "2.00"})
    done = revise([each.as_change() for each in prepared if not each.unchanged])
    assert (done.revision.added, done.revision.changed) == (2, 1)


def test_an_entry_that_waits_for_its_day_is_met_too(revise: Revise, district: District, at: datetime) -> None:
    later = revise([stall("A-1", licence="L-1")], since=date(2026, 5, 1)).entries[0]
    rows = [stall("A-1"), stall("A-2", licence="L-1")]
    _, faults = check(definition("stalls"), district.jurisdiction, rows, at.date())
    assert [(each.number, each.field) for each in faults] == [(0, "code"), (1, "licence")]
    _, faults = check(definition("stalls"), district.jurisdiction, [amend(later, fee="1")], at.date())
    assert [each.say for each in faults] == ["“A-1号摊”现在的内容自2026-05-01起施行，施行日期不能早于这一天。"]
    prepared, faults = check(definition("stalls"), district.jurisdiction, [amend(later, fee="1")], date(2026, 5, 1))
    assert (len(prepared), faults) == (1, [])


@pytest.mark.parametrize("licence", ['食"许\\1，{2}', "一\n二", "NULL", "''"])
def test_values_with_odd_characters_stay_unique_when_their_entry_is_amended(licence: str, revise: Revise) -> None:
    entry = revise([stall("A-1", licence=licence)]).entries[0]
    revise([amend(entry, fee="1")])
    assert Entry.objects.get(pk=entry).data["licence"] == licence
    with pytest.raises(ChangesRefused, match="“许可证号”与已有的“A-1号摊”相同"):
        revise([stall("A-2", licence=licence)])
