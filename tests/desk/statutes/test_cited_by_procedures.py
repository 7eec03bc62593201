"""An article's page names the procedures that rest on it."""

from fazhi.desk.cases.citing import cited
from fazhi.statutes.citing import records


def test_the_library_knows_every_citation_of_the_procedures() -> None:
    assert len(cited()) > 1500
    assert set(cited()) <= set(records())


def test_a_limit_is_found_under_its_article() -> None:
    paths = {each.path for each in cited() if str(each.citation) == "行政处罚法#60"}
    assert "期限·办案期限" in paths
