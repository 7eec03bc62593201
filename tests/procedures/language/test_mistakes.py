"""Mistakes in a procedure, one at a time: each is told with file, line and a sentence that says how to mend it."""

from pathlib import Path

import pytest
import yaml

from tests.procedures.language.writing import changed, said

MISTAKES = [
    pytest.param(mistake, id=f"{path.stem}-{mistake['mistake']}")
    for path in sorted((Path(__file__).parent / "mistakes").glob("*.yaml"))
    for mistake in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_told_with_its_line(tmp_path, mistake):
    file = changed(tmp_path, mistake["old"], mistake["new"])
    assert said(file) == [("2024-05-01.yaml", line, sentence) for line, sentence in mistake["says"]]
