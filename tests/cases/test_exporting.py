"""A case as a file: from the database to a verdict that asks no database."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from fazhi.cases import checkpoints, correcting, exporting
from fazhi.cases.models import Case
from fazhi.cases.taking import Taken
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.record.errors import RecordError
from fazhi.record.verifying_export import verify_export
from tests.cases.walks import corrected, informed


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def photo(officers: list[Actor], district: Any, at: datetime) -> KeptFile:
    data = "现场照片的说明".encode()
    return store.keep(name="照片.txt", data=data, jurisdiction=district.jurisdiction, by=officers[0].person, at=at)


@pytest.fixture
def full(case: Case, officers: list[Actor], photo: KeptFile, at: datetime) -> Case:
    """Notice, correction, an attachment; a checkpoint in between, and an act after it."""
    informed(case, officers[0], at)
    correcting.supplement(actor=officers[0], case_id=case.pk, text="照片", attachments=[photo], at=at)
    checkpoints.checkpoint(at=at)
    corrected(case, officers[0], at, "东街菜市场西门")
    return Case.objects.get(pk=case.pk)


def test_an_exported_case_holds(full: Case) -> None:
    data = exporting.export_case(full)
    verdict = verify_export(BytesIO(data))
    assert verdict.first_break is None
    assert (verdict.case, verdict.acts, verdict.attachments, verdict.logged) == (str(full.pk), 4, 1, 3)
    assert verdict.signed
    assert exporting.export_case(full) == data


def test_the_page_speaks_chinese(full: Case) -> None:
    with ZipFile(BytesIO(exporting.export_case(full))) as pack:
        page = pack.read("index.html").decode()
    assert full.number in page
    for word in ("清和区市场监督管理局", "现场查处", "程班（承办人）", "补充材料", "更正", "照片.txt", "违法地点"):
        assert word in page, word
    for slug in (">inform<", "handler", "correction", "place："):
        assert slug not in page, slug


def test_a_case_before_the_first_checkpoint_is_exported_unsigned(case: Case) -> None:
    verdict = verify_export(BytesIO(exporting.export_case(case)))
    assert (verdict.ok, verdict.signed, verdict.logged) == (True, False, -1)


def test_an_incomplete_case_does_not_leave_the_house(full: Case, photo: KeptFile) -> None:
    store.path_of(photo.sm3).unlink()
    with pytest.raises(RecordError, match=r"照片\.txt"):
        exporting.export_case(full)


def test_words_cover_every_procedure() -> None:
    from fazhi.procedures.language.library import library  # noqa: PLC0415

    for definition in library():
        words = exporting.words_of(definition)
        assert {f"step:{name}" for name in definition.steps} <= set(words)
        assert {f"field:{name}" for name in definition.fields} <= set(words)


def test_a_number_makes_a_file_name(opened: Callable[..., Taken]) -> None:
    assert exporting.file_name(opened().case) == "区市场监管局当罚案〔2026〕1号.zip"
