"""Boards of figures at many cases, against a bare page of the same server.

    .venv/bin/python benchmarks/dashboard.py [CASES]

The baseline is the page on which a password is changed: the same sign-in, the same frame, no figures. Every page is
asked for in turn, through Django's test client, so that network and server are in neither; the sample district is
copied until there are as many cases, with their acts, clocks and findings. Printed: the 95th percentile and its ratio.
"""

import os
import statistics
import sys
import tempfile
import time

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ["FAZHI_HOME"] = HOME.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from fazhi import clock  # noqa: E402
from fazhi.cases.models import Act, Case, Clock, Finding  # noqa: E402
from fazhi.catalog.sample_files import load_sample  # noqa: E402
from fazhi.desk.figures.addresses import board_url, figure_url, funnel_url  # noqa: E402
from fazhi.government.models import Person  # noqa: E402
from fazhi.sample import load  # noqa: E402

ROUNDS = 40


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load.load(now=clock.now(), tell=lambda _: None)
    copy(count)
    client = Client(SERVER_NAME="localhost")
    coordinator = Person.objects.get(login=load_sample().people.sample_logins[0].login)
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    pages = addresses()
    times: dict[str, list[float]] = {name: [] for name in pages}
    asked = {name: _statements(client, address) for name, address in pages.items()}
    for _ in range(ROUNDS):
        for name, address in pages.items():
            started = time.perf_counter()
            client.get(address)
            times[name].append(time.perf_counter() - started)
    baseline = _p95(times["bare page"])
    print(f"{Case.objects.count()} cases, {Act.objects.count()} acts, {Clock.objects.count()} clocks")
    for name, taken in times.items():
        median, late = statistics.median(taken), _p95(taken)
        print(
            f"{name:28} p50 {median * 1000:7.1f} ms   p95 {late * 1000:7.1f} ms   {asked[name]:3} statements   "
            f"ratio {late / baseline:5.2f} of a bare page"
        )


def addresses() -> dict[str, str]:
    boards = {f"board {name}": board_url(name) for name in ("enforcement", "reconsideration", "disclosure")}
    return {
        "bare page": reverse("desk:password"),
        "figures, first page": reverse("desk:figures:home"),
        **boards,
        "one figure": figure_url("recon_received"),
        "procedure": funnel_url("disclosure_on_request"),
    }


def copy(count: int) -> None:
    """Copies cases with their acts, clocks and findings until there are `count`; days move by up to two years."""
    here = Case.objects.count()
    times = max(0, -(-(count - here) // here))
    changed = {
        "id": "m.id", "case_id": "m.id", "number": "c.number || '—' || m.n", "key": "NULL",
        "opened_on": "c.opened_on - m.n % 730", "closed_on": "c.closed_on - m.n % 730",
        "performed_on": "c.performed_on - m.n % 730", "due_on": "c.due_on - m.n % 730",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE made AS SELECT gen_random_uuid() id, id AS of, n::int"
            f" FROM cases_case, generate_series(1, {times}) n LIMIT {max(0, count - here)}"
        )
        for model, on in ((Case, "id"), (Act, "case_id"), (Clock, "case_id"), (Finding, "case_id")):
            fields = [field for field in model._meta.concrete_fields if not field.generated]
            columns = [field.column for field in fields if model is Case or field.column != "id"]
            listed = ", ".join(f'"{column}"' for column in columns)
            own = changed if model is Case else {name: said for name, said in changed.items() if name != "number"}
            chosen = ", ".join(own.get(column, f'c."{column}"') for column in columns)
            table = model._meta.db_table
            cursor.execute(
                f"INSERT INTO {table} ({listed}) SELECT {chosen} FROM made m JOIN {table} c ON c.{on} = m.of"
            )
        cursor.execute("VACUUM ANALYZE")


def _statements(client: Client, address: str) -> int:
    """How many statements a page asks, once it is warm."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95) - 1]


if __name__ == "__main__":
    main()
