from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.jobs.models import Job
from fazhi.jobs.progress import ask, run, told
from fazhi.plans.refusals import Refused


@pytest.fixture
def job(coordinator: Actor, at: datetime) -> Job:
    return ask(actor=coordinator, title="导出任务清单", task="a.task", arguments={"plan": 7}, at=at)


def test_asked_job_waits_in_the_queue_with_its_arguments(job: Job) -> None:
    queued = ProcrastinateJob.objects.get()
    assert (queued.task_name, queued.args) == ("a.task", {"job_id": job.pk, "plan": 7})
    assert (job.state, job.percent) == (Job.State.WAITING, 0)


@pytest.mark.django_db(transaction=True)
def test_refused_page_leaves_neither_job_nor_place_in_the_queue(coordinator: Actor, at: datetime) -> None:
    with transaction.atomic():
        ask(actor=coordinator, title="导出", task="a.task", arguments={}, at=at)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_progress_is_written_at_whole_percents(job: Job, django_assert_num_queries: Callable[..., object]) -> None:
    told(job=job, done=0, total=1000)
    with django_assert_num_queries(1):
        for done in range(1, 20):
            told(job=job, done=done, total=1000)
    job.refresh_from_db()
    assert (job.state, job.percent) == (Job.State.RUNNING, 1)


def test_finished_job_says_what_it_made(job: Job, at: datetime) -> None:
    run(job_id=job.pk, work=lambda _: ("共导出 3 行。", None, "/plans/"), now=lambda: at + timedelta(minutes=1))
    job.refresh_from_db()
    assert (job.state, job.percent, job.say, job.next_url) == (Job.State.DONE, 100, "共导出 3 行。", "/plans/")


def test_persons_mistake_fails_the_job_with_its_sentence(job: Job, at: datetime) -> None:
    def refuse(_: Job) -> tuple[str, KeptFile | None, str]:
        raise Refused("第 3 行没有任务名称。")

    run(job_id=job.pk, work=refuse, now=lambda: at)
    job.refresh_from_db()
    assert (job.state, job.say) == (Job.State.FAILED, "第 3 行没有任务名称。")


def test_fault_fails_the_job_without_telling_its_inside(job: Job, at: datetime) -> None:
    def fail(_: Job) -> tuple[str, KeptFile | None, str]:
        raise KeyError("secret")

    with pytest.raises(KeyError):
        run(job_id=job.pk, work=fail, now=lambda: at)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.say == "处理中断，数据没有改动。请稍后重试；仍不成功请联系系统管理员。"
    assert job.ended_at == at
