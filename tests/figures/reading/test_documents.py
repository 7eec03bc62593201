"""The reader on labelled reports: thresholds a little under what is reached, so that a step back is noticed."""

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from fazhi.figures.reading import ReadFigure, read_report_text

DOCUMENTS = Path(__file__).parent.parent / "documents"
SHARED = Path(__file__).parents[4] / "shared" / "documents"


def _dense(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum() or c in "%+").lower()


def _overlap(one: str, two: str) -> float:
    """How many characters two wordings share, as the labelled documents are scored: 1 for the same, 0 for none."""
    a, b = Counter(_dense(one)), Counter(_dense(two))
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def _agrees(label: dict[str, Any], figure: ReadFigure) -> bool:
    same = abs(label["value"] - figure.value) <= 1e-3 * max(1.0, abs(label["value"]))
    return bool(same and label["unit"] == figure.unit and abs(label["start"] - figure.start) <= 3)


def _scores(folder: Path, pattern: str) -> tuple[float, float, float]:
    """(F1 of the figures, mean agreement of `what`, share of kinds that agree) over labelled reports."""
    both = missed = invented = kinds = 0
    wordings: list[float] = []
    for labels in sorted(folder.glob(pattern)):
        text = (DOCUMENTS if folder == DOCUMENTS else SHARED) / labels.name.replace(".figures.json", ".txt")
        # Bytes, not read_text: labels count each character, line ends too.
        read = list(read_report_text(text.read_bytes().decode()).figures)
        for label in json.loads(labels.read_text(encoding="utf-8"))["figures"]:
            figure = next((each for each in read if _agrees(label, each)), None)
            if figure is None:
                missed += not label.get("optional")
                continue
            read.remove(figure)
            both += 1
            kinds += figure.kind == label["kind"]
            wordings.append(max(_overlap(w, figure.what) for w in (label["what"], *(label.get("what_alt") or []))))
        invented += len(read)
    return 2 * both / (2 * both + missed + invented), sum(wordings) / len(wordings), kinds / both


@pytest.mark.parametrize(
    ("pattern", "wording"), [("a*.figures.json", 0.975), ("b*.figures.json", 0.975), ("c*.figures.json", 0.965)]
)
def test_labelled_reports_are_read(pattern: str, wording: float) -> None:
    f1, what, kinds = _scores(DOCUMENTS, pattern)
    assert f1 >= 0.995
    assert what >= wording
    assert kinds == 1.0


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/documents（带标注的文件）不在这里")
def test_shared_reports_are_read() -> None:
    f1, what, kinds = _scores(SHARED / "gold", "*.figures.json")
    assert f1 >= 0.995
    assert what >= 0.97
    assert kinds == 1.0
