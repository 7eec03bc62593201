"""The task board, a task list and the work list at 10,000 tasks, as ratios to an empty page of the same server.

A district of 40 units with 10,000 tasks is made in a database of its own, in a folder that is removed afterwards. The
baseline is the page for changing one's password: the same shell, no list. Pages are asked for in turn, in one process.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ["FAZHI_HOME"] = HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "fazhi.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from fazhi import clock  # noqa: E402
from fazhi.catalog.sample_files import load_sample  # noqa: E402
from fazhi.government.models import Organization, Person  # noqa: E402
from fazhi.plans.models import Plan, Task, TaskUnit  # noqa: E402
from fazhi.sample import load  # noqa: E402

ROUNDS = 7
PAGES = {
    "empty page": "desk:password",
    "board": "desk:plans:board",
    "task list": "desk:plans:tasks",
    "work list": "desk:home",
}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load.load(now=clock.now(), tell=lambda _: None)
    fill(count)
    client = Client(SERVER_NAME="localhost")
    coordinator = Person.objects.get(login=load_sample().people.sample_logins[0].login)
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(ROUNDS + 1):
        for name, view in PAGES.items():
            started = time.perf_counter()
            response = client.get(reverse(view))
            times[name].append(time.perf_counter() - started)
            assert response.status_code == 200, (name, response.status_code)
    baseline = statistics.median(times["empty page"][1:])
    print(f"{Task.objects.count()} tasks")
    for name, taken in times.items():
        median = statistics.median(taken[1:])
        print(f"{name:12} {median * 1000:7.1f} ms   ratio {median / baseline:5.2f} of an empty page")


def fill(count: int) -> None:
    """Adds tasks to a yearly plan, spread over units, headings, deadlines and progress."""
    plan = Plan.objects.filter(kind="annual").latest("id")
    units = list(Organization.objects.filter(kind="department"))
    today = clock.today()
    tasks = Task.objects.bulk_create(
        Task(
            jurisdiction_id=plan.jurisdiction_id,
            plan=plan,
            order=1000 + place,
            number=str(1000 + place),
            title=f"第{place}项任务：完善行政执法监督工作机制",
            body="对照年度要点逐项推进，按季度报送进展情况。",
            heading_path=[f"第{place % 12 + 1}部分", f"第{place % 37 + 1}节"],
            due_on=today + timedelta(days=place % 500 - 120),
            percent=place % 101,
        )
        for place in range(count)
    )
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, organization=units[(place + step) % len(units)], part=part, order=step)
        for place, task in enumerate(tasks)
        for step, part in enumerate(("lead", "supporting", "supporting"))
    )


if __name__ == "__main__":
    main()
