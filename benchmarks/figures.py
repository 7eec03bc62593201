"""All figures by unit, and one board, at 10,000, 100,000 and 1,000,000 cases, as ratios to a bare count of the same.

The sample district's cases are taken by the engine and then copied by SQL with their acts (without what was hashed),
clocks and findings, their days spread over five years, until there are as many as asked for. Baselines, in the same
run: one bare SQL count of the cases of the same year in the same jurisdiction, by unit; and the
same figures at the smallest size, which shows how cost grows. With FAZHI_HOME set, the cases are kept there.

    .venv/bin/python benchmarks/figures.py [CASES …]
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ.setdefault("FAZHI_HOME", HOME.name)
os.environ["DJANGO_SETTINGS_MODULE"] = "fazhi.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from fazhi import clock  # noqa: E402
from fazhi.cases.models import Act, Case, Clock, Finding  # noqa: E402
from fazhi.figures.counting import By, table, values  # noqa: E402
from fazhi.figures.language.definition import OF_PROCEDURES  # noqa: E402
from fazhi.figures.language.library import shelf  # noqa: E402
from fazhi.figures.periods import Period  # noqa: E402
from fazhi.figures.scopes import Scope  # noqa: E402
from fazhi.sample import load  # noqa: E402
from many_cases import copy  # noqa: E402

ROUNDS = 5
YEARS = 5


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    call_command("migrate", interactive=False, verbosity=0)
    now = clock.now()
    if not Case.objects.exists():
        load.load(now=now, tell=lambda _: None)
    area = Case.objects.values_list("jurisdiction_id", flat=True)[0]
    scope, period, today = Scope.whole(area), Period.year(now.year), now.date()
    of_cases = [name for name in shelf() if shelf().get(name).counts in OF_PROCEDURES]
    made = [name for name in shelf() if set(shelf().get(name).parts) & set(of_cases)]
    asked = (of_cases + made)[:120]
    board = list(shelf().domains[0].figures)[:24]
    first: dict[str, float] = {}
    for size in sizes:
        copy(size, years=YEARS)
        baseline = timed(lambda: bare(area, period))
        runs: dict[str, Callable[[], object]] = {
            f"{len(asked)} figures by unit": lambda: table(asked, scope=scope, period=period, today=today, by=By.UNIT),
            f"{len(asked)} figures": lambda: values(asked, scope=scope, period=period, today=today),
            "by month": lambda: table(asked, scope=scope, period=period, today=today, by=By.MONTH),
            f"board of {len(board)}": lambda: values(board, scope=scope, period=period, today=today),
        }
        print(f"{size} cases, {Act.objects.count()} acts, {Clock.objects.count()} clocks, "
              f"{Finding.objects.count()} findings; bare count {baseline * 1000:.1f} ms")  # fmt: skip
        for name, run in runs.items():
            taken = timed(run)
            first.setdefault(name, taken)
            print(f"  {name:28}{taken * 1000:9.1f} ms   ratio {taken / baseline:7.1f} of a bare count   "
                  f"{taken / first[name]:6.1f} of {sizes[0]} cases")  # fmt: skip


def timed(run: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken[1:])


def bare(area: int, period: Period) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organization_id, count(*) FROM cases_case WHERE jurisdiction_id = %s"
            " AND opened_on BETWEEN %s AND %s GROUP BY 1",
            (area, period.first, period.last),
        )
        cursor.fetchall()


if __name__ == "__main__":
    main()
