"""Boards of figures at many cases, against a bare page of the same server.

    .venv/bin/python benchmarks/dashboard.py [CASES]

The baseline is the page on which a password is changed: the same sign-in, the same frame, no figures. Every page is
asked for in turn, through Django's test client, so that network and server are in neither; the sample district is
copied until there are as many cases, with their acts, clocks and findings. Printed: the 95th percentile of looks at
numbers that are kept, its ratio, and how long the first look takes, which counts them. With FAZHI_HOME set, the cases
are kept there.
"""

import os
import statistics
import sys
import tempfile
import time

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ.setdefault("FAZHI_HOME", HOME.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from fazhi import clock  # noqa: E402
from fazhi.cases.models import Act, Case, Clock  # noqa: E402
from fazhi.catalog.sample_files import load_sample  # noqa: E402
from fazhi.desk.figures.addresses import board_url, figure_url, funnel_url  # noqa: E402
from fazhi.figures.models import KeptNumbers  # noqa: E402
from fazhi.government.models import Person  # noqa: E402
from fazhi.sample import load  # noqa: E402
from many_cases import copy  # noqa: E402

ROUNDS = 40


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Case.objects.exists():
        load.load(now=clock.now(), tell=lambda _: None)
    copy(count)
    client = Client(SERVER_NAME="localhost")
    coordinator = Person.objects.get(login=load_sample().people.sample_logins[0].login)
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    pages = addresses()
    times: dict[str, list[float]] = {name: [] for name in pages}
    firsts = {name: _first(client, address) for name, address in pages.items()}
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
            f"ratio {late / baseline:5.2f} of a bare page   counted anew in {firsts[name] * 1000:8.1f} ms"
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


def _first(client: Client, address: str) -> float:
    """How long a page takes that finds no numbers kept."""
    KeptNumbers.objects.all().delete()
    started = time.perf_counter()
    client.get(address)
    return time.perf_counter() - started


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
