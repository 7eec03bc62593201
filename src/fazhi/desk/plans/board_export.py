"""The board as a 任务分解表: at once while it is short, else as a background job with a progress bar."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect

from fazhi.desk.lists import XLSX
from fazhi.desk.pages import DeskRequest
from fazhi.desk.plans.narrowing import narrowed
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import TASK_VIEW, require
from fazhi.jobs import progress
from fazhi.jobs.models import Job
from fazhi.plans.models import Task
from fazhi.plans.worksheet import task_worksheet

BOARD_EXPORT = "fazhi.desk.background.export_board"
# About two seconds' work; a longer table is written in the background.
MOST_AT_ONCE = 1_000


def export(request: DeskRequest, tasks: QuerySet[Task]) -> HttpResponseBase:
    """The workbook, or the page of the job that is writing it."""
    if tasks.count() > MOST_AT_ONCE:
        arguments = {"query": request.GET.urlencode(), "person_id": request.actor.person.pk}
        job = progress.ask(
            actor=request.actor, title="导出任务分解表", task=BOARD_EXPORT, arguments=arguments, at=request.now
        )
        return redirect("desk:job", job.pk)
    data = _workbook(request.actor, _ordered(tasks), request.now.date())
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(_name(request.now.date()))}"}
    return HttpResponse(data, content_type=XLSX, headers=headers)


def write(*, job: Job, actor: Actor, query: str, now: datetime) -> tuple[str, KeptFile | None, str]:
    """The body of the job: what the person may see now, as their filter narrows it."""
    require(actor, TASK_VIEW)
    _, tasks = narrowed(actor, QueryDict(query), now.date())
    count = tasks.count()
    data = _workbook(actor, _told(job, _ordered(tasks).iterator(chunk_size=500), count), now.date())
    assert actor.jurisdiction_id is not None  # whoever sees tasks has a seat
    area = Jurisdiction.objects.get(pk=actor.jurisdiction_id)
    kept = store.keep(name=_name(now.date()), data=data, jurisdiction=area, by=actor.person, at=now)
    return f"共 {count} 项任务，已写入 {kept.name}。", kept, ""


def _told(job: Job, tasks: Iterable[Task], count: int) -> Iterator[Task]:
    for done, task in enumerate(tasks, 1):
        yield task
        progress.told(job=job, done=done, total=count)


def _ordered(tasks: QuerySet[Task]) -> QuerySet[Task]:
    rows = tasks.select_related("plan").prefetch_related("units__organization", "targets", "deadlines")
    return rows.order_by("plan__title", "order", "pk")


def _workbook(actor: Actor, tasks: Iterable[Task], today: date) -> bytes:
    maker = actor.seats[0].organization_name if actor.seats else ""
    return task_worksheet(tasks, heading="任务分解表", made_by=maker, today=today)


def _name(today: date) -> str:
    return f"任务分解表{today:%Y%m%d}.xlsx"
