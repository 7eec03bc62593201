"""The work list, its search and a case page at 100,000 cases, as ratios to an empty page of the same server.

The sample district's cases are taken by the engine and then copied by SQL, with clocks and findings and with other
numbers and days, until there are as many as asked for. The acts are not copied, so the table of acts stays small: a
case page reads the acts of one case by its key. The baseline is the page for changing one's password: the same shell,
no list. Pages are asked for in turn, in one process, by a coordinator, who sees every case of the district.
"""

import os
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ["FAZHI_HOME"] = HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "fazhi.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from fazhi import clock  # noqa: E402
from fazhi.cases.models import Case, Clock, Finding  # noqa: E402
from fazhi.catalog.sample_files import load_sample  # noqa: E402
from fazhi.government.models import Person  # noqa: E402
from fazhi.sample import load  # noqa: E402

ROUNDS = 9


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load.load(now=clock.now(), tell=lambda _: None)
    longest = Case.objects.annotate(acts_taken=Count("acts")).order_by("-acts_taken").first()
    copy(count)
    client = Client(SERVER_NAME="localhost")
    coordinator = Person.objects.get(login=load_sample().people.sample_logins[0].login)
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    pages = addresses(longest)
    times: dict[str, list[float]] = {name: [] for name in pages}
    asked = dict.fromkeys(pages, 0)
    for _ in range(ROUNDS + 1):
        for name, address in pages.items():
            with CaptureQueriesContext(connection) if not times[name] else nullcontext() as captured:
                started = time.perf_counter()
                response = client.get(address)
                times[name].append(time.perf_counter() - started)
            if captured is not None:
                asked[name] = len(captured)
            assert response.status_code == 200, (name, response.status_code)
    baseline = statistics.median(times["empty page"][1:])
    print(f"{Case.objects.count()} cases, {Clock.objects.count()} clocks, {Finding.objects.count()} findings")
    for name, taken in times.items():
        median = statistics.median(taken[1:])
        print(
            f"{name:22}{median * 1000:8.1f} ms   {asked[name]:3} statements   "
            f"ratio {median / baseline:5.2f} of an empty page"
        )


def addresses(longest: Case) -> dict[str, str]:
    word = longest.title[:2]
    return {
        "empty page": reverse("desk:password"),
        "home": reverse("desk:home"),
        "open cases": reverse("desk:cases:list"),
        "open cases, page 50": f"{reverse('desk:cases:list')}?page=50",
        "all cases": reverse("desk:cases:all"),
        "search by number": f"{reverse('desk:cases:all')}?q={longest.number}",
        "search by a word": f"{reverse('desk:cases:all')}?q={word}",
        "overdue": f"{reverse('desk:cases:list')}?due=late",
        f"case of {longest.acts_taken} acts": reverse("desk:cases:case", args=[longest.pk]),
    }


def copy(count: int) -> None:
    """Copies cases, their clocks and their findings until there are `count`; days move by up to a year."""
    here = Case.objects.count()
    times = -(-(count - here) // here)
    columns = [field.column for field in Case._meta.concrete_fields]
    changed = {
        "id": "m.id", "number": "c.number || '—' || m.n", "opened_on": "c.opened_on - m.n % 365",
        "due_on": "c.due_on - 30 + m.n % 365", "closed_on": "c.closed_on - m.n % 365",
        "search": "c.search || to_tsvector('simple', 'n' || m.n)",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE made AS SELECT gen_random_uuid() id, id AS of, n::int"
            f" FROM cases_case, generate_series(1, {times}) n LIMIT {count - here}"
        )
        listed = ", ".join(f'"{column}"' for column in columns)
        chosen = ", ".join(changed.get(column, f'c."{column}"') for column in columns)
        cursor.execute(
            f"INSERT INTO cases_case ({listed}) SELECT {chosen} FROM made m JOIN cases_case c ON c.id = m.of"
        )
        for model in (Clock, Finding):
            columns = [field.column for field in model._meta.concrete_fields if field.column not in ("id", "case_id")]
            listed = ", ".join(f'"{column}"' for column in columns)
            chosen = ", ".join(f'x."{column}"' for column in columns)
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} (case_id, {listed})"
                f" SELECT m.id, {chosen} FROM made m JOIN {model._meta.db_table} x ON x.case_id = m.of"
            )
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
