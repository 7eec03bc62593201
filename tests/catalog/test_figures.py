"""The figures that ship: sound, worded as reports word them, for every mechanism that the platform has records of."""

from collections import defaultdict

import pytest

from fazhi.figures.language.library import Shelf, read_figures
from fazhi.figures.language.library import shelf as the_shelf

ROWS = {"A": 21, "B": 7, "C": 10, "D": 15, "E": 16, "F": 14, "G": 7, "H": 24, "I": 3, "J": 18, "K": 8, "L": 10, "M": 3}
"""How many mechanisms the inventory has in each of its parts."""
WITHOUT_RECORDS = {
    "E10": "决策执行和后评估，随决策程序",
    "E11": "决策责任追究，随决策程序",
    "F05": "县区没有规章制定权",
    "F09": "重大立法事项请示报告，县区没有立法权",
    "F10": "立法后评估，县区没有立法权",
    "F14": "发文专项排查，没有记录",
    "I03": "突发事件指挥处置，不在本平台办理",
    "J18": "诉讼风险提示，没有记录",
    "M01": "数字政府，没有可数的记录",
    "M02": "信息化建设，没有可数的记录",
}
WHOLES = {
    "powers": "powers_by_kinds",
    "advisers_listed": "advisers_by_kinds",
    "normative_cleaned": "normative_cleaned_by_kinds",
    "complaints_received": "complaints_by_handling",
    "inspections_concluded": "inspections_by_result",
    "recon_received": "recon_received_by_course",
    "recon_decided": "recon_by_result",
    "lawsuits_new": "lawsuits_by_defendant",
    "lawsuits_closed": "lawsuits_by_result",
    "petitions_received": "petitions_by_channel",
    "requests_replied": "requests_by_reply",
    "proposals_handled": "proposals_by_kind",
    "legal_aid_accepted": "legal_aid_by_kind",
}
"""Figures whose parts come to them, and the sums that show it."""


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return the_shelf()


def test_every_figure_is_sound():
    _, problems = read_figures()
    assert [str(problem) for problem in problems] == []


def test_every_mechanism_with_records_has_figures(shelf):
    rows = {f"{part}{number:02}" for part, most in ROWS.items() for number in range(1, most + 1)}
    covered = {row for figure in shelf.figures.values() for row in figure.covers}
    assert rows - covered == set(WITHOUT_RECORDS)
    assert covered <= rows


def test_every_figure_names_its_mechanism(shelf):
    assert [name for name in shelf if not shelf.get(name).covers] == []


def test_wordings_lead_to_one_figure_of_a_unit(shelf):
    """What a report says in one unit is one figure of ours: else a stated number could not be held against it."""
    said = defaultdict(set)
    for name in shelf:
        for words in shelf.get(name).words:
            said[words, shelf.get(name).unit].add(name)
    general = {"发现问题", "整改到位"}
    assert {key: names for key, names in said.items() if len(names) > 1 and key[0] not in general} == {}


def test_shares_are_percentages_with_a_word_for_nothing(shelf):
    shares = [figure for figure in shelf.figures.values() if figure.ratio]
    assert len(shares) >= 70
    assert {figure.unit for figure in shares} == {"%"}
    assert all("没有" in figure.ratio.empty for figure in shares)


def test_parts_of_a_share_are_of_one_unit(shelf):
    units = {name: {shelf.get(part).unit for part in shelf.get(name).parts} for name in shelf if shelf.get(name).ratio}
    assert {name: found for name, found in units.items() if len(found) > 1} == {}


def test_titles_differ(shelf):
    titles = [figure.title for figure in shelf.figures.values()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


@pytest.mark.parametrize(("whole", "parts"), WHOLES.items())
def test_wholes_have_sums_of_their_parts(shelf, whole, parts):
    """The numbers are held against each other with the sample's records, in tests/sample."""
    assert shelf.get(parts).sum
    assert shelf.get(parts).unit == shelf.get(whole).unit
    assert all(shelf.get(part).dated == shelf.get(whole).dated for part in shelf.get(parts).sum)


def test_boards_lead_with_figures_of_their_domain(shelf):
    assert all(3 <= len(domain.leads) <= 6 for domain in shelf.domains)
