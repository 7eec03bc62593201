"""The case of a yearly report on its pages: nobody types the day from which its limits run."""

from collections.abc import Callable

from django.test import Client

from fazhi.cases.models import Case, Clock
from fazhi.government.actors import Actor
from tests.desk.cases.forms import posted

ADDRESS = "/cases/new/annual_report/"


def test_the_year_alone_sets_the_days_of_the_calendar(
    sign_in: Callable[[Actor], Client], officers: list[Actor]
) -> None:
    client = sign_in(officers[0])
    page = client.get(ADDRESS).content.decode()
    assert "year_end" not in page
    answer = client.post(
        ADDRESS,
        posted(
            page,
            f__title="清和区市场监督管理局2026年法治政府建设情况报告",
            f__report_year="2026",
            f__reporter="department",
            f__lead_body="法规科",
            f__division__0__part="全文",
            f__division__0__unit="法规科",
        ),
    )
    assert answer.status_code == 302
    case = Case.objects.get()
    due = dict(Clock.objects.filter(case=case).values_list("limit", "due_on"))
    assert {name: day.isoformat() for name, day in due.items()} == {
        "send_party": "2027-02-28",
        "send_government": "2027-02-28",
        "send_upper_department": "2027-02-28",
        "publish": "2027-03-31",
    }
    assert "2027年3月31日" in client.get(answer["Location"]).content.decode()
