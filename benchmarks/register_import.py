"""Importing a powers list of 20,000 rows, from the file to the revision, as a ratio to a bare COPY of the same rows.

The baseline writes what the import leaves in the database (entries, versions and checked rows) by COPY from memory, in
one transaction, with nothing to read, check or decide. Both write to the embedded PostgreSQL of a folder that goes
afterwards. Each step is printed with its share; the clock counts, and the processor time of this process beside it.

    .venv/bin/python benchmarks/register_import.py [ROWS] [--profile]
"""

import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ["FAZHI_HOME"] = HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "fazhi.settings"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from tests.registers import power_list  # noqa: E402

from fazhi.government.actors import Actor, actor_for  # noqa: E402
from fazhi.government.models import Jurisdiction, Membership, Organization, Person  # noqa: E402
from fazhi.registers import revising  # noqa: E402
from fazhi.registers.importing import imports, rows  # noqa: E402
from fazhi.registers.models import ImportState, SheetImport  # noqa: E402

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TABLES = ("registers_entry", "registers_version", "registers_importrow")


def main() -> None:
    count = int(next((each for each in sys.argv[1:] if each.isdigit()), "20000"))
    call_command("migrate", interactive=False, verbosity=0)
    actor, area = cast()
    data = power_list.sheet([power_list.item(number) for number in range(1, count + 1)])
    profile = cProfile.Profile()
    if "--profile" in sys.argv:
        profile.enable()
    steps: dict[str, tuple[float, float]] = {}
    received = timed(steps, "read the sheet", lambda: receive(actor, data))
    checked = timed(steps, "check every row", lambda: imports.check(actor=actor, sheet_import=received, at=AT))
    assert checked.state == ImportState.READY, checked.counts
    timed(steps, "revise the register", lambda: revise(area, checked))
    profile.disable()
    timed(steps, "import it again, unchanged", lambda: again(actor, data))
    copied = min(bare_copy() for _ in range(3))
    print(f"{count} rows, {len(data) / 1e6:.1f} MB")
    whole = 0.0
    for name, (clock, processor) in steps.items():
        print(f"{name:28} {clock:7.2f} s  (processor {processor:6.2f} s)  {clock / copied:6.1f} x COPY")
        whole += clock if not name.startswith("import") else 0
    print(f"{'bare COPY of the same rows':28} {copied:7.2f} s")
    print(f"{'ratio of the whole import':28} {whole / copied:7.1f}")
    if "--profile" in sys.argv:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


def timed(steps: dict[str, tuple[float, float]], name: str, work: Callable[[], Any]) -> Any:
    clock, processor = time.perf_counter(), time.process_time()
    done = work()
    steps[name] = (time.perf_counter() - clock, time.process_time() - processor)
    return done


def cast() -> tuple[Actor, Jurisdiction]:
    area = Jurisdiction.objects.create(code="990102", name="清和区")
    units = [
        ("清和区司法局", "区司法局"),
        ("清和区市场监督管理局", "区市场监管局"),
        ("清和区城市管理局", "区城管局"),
        ("清和区东街街道办事处", "东街街道"),
    ]
    made = []
    for name, short in units:
        unit = Organization.objects.create(jurisdiction=area, kind="department", name=name, short_name=short)
        unit.path = f"{unit.pk}."
        unit.save()
        made.append(unit)
    person = Person.objects.create(login="coordinator", name="童畴")
    Membership.objects.create(person=person, organization=made[0], roles=["coordinator"], started_on=date(2025, 1, 1))
    return actor_for(person=person, on=AT.date()), area


def receive(actor: Actor, data: bytes) -> SheetImport:
    return imports.receive(actor=actor, register="power_items", name="权责清单.xlsx", data=data, at=AT)


def revise(area: Jurisdiction, checked: SheetImport) -> None:
    """As `applying.apply` does for a register that no procedure guards: this one has a procedure in the catalog."""
    revising.revise(
        actor=None,
        jurisdiction=area,
        register="power_items",
        changes=list(rows.changes_of(checked.rows.all())),
        reason="建立清单",
        since=AT.date(),
        at=AT,
    )


def again(actor: Actor, data: bytes) -> None:
    found = imports.check(actor=actor, sheet_import=receive(actor, data), at=AT)
    assert found.counts["same"] == found.row_count, found.counts


def bare_copy() -> float:
    """The same rows into tables of the same shape, with their indexes and constraints."""
    read = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY {table} TO STDOUT") as out:
                read[table] = b"".join(bytes(part) for part in out)
            cursor.execute(f"CREATE TABLE IF NOT EXISTS copy_of_{table} (LIKE {table} INCLUDING ALL)")
            cursor.execute(f"TRUNCATE copy_of_{table}")
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY copy_of_{table} FROM STDIN") as into:
                into.write(read[table])
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
