"""Pages of the import: who may open them, what a refused form keeps, where each step leads."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from fazhi.government.actors import Actor
from fazhi.jobs.models import Job
from fazhi.registers.importing import applying, imports
from fazhi.registers.models import Draft, Entry, SheetImport
from tests.registers.power_list import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_shelf")]
SignIn = Callable[[Actor], Client]
HEADS = ("编号", "名称", "类别", "登记单位", "电话")
GOOD = ("A-1", "一号", "百货", "区司法局", "13800000000")
BAD = ("A-2", "二号", "杂货", "区司法局", "138****0000")


@pytest.fixture(autouse=True)
def today(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = at.isoformat()


def hand_in(
    client: Client, *lines: Sequence[str], register: str = "stalls", heads: Sequence[str] = HEADS
) -> SheetImport:
    """Uploads a sheet and has it checked as its columns were matched."""
    file = SimpleUploadedFile("摊点.xlsx", workbook([heads, *lines]))
    answer = client.post(f"/registers/{register}/import/", {"file": file})
    found = SheetImport.objects.latest("pk")
    assert answer.url == f"/registers/imports/{found.pk}/"
    chosen = {f"column_{each.column}": each.field for each in imports.columns_of(found)}
    client.post(f"/registers/imports/{found.pk}/columns/", chosen | {"since": "2026-03-02"})
    found.refresh_from_db()
    return found


def test_file_that_cannot_be_read_is_refused_on_the_form(coordinator: Actor, sign_in: SignIn) -> None:
    file = SimpleUploadedFile("摊点.xlsx", b"PK broken")
    answer = sign_in(coordinator).post("/registers/stalls/import/", {"file": file})
    assert answer.status_code == 422
    assert "Excel 文件已损坏或不完整" in answer.content.decode()
    assert not SheetImport.objects.exists()


def test_import_is_for_keepers_and_for_the_one_who_began_it(
    coordinator: Actor, supervisor: Actor, head: Actor, outsider: Actor, sign_in: SignIn
) -> None:
    found = hand_in(sign_in(coordinator), GOOD)
    assert sign_in(supervisor).get("/registers/stalls/import/").status_code == 403
    for other in (head, outsider):
        for part in ("", "faults/", "file/"):
            assert sign_in(other).get(f"/registers/imports/{found.pk}/{part}").status_code == 404
        assert sign_in(other).post(f"/registers/imports/{found.pk}/confirm/", {"reason": "x"}).status_code == 404
    assert sign_in(head).get("/registers/goods/import/").status_code == 200
    refused = sign_in(head).post("/registers/goods/import/", {"file": SimpleUploadedFile("a.xlsx", workbook([HEADS]))})
    assert refused.status_code == 403


def test_columns_that_cannot_be_are_refused_and_kept(coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    found = hand_in(client, BAD)
    answer = client.post(
        f"/registers/imports/{found.pk}/columns/", {"column_0": "name", "column_1": "name", "since": ""}
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择施行日期" in said
    answer = client.post(
        f"/registers/imports/{found.pk}/columns/", {"column_0": "name", "column_1": "name", "since": "2026-03-02"}
    )
    assert answer.status_code == 422
    assert "两列都对应到“名称”" in answer.content.decode()
    assert '<option value="name" selected>' in answer.content.decode()


def test_faults_are_listed_with_cells_and_personal_data_stays_masked(coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    found = hand_in(client, GOOD, BAD)
    said = client.get(f"/registers/imports/{found.pk}/").content.decode()
    assert "共 2 行，1 行有错误，要改 2 处。什么都没有导入" in said
    assert "C3" in said
    assert "13800000000" not in said
    answer = client.get(f"/registers/imports/{found.pk}/faults/")
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in page[1]] == ["要修改的地方", *HEADS]
    assert page["D3"].comment is not None
    assert (page["D2"].comment, page["D2"].value, page["D3"].value) == (None, "百货", "杂货")
    assert client.post(f"/registers/imports/{found.pk}/confirm/", {"reason": "x"}).status_code in (302, 422)
    assert not Entry.objects.exists()


def test_original_is_handed_back_as_it_was(coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    found = hand_in(client, GOOD)
    answer = client.get(f"/registers/imports/{found.pk}/file/")
    assert answer.content == imports.file_of(SheetImport.objects.get(pk=found.pk))
    assert answer["Content-Disposition"].startswith("attachment")


def test_confirmed_import_leads_to_its_revision(coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    found = hand_in(client, GOOD)
    refused = client.post(f"/registers/imports/{found.pk}/confirm/", {"reason": "", "document": "某文件"})
    assert refused.status_code == 422
    assert "某文件" in refused.content.decode()
    answer = client.post(f"/registers/imports/{found.pk}/confirm/", {"reason": "年度核对"}, follow=True)
    said = answer.content.decode()
    assert "已导入。第 1 次修订：新增 1 条，变更 0 条，取消 0 条。" in said
    assert 'href="/registers/stalls/revisions/1/"' in said
    assert "还没有完成的导入" not in client.get("/registers/stalls/import/").content.decode()


def test_unfinished_import_is_offered_and_can_be_dropped(coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    found = hand_in(client, BAD)
    assert f'href="/registers/imports/{found.pk}/"' in client.get("/registers/stalls/import/").content.decode()
    client.post(f"/registers/imports/{found.pk}/drop/")
    assert "放弃，文件已删除" in client.get(f"/registers/imports/{found.pk}/").content.decode()


def test_register_of_a_procedure_leads_to_a_draft(coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    found = hand_in(client, ("P-1", "职权一", "区司法局"), register="powers", heads=("编码", "名称", "主体"))
    answer = client.post(f"/registers/imports/{found.pk}/confirm/", {"title": "第一次动态调整"})
    assert answer.url == f"/registers/drafts/{Draft.objects.get().pk}/"


def test_long_sheet_leads_to_the_page_of_its_job(
    coordinator: Actor, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(applying, "MOST_AT_ONCE", 0)
    client = sign_in(coordinator)
    found = hand_in(client, GOOD)
    assert client.get(f"/registers/imports/{found.pk}/").url == f"/jobs/{Job.objects.get().pk}/"


def test_number_of_statements_of_the_preview_does_not_depend_on_rows(coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    one = hand_in(client, GOOD)
    many = hand_in(client, *((f"A-{number}", "摊", "百货", "区司法局", "") for number in range(1, 40)))

    def statements(found: SheetImport) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/registers/imports/{found.pk}/")
        return len(asked)

    statements(one)
    assert statements(many) == statements(one)
