"""Writes a small invented procedure with one passage changed, and tells what is found wrong with it."""

from pathlib import Path

from fazhi.procedures.language.library import ReadFile, read_file

SAMPLE = Path(__file__).parent / "hall_booking.yaml"


def written(folder: Path, text: str, name: str = "2024-05-01.yaml", procedure: str = "hall_booking") -> Path:
    path = folder / procedure / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def changed(folder: Path, old: str, new: str) -> ReadFile:
    """The sample read with ``old``, which stands in it once, replaced."""
    text = SAMPLE.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
    return read_file(written(folder, text.replace(old, new)))


def line_of(passage: str) -> int:
    """The line of the sample on which the passage stands."""
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    [found] = [number for number, line in enumerate(lines, 1) if passage in line]
    return found


def said(file: ReadFile) -> list[tuple[str, int | None, str]]:
    """File, line and sentence of every problem."""
    found = []
    for problem in file.problems:
        assert problem.file == str(file.path)
        found.append((file.path.name, problem.line, str(problem).partition("：")[2]))
    return found
