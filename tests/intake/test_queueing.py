"""The queue of those who hand in at the same instant: all come through once, in order, whoever dies on the way."""

from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from fazhi.intake import applying, background, drafts, queueing
from fazhi.intake.drafts import Written
from fazhi.intake.models import Application, Draft, Waiting
from fazhi.intake.queueing import Sending
from fazhi.procedures.applications.library import forms
from tests.conftest import District
from tests.intake.office import CITIZEN, WANTED
from tests.intake.office import another as another
from tests.intake.office import example_form as example_form

pytestmark = pytest.mark.usefixtures("example_form")


@pytest.fixture
def sending(district: District) -> Sending:
    return Sending(CITIZEN, {"information": WANTED}, chosen=str(district.market.pk))


def begun(district: District, at: datetime) -> Written:
    return drafts.begin(form="example", jurisdiction=district.jurisdiction, at=at)


def send(written: Written, sending: Sending, at: datetime) -> queueing.Sent:
    return queueing.send(written=written, form=forms().get("example"), sending=sending, at=at)


def queue(district: District, sending: Sending, at: datetime, settings: Any, count: int = 2) -> list[Written]:
    """So many who wait, a second apart."""
    most, settings.INTAKE_AT_ONCE = settings.INTAKE_AT_ONCE, 0
    found = [send(begun(district, at), sending, at + timedelta(seconds=each)).written for each in range(count)]
    settings.INTAKE_AT_ONCE = most
    return found


def test_with_room_it_is_handed_in_at_once(district: District, sending: Sending, at: datetime) -> None:
    written = begun(district, at)
    first, again = send(written, sending, at), send(written, sending, at)
    assert first.application == Application.objects.get()
    assert (again.application, again.written.receipt) == (None, first.written.receipt)
    assert Waiting.objects.count() == 0


def test_what_waits_is_sealed(district: District, sending: Sending, at: datetime, settings: Any) -> None:
    queue(district, sending, at, settings, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text || row_to_json(w)::text FROM intake_draft d, intake_waiting w")
        row = cursor.fetchone()[0]
    assert [word for word in (*CITIZEN.values(), WANTED) if word in row] == []


def test_a_queue_that_stands_still_for_days_loses_nothing(
    district: District, sending: Sending, at: datetime, settings: Any
) -> None:
    (waits,) = queue(district, sending, at, settings, 1)
    begun(district, at + timedelta(days=3))  # whoever begins sweeps up old drafts
    assert Draft.objects.filter(pk=waits.draft.pk).exists()
    queueing.work_off(now=lambda: at + timedelta(days=3))
    assert Application.objects.get().received_at == at


def test_a_fault_of_ours_holds_up_nobody_else(
    district: District, sending: Sending, at: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = queue(district, sending, at, settings)
    whole = applying.submit

    def fails_for_the_first(**given: Any) -> applying.Submitted:
        if given["key"] == first.key:
            raise OSError(28, "No space left on device")
        return whole(**given)

    monkeypatch.setattr(applying, "submit", fails_for_the_first)
    soon = at + timedelta(seconds=10)
    assert queueing.work_off(now=lambda: soon) == 2
    assert Application.objects.get().key == second.key
    place = queueing.place_of(first)
    assert place is not None
    assert (place.ahead, place.tries) == (0, 1)
    # Whoever comes now does not have to wait for it.
    assert queueing.has_room(at=soon)
    monkeypatch.undo()
    assert queueing.work_off(now=lambda: soon + timedelta(seconds=59)) == 0
    assert queueing.work_off(now=lambda: soon + timedelta(minutes=1)) == 1
    assert Application.objects.get(key=first.key).received_at == at


def test_the_jobs_are_called_once_however_many_wait(
    district: District, sending: Sending, at: datetime, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        queue(district, sending, at, settings, 3)
    job = ProcrastinateJob.objects.get(status="todo")
    assert job.task_name == background.hand_in_waiting.name
    settings.FIXED_NOW = (at + timedelta(minutes=1)).isoformat()
    assert background.hand_in_waiting(**job.args) == "排队提交 3 件。"
    numbers = Application.objects.order_by("received_at").values_list("number", flat=True)
    assert list(numbers) == ["2026000001", "2026000002", "2026000003"]


HOLD = "SELECT pg_try_advisory_xact_lock(%s, %s)"


def test_room_is_counted_over_all_processes_and_comes_back_when_one_dies(
    district: District, at: datetime, settings: Any, another: psycopg.Connection[Any]
) -> None:
    settings.INTAKE_AT_ONCE = 1
    another.execute(HOLD, [queueing.CLASS, 1])
    assert not queueing.has_room(at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [another.info.backend_pid])
    assert queueing.has_room(at=at)


def test_one_process_at_a_time_works_it_off(
    district: District, sending: Sending, at: datetime, settings: Any, another: psycopg.Connection[Any]
) -> None:
    queue(district, sending, at, settings)
    later = at + timedelta(minutes=1)
    another.execute(HOLD, [queueing.CLASS, queueing.WORKER])
    assert queueing.work_off(now=lambda: later) == 0
    another.rollback()
    assert queueing.work_off(now=lambda: later, most=1) == 1
    assert queueing.work_off(now=lambda: later) == 1
