"""Asking for long work and telling how far it is. The queue is procrastinate's; `Job` is what people watch."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.jobs.models import Job


def ask(*, actor: Actor, title: str, task: str, arguments: dict[str, Any], at: datetime) -> Job:
    """Queues the procrastinate task of that name, which is called with ``job_id`` and `arguments` (plain JSON values).

    The job and its place in the queue are written in one transaction: neither is there without the other.
    """
    with transaction.atomic():
        job = Job.objects.create(title=title, asked_by=actor.person, asked_at=at)
        app.configure_task(name=task).defer(job_id=job.pk, **arguments)
    return job


def told(*, job: Job, done: int, total: int) -> None:
    """Tells how far the work is. Called from the job itself, as often as it likes: it writes at each whole percent."""
    before, job.done, job.total = job.percent, done, total
    if job.state == Job.State.WAITING or job.percent != before:
        job.state = Job.State.RUNNING
        job.save(update_fields=["state", "done", "total"])


def run(*, job_id: int, work: Callable[[Job], tuple[str, KeptFile | None, str]], now: Callable[[], datetime]) -> None:
    """Carries out the body of a job and notes its end.

    `work` returns what to say, the file it made if any, and the address to go on to. An exception with a `say` is the
    person's mistake and is shown to them; any other fails the job with a general sentence and is raised on to the log.
    """
    job = Job.objects.get(pk=job_id)
    told(job=job, done=0, total=0)
    try:
        job.say, job.result, job.next_url = work(job)
        job.state = Job.State.DONE
    except Exception as error:
        job.state = Job.State.FAILED
        say = getattr(error, "say", "")
        job.say = say or "处理中断，数据没有改动。请稍后重试；仍不成功请联系系统管理员。"
        if not say:
            raise
    finally:
        job.ended_at = now()
        job.save()
