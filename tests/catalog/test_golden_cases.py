"""The golden cases beside the procedures, replayed through the engine."""

from datetime import date

import pytest

from fazhi.catalog.loading import load_yaml
from fazhi.procedures.language.library import CASES, case_files, library
from fazhi.procedures.proving.golden import GoldenCase, GoldenFile, replay

FILES = [(path, load_yaml(path, GoldenFile)) for path in case_files()]


@pytest.mark.parametrize(
    ("procedure", "edition", "case"),
    [
        pytest.param(file.procedure, path.name.removesuffix(CASES), case, id=f"{file.procedure}-{number}")
        for path, file in FILES
        for number, case in enumerate(file.cases, 1)
    ],
)
def test_golden_case_runs_as_expected(procedure: str, edition: str, case: GoldenCase):
    definition = library().get(procedure, date.fromisoformat(edition))
    assert replay(definition, case) == []


def test_every_procedure_has_golden_cases():
    assert {definition.id for definition in library()} == {file.procedure for _, file in FILES}
