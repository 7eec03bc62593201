"""The pages of checked reports: what they show, to whom, and that lists cost the same at one report and at three."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from fazhi.desk.figures.addresses import records_url
from fazhi.figures.periods import Period
from fazhi.government.actors import Actor
from fazhi.scrutiny.models import Draft, StatedFigure
from fazhi.scrutiny.verdicts import Verdict
from tests.scrutiny.conftest import report

Receive = Callable[..., Draft]
SignIn = Callable[[Actor], Client]


def stated(draft: Draft, what: str) -> StatedFigure:
    return next(each for each in draft.figures.all() if what in each.what)


def test_upload_is_checked_at_once(sign_in: SignIn, coordinator: Actor, ledger: None) -> None:
    file = SimpleUploadedFile("送审稿.txt", report(registered="8"))
    answer = sign_in(coordinator).post("/scrutiny/new/", {"file": file, "year": "2026", "kind": "draft", "body": ""})
    draft = Draft.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/scrutiny/{draft.pk}/")
    assert stated(draft, "登记法治建设问题").verdict == Verdict.DIFFERS


def test_unreadable_upload_says_why(sign_in: SignIn, coordinator: Actor, ledger: None) -> None:
    file = SimpleUploadedFile("送审稿.txt", "没有数字。".encode())
    answer = sign_in(coordinator).post("/scrutiny/new/", {"file": file, "year": "2026", "kind": "draft", "body": ""})
    assert answer.status_code == 422
    assert "没有读出任何数字" in answer.content.decode()


def test_every_number_is_marked_in_the_text(sign_in: SignIn, coordinator: Actor, receive: Receive) -> None:
    draft = receive(registered="8", rate="99.04%")
    page = sign_in(coordinator).get(f"/scrutiny/{draft.pk}/?show=all").content.decode()
    assert [page.count(f'class="said {verdict}') for verdict in ("differs", "agrees", "contradicts", "left")] == [
        1,
        2,
        3,
        1,
    ]
    assert page.count('<article class="stated') == draft.figures.count()


def test_number_opens_its_records(sign_in: SignIn, coordinator: Actor, receive: Receive) -> None:
    draft = receive(registered="8")
    page = sign_in(coordinator).get(f"/scrutiny/{draft.pk}/?show=differs").content.decode()
    assert f'href="{records_url("problems_registered", Period.year(2026))}">3个</a>' in page


def test_decision_is_taken_and_taken_back(sign_in: SignIn, coordinator: Actor, receive: Receive) -> None:
    draft, client = receive(), sign_in(coordinator)
    order = stated(draft, "方案").order
    address = f"/scrutiny/{draft.pk}/figures/{order}/"
    assert client.post(f"{address}assign/", {"figure": ""}).status_code == 422
    client.post(f"{address}assign/", {"figure": "problems_registered", "remember": "1"})
    assert stated(draft, "方案").verdict == Verdict.DIFFERS
    client.post(f"{address}reopen/")
    assert stated(draft, "方案").verdict == Verdict.UNBACKED
    client.post(f"{address}leave/")
    assert stated(draft, "方案").verdict == Verdict.LEFT


def test_figures_are_searched_by_any_wording(sign_in: SignIn, coordinator: Actor, receive: Receive) -> None:
    draft = receive()
    address = f"/scrutiny/{draft.pk}/figures/{stated(draft, '方案').order}/"
    page = sign_in(coordinator).get(address, {"q": "查摆问题"}).content.decode()
    assert page.count('type="radio"') == 1
    assert "登记法治建设问题" in page


def test_list_is_handed_out_as_a_workbook(sign_in: SignIn, coordinator: Actor, receive: Receive) -> None:
    draft = receive(registered="8", rate="99.04%")
    answer = sign_in(coordinator).get(f"/scrutiny/{draft.pk}/list.xlsx")
    book = load_workbook(BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book["数字核对"].iter_rows()]
    wrong = next(row for row in rows if row[5] == "与记录不一致")
    assert wrong[2:9] == ["登记法治建设问题", "8个", "2026年", "与记录不一致", "登记法治建设问题", "3个", 5]
    assert book["文内矛盾"].max_row == 2


def test_past_years_stand_beside_each_other(sign_in: SignIn, coordinator: Actor, receive: Receive) -> None:
    receive(kind="past", year=2024, registered="31")
    receive(kind="past", year=2025, registered="28")
    client = sign_in(coordinator)
    page = client.get("/scrutiny/series/").content.decode()
    assert [f"{year}年</th>" in page for year in (2024, 2025, 2026)] == [True, True, False]
    one = client.get("/scrutiny/series/problems_registered/").content.decode()
    assert "31个" in one
    assert client.get("/scrutiny/series/no_such/").status_code == 404


def test_draft_of_others_is_not_found(sign_in: SignIn, other_head: Actor, receive: Receive) -> None:
    draft = receive()
    assert sign_in(other_head).get(f"/scrutiny/{draft.pk}/").status_code == 404


def test_list_costs_the_same_at_one_and_three(sign_in: SignIn, coordinator: Actor, receive: Receive) -> None:
    client = sign_in(coordinator)
    receive()
    client.get("/scrutiny/")
    with CaptureQueriesContext(connection) as one:
        client.get("/scrutiny/")
    receive()
    receive()
    with CaptureQueriesContext(connection) as three:
        client.get("/scrutiny/")
    assert len(three) == len(one)
