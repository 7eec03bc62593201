"""Personal data: sealed at rest, found without being opened, shown to few and each time recorded."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.registers import sealing
from fazhi.registers.models import Entry, Unmasking, Version
from fazhi.registers.refusals import Refused
from fazhi.registers.unmasking import may_unmask, unmask
from tests.registers.conftest import Revise, amend

pytestmark = pytest.mark.usefixtures("small_shelf")

NUMBER = "13800000001"
PLACE = {"register": "stalls", "field": "telephone"}


def test_personal_values_are_nowhere_in_the_database(added: Callable[..., Entry]) -> None:
    added(telephone=NUMBER)
    with connection.cursor() as cursor:
        for table in ("entry", "version", "revision", "ledger"):
            cursor.execute(f"SELECT t::text FROM registers_{table} t")
            assert all(NUMBER not in row[0] for row in cursor.fetchall())


def test_a_value_that_is_entered_again_keeps_its_seal(added: Callable[..., Entry], revise: Revise) -> None:
    entry = added(telephone=NUMBER)
    sealed = entry.data["telephone"]
    revise([amend(entry.pk, telephone="138-0000-0001", fee="1")])
    entry.refresh_from_db()
    assert entry.data["telephone"] == sealed
    revise([amend(entry.pk, telephone="13800000002")])
    entry.refresh_from_db()
    assert entry.data["telephone"]["find"] != sealed["find"]
    assert sealing.open_(entry.data["telephone"], **PLACE) == "13800000002"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(value=json_values)
def test_what_is_sealed_opens_as_it_was(value: Any) -> None:
    assert sealing.open_(sealing.seal(value, **PLACE), **PLACE) == value


def test_two_seals_of_one_value_differ_but_are_found_alike() -> None:
    one, two = sealing.seal(NUMBER, **PLACE), sealing.seal(NUMBER, **PLACE)
    assert one["sealed"] != two["sealed"]
    assert one["find"] == two["find"]
    assert sealing.find(" １３８-0000 0001", **PLACE) == one["find"]
    assert sealing.find(NUMBER, register="stalls", field="licence") != one["find"]


def test_a_seal_opens_only_in_its_own_place() -> None:
    sealed = sealing.seal(NUMBER, **PLACE)
    for place in ({"register": "stalls", "field": "licence"}, {"register": "cards", "field": "telephone"}):
        with pytest.raises(Refused, match="个人信息无法解开"):
            sealing.open_(sealed, **place)


@pytest.mark.parametrize("broken", ["", "AAAA", "不是", None])
def test_a_broken_seal_is_refused(broken: Any) -> None:
    with pytest.raises(Refused, match="个人信息无法解开"):
        sealing.open_({"sealed": broken, "find": ""}, **PLACE)


def test_a_changed_seal_is_refused() -> None:
    sealed = sealing.seal(NUMBER, **PLACE)
    for place in (0, 3, 20, len(sealed["sealed"]) - 6):
        text = sealed["sealed"]
        other = "A" if text[place] != "A" else "B"
        with pytest.raises(Refused, match="个人信息无法解开"):
            sealing.open_({"sealed": text[:place] + other + text[place + 1 :], "find": ""}, **PLACE)


def test_the_key_is_for_its_owner_only() -> None:
    sealing.seal(NUMBER, **PLACE)
    path = sealing.key_path()
    assert (path.stat().st_mode & 0o777, path.stat().st_size) == (0o600, sealing.KEY_BYTES)


def test_a_key_that_others_may_read_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "open"
    settings.HOME.mkdir()
    sealing.key_path().write_bytes(os.urandom(32))
    sealing.key_path().chmod(0o644)
    with pytest.raises(Refused, match="可被他人读取"):
        sealing.seal(NUMBER, **PLACE)


def test_another_key_opens_nothing(settings: Any, tmp_path: Path) -> None:
    sealed = sealing.seal(NUMBER, **PLACE)
    settings.HOME = tmp_path / "other"
    with pytest.raises(Refused, match="密钥文件不是加密时的那一个"):
        sealing.open_(sealed, **PLACE)


# --- unmasking ----------------------------------------------------------------------------------------------------


def test_unmasking_shows_and_records(added: Callable[..., Entry], head: Actor, at: datetime) -> None:
    entry = added(telephone=NUMBER)
    assert unmask(actor=head, entry=entry, field="telephone", purpose="联系整改", at=at) == NUMBER
    seen = Unmasking.objects.get()
    assert (seen.person, seen.entry_id, seen.field, seen.purpose, seen.at) == (
        head.person, entry.pk, "telephone", "联系整改", at
    )  # fmt: skip


def test_who_may_unmask(
    added: Callable[..., Entry], handler: Actor, other_head: Actor, coordinator: Actor, outsider: Actor, at: datetime
) -> None:
    entry = added(telephone=NUMBER)
    for actor in (handler, other_head, outsider):
        assert not may_unmask(actor, entry)
        with pytest.raises(NotAllowed):
            unmask(actor=actor, entry=entry, field="telephone", purpose="联系整改", at=at)
    assert Unmasking.objects.count() == 0
    assert may_unmask(coordinator, entry)


@pytest.mark.parametrize(("field", "purpose"), [("telephone", " "), ("telephone", "查" * 301), ("name", "联系整改")])
def test_unmasking_without_purpose_or_of_what_is_not_personal_is_refused(
    field: str, purpose: str, added: Callable[..., Entry], head: Actor, at: datetime
) -> None:
    entry = added(telephone=NUMBER)
    with pytest.raises(Refused):
        unmask(actor=head, entry=entry, field=field, purpose=purpose, at=at)
    assert Unmasking.objects.count() == 0


def test_nothing_is_recorded_where_nothing_is_shown(added: Callable[..., Entry], head: Actor, at: datetime) -> None:
    assert unmask(actor=head, entry=added(), field="telephone", purpose="联系整改", at=at) is None
    assert Unmasking.objects.count() == 0


def test_unmaskings_cannot_be_changed(added: Callable[..., Entry], head: Actor, at: datetime) -> None:
    unmask(actor=head, entry=added(telephone=NUMBER), field="telephone", purpose="联系整改", at=at)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Unmasking.objects.update(purpose="别的")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Unmasking.objects.all().delete()


def test_a_seal_from_elsewhere_is_not_taken_in(added: Callable[..., Entry], revise: Revise) -> None:
    entry = added(telephone=NUMBER)
    foreign = sealing.seal(NUMBER, register="cards", field="telephone")
    with pytest.raises(Refused, match="个人信息无法解开"):
        revise([amend(entry.pk, telephone=foreign)])
    assert Version.objects.count() == 1
