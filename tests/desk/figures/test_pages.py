"""The pages of figures: they open, lists count what cells say, and nobody sees the numbers of other bodies."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from fazhi.cases.models import Case
from fazhi.cases.taking import Taken
from fazhi.desk.figures import made
from fazhi.desk.figures.addresses import board_url, figure_url, funnel_url, now_url, records_url, step_url
from fazhi.figures.counting import values
from fazhi.figures.language.checking import check_figure
from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.models import Snapshot
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from tests.conftest import District

SignIn = Callable[[Actor], Client]
THIS_YEAR, LAST_YEAR = Period.year(2026), Period.year(2025)
FILED = "penalties_filed_summary"
TODAY = date(2026, 3, 2)
SUMMARY = "administrative_penalty_summary"


def kinds_of_figures() -> list[str]:
    """The first figure of the catalog that counts each kind of record, and the first of each that is made of others."""
    found: dict[object, str] = {}
    for name, figure in shelf().figures.items():
        kind = figure.counts or ("ratio" if figure.ratio else "sum" if figure.sum else "difference")
        found.setdefault((kind, figure.once, bool(figure.total), bool(figure.distinct)), name)
    return list(found.values())


def listed(client: Client, url: str) -> int:
    """How many records the list at an address says there are, or how many different things they name."""
    page = client.get(url)
    assert page.status_code == 200
    things = page.context["things"]
    return int(page.context["count"] if things is None else things.total)


def cells(page: str) -> list[tuple[str, str]]:
    """Every number in a table of a page that opens a list: (address, number)."""
    found = re.findall(r'<td[^>]*><a href="([^"]*/records/[^"]*)">([\d,]+)</a>', page)
    return [(unescape(url), number.replace(",", "")) for url, number in found]


def test_figure_page_opens_for_each_kind_of_figure(sign_in: SignIn, coordinator: Actor, cases: list[Case]) -> None:
    client = sign_in(coordinator)
    pages = {name: client.get(figure_url(name)) for name in kinds_of_figures()}
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    assert [name for name, page in pages.items() if shelf().get(name).title not in page.content.decode()] == []


def test_boards_show_every_figure_of_the_catalog(sign_in: SignIn, coordinator: Actor, cases: list[Case]) -> None:
    client = sign_in(coordinator)
    scope = Scope.whole(coordinator.jurisdiction_id)
    for domain in shelf().domains:
        page = client.get(board_url(domain.domain, THIS_YEAR))
        shown = {stat.name: stat.value for stat in [*page.context["stats"], *page.context["idle"]]}
        assert shown == values(domain.figures, scope=scope, period=THIS_YEAR, today=TODAY)


def test_lists_behind_every_counting_figure_count_what_it_says(
    sign_in: SignIn, coordinator: Actor, cases: list[Case]
) -> None:
    """The figures of penalties, through their pages; `tests/figures` holds it for the whole catalog."""
    client = sign_in(coordinator)
    scope = Scope.whole(coordinator.jurisdiction_id)
    names = [name for name, figure in shelf().figures.items() if figure.counts and SUMMARY in figure.sources]
    counted = {name for name in names if shelf().get(name).total is None}
    found = values(counted, scope=scope, period=THIS_YEAR, today=TODAY)
    assert found[FILED].number == 2
    assert {name: listed(client, records_url(name, THIS_YEAR)) for name in counted} == {
        name: value.number for name, value in found.items()
    }


def test_every_cell_of_a_figure_opens_as_many_records(sign_in: SignIn, coordinator: Actor, cases: list[Case]) -> None:
    client = sign_in(coordinator)
    found = cells(client.get(figure_url(FILED, THIS_YEAR)).content.decode())
    # January and March, last January, the bureau now and then, the outcome now and then
    assert sorted(number for _, number in found) == ["1", "1", "1", "1", "1", "2", "2"]
    assert [str(listed(client, url)) for url, _ in found] == [number for _, number in found]


def test_ratio_opens_both_its_lists(sign_in: SignIn, coordinator: Actor, cases: list[Case]) -> None:
    name = next(name for name, figure in shelf().figures.items() if figure.ratio)
    page = sign_in(coordinator).get(figure_url(name, THIS_YEAR))
    ratio = shelf().get(name).ratio
    assert ratio is not None
    assert [part.role for part in page.context["parts"]] == ["分子", "分母"]
    assert [part.stat.name for part in page.context["parts"]] == [ratio.of, ratio.to]


def test_records_lead_to_the_case(sign_in: SignIn, coordinator: Actor, cases: list[Case]) -> None:
    page = sign_in(coordinator).get(records_url(FILED, THIS_YEAR)).content.decode()
    assert all(f"/cases/{case.pk}/" in page for case in cases[1:])
    assert f"/cases/{cases[0].pk}/" not in page


def test_records_are_searched_and_exported_within_the_period(
    sign_in: SignIn, coordinator: Actor, cases: list[Case]
) -> None:
    client = sign_in(coordinator)
    url = records_url(FILED, THIS_YEAR)
    assert listed(client, f"{url}&q={cases[1].number}") == 1
    assert listed(client, f"{url}&q={cases[0].number}") == 0
    book = load_workbook(BytesIO(client.get(f"{url}&export=xlsx").content))
    numbers = {str(cell.value) for row in book.active.iter_rows() for cell in row}
    assert {case.number in numbers for case in cases[1:]} == {True}
    assert cases[0].number not in numbers


def test_records_cost_the_same_for_more_rows(sign_in: SignIn, coordinator: Actor, opened: Callable[..., Taken]) -> None:
    client = sign_in(coordinator)
    url = records_url(FILED, THIS_YEAR)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            opened()
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_head_sees_the_own_bureau_alone(
    sign_in: SignIn, head: Actor, other_head: Actor, cases: list[Case], district: District
) -> None:
    own, other = sign_in(head), sign_in(other_head)
    assert listed(own, records_url(FILED, THIS_YEAR)) == 2
    assert listed(other, records_url(FILED, THIS_YEAR)) == 0
    assert own.get(figure_url(FILED, THIS_YEAR, district.urban.pk)).status_code == 403
    assert listed(own, records_url(FILED, THIS_YEAR, None, "unit", district.urban.pk)) == 0


def test_other_district_sees_nothing(sign_in: SignIn, outsider: Actor, cases: list[Case], district: District) -> None:
    client = sign_in(outsider)
    assert listed(client, records_url(FILED, THIS_YEAR)) == 0
    assert listed(client, now_url("open")) == 0
    assert client.get(figure_url(FILED, THIS_YEAR, district.market.pk)).status_code == 404


def test_guests_are_sent_to_the_login_and_administrators_refused(
    client: Client, sign_in: SignIn, unit_admin: Actor
) -> None:
    for url in ("/figures/", figure_url(FILED), records_url(FILED), "/figures/snapshots/"):
        assert client.get(url).status_code == 302
        assert sign_in(unit_admin).get(url).status_code == 403


def test_addresses_of_nothing_are_not_found(sign_in: SignIn, coordinator: Actor) -> None:
    client = sign_in(coordinator)
    urls = (
        "/figures/f/no_such_figure/", "/figures/f/no_such_figure/records/", "/figures/boards/no_such/",
        "/figures/procedures/no_such/", "/figures/now/no_such/", f"/figures/f/{FILED}/?unit=99999999",
        f"/figures/f/{FILED}/records/?by=colour&key=1", f"/figures/f/{FILED}/records/?by=unit&key=x",
    )  # fmt: skip
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 404)


@pytest.mark.parametrize(
    ("query", "say"),
    [
        ("period=2026x", "看不懂统计期间“2026x”，现在显示的是今年。"),
        ("period=free&from=2026-03-01&to=2026-02-01", "统计期间要写清起日和止日，止日不能早于起日。现在显示的是今年。"),
    ],
)
def test_period_that_cannot_be_read_is_said_and_this_year_shown(
    sign_in: SignIn, coordinator: Actor, query: str, say: str
) -> None:
    page = sign_in(coordinator).get(f"{figure_url(FILED)}?{query}")
    assert page.context["asked"].problem == say
    assert page.context["asked"].period == THIS_YEAR
    assert say in page.content.decode()


def test_free_span_is_kept_in_every_link(sign_in: SignIn, coordinator: Actor, cases: list[Case]) -> None:
    page = sign_in(coordinator).get(f"{figure_url(FILED)}?period=free&from=2026-1-1&to=2026-02-15")
    assert page.context["stat"].url == f"/figures/f/{FILED}/records/?period=2026-01-01_2026-02-15"
    assert page.context["stat"].value.number == 1


def test_change_is_against_the_same_days_of_last_year(
    sign_in: SignIn, coordinator: Actor, opened: Callable[..., Taken], cases: list[Case]
) -> None:
    opened(on=date(2025, 6, 1))  # after the second of March: not yet to be compared with
    stat = sign_in(coordinator).get(figure_url(FILED, THIS_YEAR)).context["stat"]
    assert (stat.value.number, stat.before.number) == (2, 1)
    assert stat.change.words == "1 件，100%"
    assert stat.change.said == "上年同期 1件"


def test_home_of_a_coordinator_names_the_bodies_that_stand_out(
    sign_in: SignIn, coordinator: Actor, cases: list[Case], district: District
) -> None:
    page = sign_in(coordinator).get("/figures/")
    (body,) = page.context["bodies"]
    assert body.name == str(district.market)
    assert page.context["month"] == []
    assert body.numbers[0][1].url == now_url("open", None, "unit", district.market.pk)


def test_home_of_a_head_puts_this_month_beside_the_last_and_last_years(
    sign_in: SignIn, head: Actor, cases: list[Case]
) -> None:
    page = sign_in(head).get("/figures/")
    assert page.status_code == 200
    assert page.context["bodies"] == []
    assert [tile.label for tile in page.context["pressing"]] == [each.title for each in made.standing().values()]


def test_tiles_of_what_stands_open_open_as_many_records(sign_in: SignIn, coordinator: Actor, cases: list[Case]) -> None:
    client = sign_in(coordinator)
    tiles = client.get("/figures/").context["pressing"]
    assert [tile.url for tile in tiles] == [now_url(name) for name in made.standing()]
    assert [str(listed(client, tile.url)) for tile in tiles] == [tile.value for tile in tiles]


def test_funnel_counts_the_cases_opened_in_the_period(sign_in: SignIn, head: Actor, cases: list[Case]) -> None:
    client = sign_in(head)
    page = client.get(funnel_url(SUMMARY, THIS_YEAR))
    assert page.context["opened"].value.number == 2
    for step in page.context["steps"]:
        assert listed(client, step.number.url) == step.number.value.number
    assert listed(client, step_url(SUMMARY, "opened", LAST_YEAR)) == 1


def test_frozen_figure_shows_what_came_since(
    sign_in: SignIn, coordinator: Actor, cases: list[Case], opened: Callable[..., Taken]
) -> None:
    client = sign_in(coordinator)
    posted = {"title": "一季度通报", "figures": [FILED]}
    assert client.post("/figures/freeze/?period=2026", posted).status_code == 302
    snapshot = Snapshot.objects.get()
    url = f"/figures/snapshots/{snapshot.pk}/"
    before = client.get(url).context
    assert (before["moved"], before["proved"]) == (0, True)
    late = opened(on=date(2026, 2, 3)).case
    (line,) = client.get(url).context["lines"]
    assert (line.frozen.number, line.difference.now.number) == (2, 3)
    assert line.difference.came == (str(late.pk),)
    assert f"/cases/{late.pk}/" in client.get(url).content.decode()
    (frozen,) = client.get(figure_url(FILED, THIS_YEAR)).context["frozen"]
    assert (frozen.same, frozen.url) == (False, url)


def test_list_of_what_to_freeze_is_narrowed_and_nothing_ticked_is_lost(sign_in: SignIn, coordinator: Actor) -> None:
    client = sign_in(coordinator)
    address = "/figures/freeze/?period=2026"
    given = {"title": "一季度通报", "figures": [FILED], "find": "1", "find_words": "复议　受理"}
    answer = client.post(address, given)
    (ticked, *groups) = answer.context["form"].fields["figures"].choices
    assert (answer.status_code, ticked) == (200, ("已选", [(FILED, shelf().get(FILED).title)]))
    names = [name for _, found in groups for name, _ in found]
    assert all({"复议", "受理"} <= {word for word in ("复议", "受理") if word in said(name)} for name in names)
    assert (answer.context["form"].count, "recon_accepted" in names) == (len(names), True)
    assert 'value="一季度通报"' in answer.content.decode()
    assert not Snapshot.objects.exists()
    posted = {"title": "一季度通报", "figures": [FILED, "recon_accepted"], "words": "复议　受理"}
    assert client.post(address, posted).status_code == 302
    assert {each.figure for each in Snapshot.objects.get().figures.all()} == {FILED, "recon_accepted"}


def said(name: str) -> str:
    return " ".join((*shelf().get(name).words, shelf().domain_of(name).title))


def test_freezing_is_for_those_who_oversee(sign_in: SignIn, head: Actor, coordinator: Actor) -> None:
    assert sign_in(head).get("/figures/freeze/").status_code == 403
    refused = sign_in(coordinator).post("/figures/freeze/?period=2026", {"title": "空"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["figures"]
    assert not Snapshot.objects.exists()


def test_catalog_of_figures_is_searched_by_how_reports_word_them(sign_in: SignIn, coordinator: Actor) -> None:
    client = sign_in(coordinator)
    assert client.get("/figures/all/").context["count"] == len(shelf())
    assert [
        name for _, _, figures in client.get("/figures/all/?q=当场查处").context["domains"] for name, _, _ in figures
    ] == [FILED]
    assert f"/figures/f/{FILED}/" in client.get("/search/?q=当场查处").content.decode()


def test_first_page_after_logging_in_has_the_numbers_of_the_role(
    sign_in: SignIn, handler: Actor, head: Actor, cases: list[Case]
) -> None:
    def strip(actor: Actor) -> dict[str, object]:
        return {each.label: each.value for each in sign_in(actor).get("/").context["figures"]}

    assert strip(handler).items() >= {"我承办的": 3}.items()
    assert strip(head).items() >= {"本月立案": 1}.items()


def test_made_figures_are_good_definitions() -> None:
    """What pages make themselves is held to the same rules as the catalog."""
    every: dict[str, Figure] = dict(made.standing()) | made.of_procedure("administrative_penalty")
    wrong = {name: list(check_figure(name, figure, every)) for name, figure in every.items()}
    assert {name: found for name, found in wrong.items() if found} == {}
    assert {figure.counts for figure in every.values()} >= {Counted.CASES, Counted.ACTS, Counted.CLOCKS}
