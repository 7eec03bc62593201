"""A powers list of 20,000 items: revising it against a bare COPY of the same rows; and lists at 100,000 entries.

    .venv/bin/python benchmarks/registers.py [ENTRIES]

The baseline of a revision copies the very rows that it wrote, entries and versions, into the same tables with their
indexes, in one transaction with commit; it knows everything beforehand and checks, hashes and cuts words for nothing.
Both run in turn in the embedded PostgreSQL of a folder that is removed afterwards. The baseline of a list is the same
page of the same register in another district, which has 100 entries.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ["FAZHI_HOME"] = HOME.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")

import django  # noqa: E402

django.setup()

import psycopg  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from fazhi.database.identifiers import uuid7  # noqa: E402
from fazhi.government.models import Jurisdiction, Organization  # noqa: E402
from fazhi.registers import reading, revising  # noqa: E402
from fazhi.registers.changes import Change, ChangeKind  # noqa: E402
from fazhi.registers.definitions import definition  # noqa: E402
from fazhi.registers.models import Entry, Ledger, Version  # noqa: E402

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ROWS, ROUNDS, SMALL = 20_000, 3, 100
KINDS = ("penalty", "inspection", "confirmation", "reward", "other")
ACTS = ("未取得许可从事经营", "擅自占用道路", "不按规定公示价格", "违法处置建筑垃圾", "未如实记录进货查验")
WHO = ("食品生产经营者", "餐饮服务提供者", "建设单位", "物业服务人", "药品零售企业", "广告发布者", "集贸市场开办者")


def main() -> None:
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", interactive=False, verbosity=0)
    large, small = district("990102", "清和区"), district("990103", "望江区")
    revised, copied = [], []
    for number in range(ROUNDS):
        started = time.perf_counter()
        revise(large, [addition(number * ROWS + each) for each in range(ROWS)])
        revised.append(time.perf_counter() - started)
        copied.append(copy_again(large, number + 1))
    ours, bare = statistics.median(revised), statistics.median(copied)
    print(f"revise, {ROWS} added    {ours:6.2f} s")
    print(f"bare COPY               {bare:6.2f} s  (baseline: the same rows of entries and versions, with indexes)")
    print(f"ratio                   {ours / bare:6.2f}")
    there = Entry.objects.filter(jurisdiction=large).order_by("key").values_list("pk", flat=True)[:ROWS]
    changes = [Change(ChangeKind.AMEND, pk, {"undertaking_office": "法制科"}) for pk in there]
    started = time.perf_counter()
    revise(large, changes)
    print(f"revise, {ROWS} amended  {time.perf_counter() - started:6.2f} s")
    for start in range(ROUNDS * ROWS, entries, ROWS):
        revise(large, [addition(start + each) for each in range(min(ROWS, entries - start))])
    revise(small, [addition(each) for each in range(SMALL)])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE registers_entry")
        cursor.execute("VACUUM ANALYZE registers_version")
    lists(large, small)


def district(code: str, name: str) -> Jurisdiction:
    area = Jurisdiction.objects.create(code=code, name=name)
    for number in range(30):
        unit = Organization.objects.create(
            jurisdiction=area, kind="department", name=f"{name}第{number}局", short_name=f"第{number}局"
        )
        unit.path = f"{unit.pk}."
        unit.save()
    return area


def addition(number: int) -> Change:
    """An item with the length of a real one."""
    what = f"对{WHO[number % len(WHO)]}{ACTS[number % len(ACTS)]}的处理"
    data = {
        "code": f"{number:010}",
        "implementation_code": f"11990102{number:016}",
        "name": f"{what}（{number}）",
        "kind": KINDS[number % len(KINDS)],
        "domain": "market" if number % 2 else "urban",
        "legal_basis": f"《中华人民共和国食品安全法》第{number % 90 + 1}条第一款",
        "basis_levels": ["law"],
        "body": f"第{number % 30}局",
        "body_nature": "statutory",
        "source": "own",
        "exercise_level": "county",
        "undertaking_office": f"综合行政执法{number % 9 + 1}中队",
        "service_targets": ["natural_person", "enterprise"],
        "statutory_limit": number % 60 + 30,
        "statutory_unit": "working_days",
        "duties": "受理、调查、审核、决定、送达、执行和事后监管各环节依法履行职责。",
        "liability": "不履行或者不正确履行职责的，依法追究责任。",
        "remedies": "可以申请行政复议或者提起行政诉讼",
        "supervision_phone": "0990-8800123",
    }
    return Change(ChangeKind.ADD, data=data)


def revise(area: Jurisdiction, changes: list[Change]) -> None:
    revising.revise(
        actor=None,
        jurisdiction=area,
        register="power_items",
        changes=changes,
        reason="年度核对",
        since=date(2026, 3, 2),
        at=AT,
    )


def copy_again(area: Jurisdiction, seq: int) -> float:
    """Copies the rows of a revision once more, under another ledger and other ids, and takes them away; in seconds."""
    twin = Ledger.objects.get(jurisdiction=area, register="power_items")
    twin.pk, twin.register = uuid7(), f"twin{seq}"
    twin.save(force_insert=True)
    columns = {
        "registers_version": "ledger_id, seq, number, entry_id, key, title, state, since, organization_id, data, leaf",
        "registers_entry": "id, ledger_id, jurisdiction_id, register, organization_id, key, title, state, since,"
        " valid_from, valid_until, seq, data, marks, search",
    }
    other = {"ledger_id": f"'{twin.pk}'", "register": f"'{twin.register}'"}
    # Each entry gets one new id, the same in both tables, that sorts as new ones do.
    for name in ("id", "entry_id"):
        other[name] = f"overlay(md5({name}::text)::uuid::text placing left({name}::text, 14) from 1 for 14)::uuid"
    with psycopg.connect(**reach()) as bare:
        rows = {}
        for table, names in columns.items():
            chosen = ", ".join(other.get(name, name) for name in names.split(", "))
            query = f"SELECT {chosen} FROM {table} WHERE seq = {seq} AND ledger_id <> '{twin.pk}'"
            with bare.cursor().copy(f"COPY ({query}) TO STDOUT") as copy:
                rows[table] = b"".join(bytes(each) for each in copy)
        bare.commit()
        started = time.perf_counter()
        for table, names in columns.items():
            with bare.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                source = io.BytesIO(rows[table])
                while part := source.read(1 << 16):
                    copy.write(part)
        bare.commit()
        took = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registers_version DISABLE TRIGGER append_only")
        for table in columns:
            cursor.execute(f"DELETE FROM {table} WHERE ledger_id = %s", [twin.pk])
        cursor.execute("ALTER TABLE registers_version ENABLE TRIGGER append_only")
        for table in columns:
            cursor.execute(f"VACUUM {table}")
    return took


def reach() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    return {key: parameters[key] for key in ("host", "port", "user", "dbname") if key in parameters}


def lists(large: Jurisdiction, small: Jurisdiction) -> None:
    """Pages of 50, in the order of the register, with the count that the page shows."""
    powers = definition("power_items")
    unit = {area: Organization.objects.filter(jurisdiction=area).order_by("pk")[3].pk for area in (large, small)}
    ledger = {area: Ledger.objects.get(jurisdiction=area, register="power_items") for area in (large, small)}

    def rows(area: Jurisdiction) -> QuerySet[Entry]:
        return Entry.objects.filter(jurisdiction=area, register="power_items")

    def page(found: QuerySet[Any], start: int = 0) -> None:
        list(found.select_related("organization")[start : start + 50] if found.model is Entry else found[:50])

    def as_of(area: Jurisdiction) -> QuerySet[Version]:
        return reading.as_of(ledger[area], AT.date() + timedelta(days=1))

    work: dict[str, Callable[[Jurisdiction], Any]] = {
        "first page, by key": lambda area: page(rows(area).order_by("key")),
        "in force, by title": lambda area: page(rows(area).filter(state="in_force").order_by("title")),
        "by a choice": lambda area: page(reading.filtered(rows(area), powers, "kind", "reward").order_by("key")),
        "by a body": lambda area: page(reading.filtered(rows(area), powers, "body", unit[area]).order_by("key")),
        "search, frequent": lambda area: page(reading.searched(rows(area), "餐饮服务").order_by("key")),
        "search, one entry": lambda area: page(reading.searched(rows(area), "（77）").order_by("key")),
        "count": lambda area: rows(area).count(),
        "count by kind": lambda area: reading.counted(rows(area), powers, "kind"),
        "as of a day": lambda area: page(as_of(area).order_by("key")),
        "as of a day, count": lambda area: as_of(area).count(),
        "two days compared": lambda area: reading.compare(ledger[area], date(2026, 3, 2), date(2026, 3, 3)),
    }
    print(f"{'list':<22} {rows(large).count():>8} {rows(small).count():>8}  ratio   (ms)")
    for name, run in work.items():
        there, here = median(lambda run=run: run(large)), median(lambda run=run: run(small))
        print(f"{name:<22} {there:8.1f} {here:8.1f} {there / here:6.1f}")


def median(run: Callable[[], Any]) -> float:
    times = []
    for _ in range(9):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return statistics.median(times[2:]) * 1000


if __name__ == "__main__":
    main()
