"""The library of procedures: which edition is meant, what is told of files that cannot be used."""

from datetime import date

import pytest

from fazhi.catalog.loading import CatalogError
from fazhi.procedures.language.library import (
    UnknownProcedureError,
    case_files,
    load_library,
    procedure_files,
    read_file,
    read_files,
)
from tests.procedures.language.writing import SAMPLE, said, written

TEXT = SAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """Two editions of one procedure, another procedure, and golden cases, which are no procedure."""
    written(tmp_path, TEXT)
    written(tmp_path, TEXT.replace("edition: 2024-05-01", "edition: 2025-01-01"), "2025-01-01.yaml")
    other = TEXT.replace("id: hall_booking", "id: room_booking").replace("family: booking", "family: rooms")
    written(tmp_path, other, procedure="room_booking")
    written(tmp_path, "cases: []\n", "2024-05-01.cases.yaml")
    return tmp_path


def test_sample_has_no_problem(tmp_path):
    assert said(read_file(written(tmp_path, TEXT))) == []


def test_editions_are_found_by_day(folder):
    found = load_library(folder)
    assert [definition.key for definition in found] == [
        "hall_booking/2024-05-01",
        "hall_booking/2025-01-01",
        "room_booking/2024-05-01",
    ]
    assert found.edition("hall_booking", date(2024, 5, 1)).edition == date(2024, 5, 1)
    assert found.edition("hall_booking", date(2024, 12, 31)).edition == date(2024, 5, 1)
    assert found.edition("hall_booking", date(2030, 1, 1)).edition == date(2025, 1, 1)
    assert found.get("hall_booking", date(2024, 5, 1)).edition == date(2024, 5, 1)
    assert [definition.key for definition in found.latest()] == ["hall_booking/2025-01-01", "room_booking/2024-05-01"]
    assert {family: [each.id for each in of] for family, of in found.families().items()} == {
        "booking": ["hall_booking"],
        "rooms": ["room_booking"],
    }


def test_unknown_procedure_and_edition_are_refused(folder):
    found = load_library(folder)
    for ask, sentence in (
        (
            lambda: found.edition("hall", date(2024, 5, 1)),
            "程序库中没有“hall”。已有的程序：hall_booking、room_booking。",
        ),
        (
            lambda: found.edition("hall_booking", date(2024, 4, 30)),
            "“会堂借用”自2024-05-01起施行，2024-04-30尚无可用的版本。",
        ),
        (
            lambda: found.get("hall_booking", date(2024, 6, 1)),
            "“会堂借用”没有2024-06-01的版本。已有的版本：2024-05-01、2025-01-01。",
        ),
    ):
        with pytest.raises(UnknownProcedureError) as refused:
            ask()
        assert str(refused.value) == sentence


def test_golden_cases_are_no_procedures(folder):
    assert [path.name for path in procedure_files(folder / ".")] == [
        "2024-05-01.yaml",
        "2025-01-01.yaml",
        "2024-05-01.yaml",
    ]
    assert [path.name for path in case_files(folder)] == ["2024-05-01.cases.yaml"]


def test_every_problem_of_every_file_is_told(folder):
    written(folder, TEXT.replace("fee >= high_fee", "fee > > high_fee"))
    written(folder, TEXT.replace("\n", "\n ", 1), procedure="room_booking")
    with pytest.raises(CatalogError) as refused:
        load_library(folder)
    assert [(problem.file.split("/")[-2], problem.line) for problem in refused.value.problems] == [
        ("hall_booking", 28),
        ("room_booking", 2),
        ("room_booking", 2),
    ][: len(refused.value.problems)]
    assert [len(file.problems) > 0 for file in read_files(folder)] == [True, False, True]


def test_name_of_file_and_folder_are_those_of_the_procedure(tmp_path):
    file = read_file(written(tmp_path, TEXT, "2024-06-01.yaml", procedure="hall"))
    assert said(file) == [
        (
            "2024-06-01.yaml",
            1,
            "文件夹“hall”与程序标识“hall_booking”不一致。请把文件放入文件夹 hall_booking，或改 id。",
        ),
        (
            "2024-06-01.yaml",
            3,
            "文件名“2024-06-01.yaml”与版本日期 2024-05-01 不一致。请把文件名改为 2024-05-01.yaml，或改 edition。",
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        (
            "passed: 审核通过",
            "passed: {tilte: 审核通过}",
            [(48, "缺少必填项。请补上这一项。"), (48, "没有这个键。请检查拼写，或删去这一项。")],
        ),
        (
            "after: {any: [answer.agreed, mend]}",
            "after: {all: [mend]}",
            [(91, "缺少必填项。请补上这一项。"), (91, "没有这个键。请检查拼写，或删去这一项。")],
        ),
        ("after: {any: [answer.agreed, mend]}", "after: 5", [(91, "应为文字，现为“5”。请给值加上引号。")]),
        (
            "{step: apply, on: received_at}",
            "{step: apply, onn: received_at}",
            [(108, "没有这个键。请检查拼写，或删去这一项。")],
        ),
    ],
)
def test_value_of_several_forms_is_told_by_the_likeliest(tmp_path, old, new, problems):
    assert TEXT.count(old) == 1
    file = read_file(written(tmp_path, TEXT.replace(old, new)))
    assert said(file) == [("2024-05-01.yaml", line, sentence) for line, sentence in problems]
