"""Watching jobs, taking files away, and a long export from asking to its file."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from openpyxl import load_workbook

from fazhi.desk import background, lists
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.government.models import Membership
from fazhi.jobs.models import Job

SignIn = Callable[[Actor], Client]


@pytest.fixture
def kept(handler: Actor, district: object, at: datetime) -> KeptFile:
    return store.keep(
        name="证据 一.html", data=b"<script>1</script>", jurisdiction=district.jurisdiction, by=handler.person, at=at
    )


def test_file_is_handed_out_as_a_harmless_download(kept: KeptFile, handler: Actor, sign_in: SignIn) -> None:
    answer = sign_in(handler).get(f"/files/{kept.pk}/")
    assert answer.content == b"<script>1</script>"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%AF%81%E6%8D%AE%20")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


def test_file_of_another_district_is_not_there(kept: KeptFile, outsider: Actor, sign_in: SignIn) -> None:
    assert sign_in(outsider).get(f"/files/{kept.pk}/").status_code == 404


def test_lost_file_is_explained(kept: KeptFile, handler: Actor, sign_in: SignIn) -> None:
    store.path_of(kept.sm3).unlink()
    answer = sign_in(handler).get(f"/files/{kept.pk}/")
    assert answer.status_code == 422
    assert "请联系系统管理员从备份恢复" in answer.content.decode()


def test_result_of_a_job_is_for_the_one_who_asked(
    kept: KeptFile, handler: Actor, head: Actor, at: datetime, sign_in: SignIn
) -> None:
    job = Job.objects.create(title="导出", asked_by=head.person, asked_at=at, result=kept, state="done")
    assert sign_in(handler).get(f"/files/{kept.pk}/").status_code == 404
    assert sign_in(handler).get(f"/jobs/{job.pk}/").status_code == 404
    assert f"/files/{kept.pk}/" in sign_in(head).get(f"/jobs/{job.pk}/").content.decode()


def test_job_page_asks_again_until_the_job_ends(handler: Actor, at: datetime, sign_in: SignIn) -> None:
    job = Job.objects.create(title="导入", asked_by=handler.person, asked_at=at, state="running", done=3, total=10)
    client = sign_in(handler)
    running = client.get(f"/jobs/{job.pk}/").content.decode()
    assert 'hx-trigger="every 1s"' in running
    assert '<meta http-equiv="refresh" content="2">' in running
    assert 'aria-valuenow="30"' in running
    job.state, job.say, job.next_url = "done", "共 10 条。", "/people/"
    job.save()
    ended = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in ended
    assert "<html" not in ended
    assert 'href="/people/"' in ended


def test_long_export_runs_as_a_job_and_is_narrowed_the_same_way(
    handler: Actor, head: Actor, other_handler: Actor, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_AT_ONCE", 1)
    answer = sign_in(handler).get("/people/?q=程&export=xlsx")
    job = Job.objects.get()
    assert answer.url == f"/jobs/{job.pk}/"
    background.export(
        job_id=job.pk, page="fazhi.desk.people:People", query="q=程", kwargs={}, person_id=handler.person.pk
    )
    job.refresh_from_db()
    assert (job.state, job.percent, job.say) == ("done", 100, f"共 2 人，已写入 {job.result.name}。")
    sheet = load_workbook(io.BytesIO(store.content(job.result))).worksheets[0]
    found = {row[0].value for row in sheet.iter_rows()}
    assert {"程班", "程静"} <= found
    assert "傅泽" not in found


def test_long_export_fails_when_the_role_is_gone(audit_admin: Actor, at: datetime) -> None:
    job = Job.objects.create(title="导出", asked_by=audit_admin.person, asked_at=at)
    Membership.objects.filter(person=audit_admin.person).update(roles=[])
    background.export(
        job_id=job.pk, page="fazhi.desk.records:Records", query="", kwargs={}, person_id=audit_admin.person.pk
    )
    job.refresh_from_db()
    assert (job.state, job.result) == ("failed", None)
    assert "您没有“查阅管理日志”权限" in job.say
