"""Real statutes, where they are at hand: every file is read, nothing is lost, article numbers run without gaps."""

import re
from pathlib import Path

import pytest

from fazhi.statutes.reading import Article, Library, StatuteText
from fazhi.statutes.reading.phrases import condensed

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "statutes"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"NO REAL STATUTES: there is no folder {FOLDER}; only invented ones were read"
)

# Brackets are written in full width whatever the file has; sub-items 1． as 1.
_SAME = str.maketrans("()．", "（）.")


@pytest.fixture(scope="module")
def texts() -> list[StatuteText]:
    library = Library.load(FOLDER)
    assert [str(fault) for fault in library.faults] == []
    return [text for editions in library.statutes.values() for text in editions]


def test_every_file_is_read(texts: list[StatuteText]) -> None:
    assert {text.source for text in texts} == {path.name for path in FOLDER.glob("*.md")}
    assert len(texts) > 40


def test_article_numbers_run_without_gaps(texts: list[StatuteText]) -> None:
    gaps = [f"{text.source}: {remark.say}" for text in texts for remark in text.remarks if "缺号" in remark.say]
    assert gaps == []
    assert all(text.articles[0].number.number == 1 for text in texts)


def test_no_line_is_lost(texts: list[StatuteText]) -> None:
    lost = []
    for text in texts:
        kept = _plain(_whole(text))
        for raw in (FOLDER / text.source).read_text(encoding="utf-8").splitlines():
            line = _plain(re.sub(r"<!--.*?-->|^#+", "", raw.strip("\u200b")))
            if line and line not in kept:
                lost.append(f"{text.source}: {raw}")
    assert lost == []


def test_text_has_as_many_characters_as_the_file(texts: list[StatuteText]) -> None:
    """A line that stands twice in a file must stand twice in what was read, but for a title that is said again."""
    for text in texts:
        raw = (FOLDER / text.source).read_text(encoding="utf-8")
        body = _plain(re.sub(r"<!--.*?-->|^#+", "", raw, flags=re.MULTILINE))
        missing = len(body) - len(_plain(_whole(text)))
        assert missing in (0, len(_plain(text.title))), text.source


def _whole(text: StatuteText) -> str:
    parts = (f"{part.number}{part.text}" if isinstance(part, Article) else part.text for part in text.parts)
    return "\n".join([text.title, *text.history, *text.preamble, *parts])


def _plain(text: str) -> str:
    return condensed(text).translate(_SAME)
