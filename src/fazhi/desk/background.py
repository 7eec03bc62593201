"""Background jobs of the desk; procrastinate finds this module by its name (settings)."""

from typing import Any

from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.desk.lists import EXPORT_TASK, ListPage
from fazhi.desk.pages import require_any
from fazhi.desk.plans import board_export
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.actors import actor_for
from fazhi.government.models import Jurisdiction, Person
from fazhi.jobs import progress
from fazhi.jobs.models import Job


@app.task(name=EXPORT_TASK)
def export(*, job_id: int, page: str, query: str, kwargs: dict[str, Any], person_id: int) -> None:
    """Writes the list `page` (``module:Class``) as its person may see it now, and keeps the workbook as the result."""
    now = clock.now()
    actor = actor_for(person=Person.objects.get(pk=person_id), on=now.date())
    cls: type[ListPage[Any]] = import_string(page.replace(":", "."))

    def work(job: Job) -> tuple[str, KeptFile | None, str]:
        require_any(actor, cls.permission)  # a role may have been taken away since the export was asked for
        whole = cls.without_request(actor=actor, now=now, query=query, kwargs=kwargs)
        count = whole.found().count()
        data = whole.workbook(lambda done: progress.told(job=job, done=done, total=count))
        assert actor.jurisdiction_id is not None  # whoever may see a list has a seat
        area = Jurisdiction.objects.get(pk=actor.jurisdiction_id)
        kept = store.keep(name=whole.workbook_name(), data=data, jurisdiction=area, by=actor.person, at=now)
        return f"共 {count} {whole.unit_word}，已写入 {kept.name}。", kept, ""

    progress.run(job_id=job_id, work=work, now=clock.now)


@app.task(name=board_export.BOARD_EXPORT)
def export_board(*, job_id: int, query: str, person_id: int) -> None:
    """Writes the board's 任务分解表 as its person may see it now."""
    now = clock.now()
    actor = actor_for(person=Person.objects.get(pk=person_id), on=now.date())
    progress.run(
        job_id=job_id, work=lambda job: board_export.write(job=job, actor=actor, query=query, now=now), now=clock.now
    )
