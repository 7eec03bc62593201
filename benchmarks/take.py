"""`cases.take`, with commit and fsync, as a ratio to a bare psycopg transaction that writes the same rows.

The baseline knows everything beforehand: it takes the lock on the case, inserts the act, brings the case up to date and
commits, with prepared statements and nothing to decide. Both write to the embedded PostgreSQL of a folder that is
removed afterwards, in turn, so that a busy machine slows both.
"""

import os
import statistics
import tempfile
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ["FAZHI_HOME"] = HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "fazhi.settings"

import django  # noqa: E402

django.setup()

import psycopg  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from cards import issue_cards  # noqa: E402
from fazhi.cases import taking  # noqa: E402
from fazhi.cases.models import Case  # noqa: E402
from fazhi.cases.taking import Given  # noqa: E402
from fazhi.government.actors import Actor, actor_for  # noqa: E402
from fazhi.government.models import Jurisdiction, Membership, Organization, Person  # noqa: E402

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CASES, ROUNDS = 60, 7
INFORMED = {
    "proposed": "fine",
    "proposed_fine": "50",
    "basis_kind": "regulation",
    "law_basis": "清和市市容管理条例第二十条",
    "defence": "none",
}


def main() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    unit, people = cast()
    actor = actor_for(person=people[0], on=AT.date())
    opened = [case_of(actor, unit, people) for _ in range(CASES * (ROUNDS + 1) * 2)]
    ours, bare = [], []
    with psycopg.connect(**reach()) as other:
        other.prepare_threshold = 1
        for number in range(ROUNDS + 1):
            mine, theirs = opened[2 * number * CASES :][:CASES], opened[(2 * number + 1) * CASES :][:CASES]
            rows = sample_rows(actor, mine[0])
            started = time.perf_counter()
            for case in mine[1:]:
                informed(actor, case)
            middle = time.perf_counter()
            for case in theirs[1:]:
                write(other, case, rows)
            ended = time.perf_counter()
            ours.append((CASES - 1) / (middle - started))
            bare.append((CASES - 1) / (ended - middle))
    mine_median, bare_median = statistics.median(ours[1:]), statistics.median(bare[1:])
    print(f"cases.take       {mine_median:8.0f} acts/s")
    print(
        f"bare transaction {bare_median:8.0f} acts/s  (baseline: the same rows by psycopg, prepared, commit with fsync)"
    )
    print(f"ratio            {mine_median / bare_median:8.2f}")


def cast() -> tuple[Organization, list[Person]]:
    area = Jurisdiction.objects.create(code="990102", name="清和区")
    unit = Organization.objects.create(
        jurisdiction=area, kind="department", name="清和区市场监督管理局", short_name="清和市监"
    )
    unit.path = f"{unit.pk}."
    unit.save()
    people = []
    for number in range(2):
        person = Person.objects.create(login=f"officer{number}", name=f"执法员{number}")
        Membership.objects.create(person=person, organization=unit, roles=["handler"], started_on=date(2025, 1, 1))
        people.append(person)
    issue_cards(people, unit)
    return unit, people


def case_of(actor: Actor, unit: Organization, people: list[Person]) -> Case:
    data = {
        "party": {"kind": "person", "name": "钱某", "address": "清和区东街12号"},
        "officers": [person.pk for person in people],
        "id_shown": True,
        "offence_on": "2026-03-02",
        "place": "东街菜市场门口",
        "facts": "占道摆卖水果，经劝说未当场收摊。",
        "competent": True,
    }
    given = Given("open", AT.date(), data=data)
    return taking.open_case(
        actor=actor, procedure="administrative_penalty_summary", organization=unit, given=given, at=AT
    ).case


def informed(actor: Actor, case: Case) -> None:
    given = Given("inform", AT.date(), data=INFORMED)
    taking.take(actor=actor, case_id=case.pk, given=given, at=AT + timedelta(hours=1))


def reach() -> dict[str, object]:
    parameters = connection.get_connection_params()
    return {key: parameters[key] for key in ("host", "port", "user", "dbname") if key in parameters}


def sample_rows(actor: Actor, case: Case) -> dict[str, object]:
    """Takes the act once and reads back what was written, for the baseline to write it again elsewhere."""
    informed(actor, case)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT jurisdiction_id, organization_id, procedure, kind, step, result, thread, person_id, performed_on,"
            " recorded_at, body, hash"
            " FROM cases_act WHERE case_id = %s AND seq = 2",
            [case.pk],
        )
        act = cursor.fetchone()
        cursor.execute(
            "SELECT data::text, state::text, outcome, closed_on, head_seq, head_hash, due_on, due_limit, last_act_at,"
            " title, search::text FROM cases_case WHERE id = %s",
            [case.pk],
        )
        row = cursor.fetchone()
    return {"act": act, "case": row}


def write(other: psycopg.Connection, case: Case, rows: dict[str, object]) -> None:
    """The same rows in one transaction: lock, act, case, commit."""
    other.execute("SELECT id FROM cases_case WHERE id = %s FOR UPDATE", [case.pk])
    other.execute(
        "INSERT INTO cases_act (case_id, seq, jurisdiction_id, organization_id, procedure, kind, step, result, thread,"
        " person_id, performed_on, recorded_at, body, hash)"
        " VALUES (%s, 2, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [case.pk, *rows["act"]],
    )
    other.execute(
        "UPDATE cases_case SET data = %s, state = %s, outcome = %s, closed_on = %s, head_seq = %s, head_hash = %s,"
        " due_on = %s, due_limit = %s, last_act_at = %s, title = %s, search = %s::tsvector WHERE id = %s",
        [*rows["case"], case.pk],
    )
    other.commit()


if __name__ == "__main__":
    main()
