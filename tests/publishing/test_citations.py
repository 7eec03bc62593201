"""The grounds say what the statutes say: every phrase stands in its article."""

from pathlib import Path

import pytest

from fazhi.publishing.rules import read_grounds
from fazhi.statutes.reading import Citation, Library, Problem

STATUTES = Path(__file__).parents[3] / "shared" / "statutes"


@pytest.mark.skipif(not STATUTES.is_dir(), reason="NOT VERIFIED: the texts of the statutes are not on this machine")
def test_every_phrase_of_a_ground_stands_in_its_article() -> None:
    library = Library.load(STATUTES)
    cited = [
        (citation, phrase)
        for ground in read_grounds().value.grounds.values()
        for citation, phrases in ground.basis.items()
        for phrase in ([phrases] if isinstance(phrases, str) else phrases)
    ]
    wrong = [each for each in cited if isinstance(library.verify(Citation.parse(each[0]), each[1]), Problem)]
    assert wrong == []
