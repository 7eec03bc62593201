"""Licences on the staff page of 信用公示 and among the open data."""

from collections.abc import Callable

from django.test import Client

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from tests.publishing.test_credit import PERSON, TRADER, listed
from tests.publishing.test_credit_licence import do, licensed

__all__ = ["do", "licensed", "listed"]
QUERY = "kind=licence&first=2026-03-01&last=2026-03-31"


def test_licences_are_listed_checked_and_handed_out(
    licensed: Callable[..., Case], head: Actor, sign_in: Callable[[Actor], Client]
) -> None:
    licensed(PERSON)
    licensed(TRADER | {"id_number": "1"})
    client = sign_in(head)
    page = client.get(f"/publishing/credit/?{QUERY}").content.decode()
    assert "区市场监管局许准〔2026〕1号" in page
    assert "统一社会信用代码应为 18 位" in page
    assert "准予许可、变更、延续的决定" in page
    csv = client.get(f"/publishing/credit/public.csv?{QUERY}").content.decode()
    assert csv.count("许准〔2026〕") == 1
    assert "木子雨" not in csv
    assert (
        "行政许可信息，2026-03-01至2026-03-31核对无误的 1 条"
        in client.get(f"/publishing/credit/full/?{QUERY}").content.decode()
    )
    assert client.get("/publishing/credit/?kind=other").status_code == 404


def test_licences_are_open_data_in_the_national_fields(licensed: Callable[..., Case], client: Client) -> None:
    licensed(PERSON)
    assert "credit.credit_licence" in client.get("/open/data/").content.decode()
    described = client.get("/open/data/sets/credit.credit_licence/").content.decode()
    assert "许可类别" in described
    data = client.get("/open/data/credit/licence.json?year=2026").json()
    assert [(row["xk_xdr_mc"], row["xk_xdr_zjhm"], row["xk_zt"]) for row in data["rows"]] == [("木某某", None, "1")]
    assert client.get("/open/data/credit/penalty.json?year=2026").json()["rows"] == []
    assert client.get("/open/data/credit/other.json?year=2026").status_code == 404
