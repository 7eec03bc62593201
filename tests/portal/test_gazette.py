"""政府公报: issues are put together from the catalogues, and what is not public stands nowhere."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.government.actors import Actor
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.refusals import ChangesRefused
from tests.conftest import District
from tests.portal.gazette_issue import DECISION, NORMATIVE, PERSONNEL, print_issue, put

pytestmark = pytest.mark.django_db
ISSUE = "/open/gazette/2026-1/"


def text_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_an_issue_prints_its_documents_by_section_numbered_through(
    district: District, handler: Actor, at: datetime
) -> None:
    made = print_issue(district, at, handler.person)
    page = text_of(ISSUE)
    sections = re.findall(r"<h3[^>]*>([^<]+)</h3>", page)
    assert sections == ["规范性文件", "决定和批复", "人事任免"]
    items = re.findall(r'<li value="(\d+)"><a class="title" href="([^"]+)">([^<]+)<', page)
    assert items == [
        ("1", f"/open/registers/normative_documents/{made['normative']}/", NORMATIVE),
        ("2", f"/open/registers/public_documents/{made['decision']}/", DECISION),
        ("3", f"/open/registers/public_documents/{made['personnel']}/", PERSONNEL),
    ]
    assert [Client().get(url).status_code for _, url, _ in items] == [200, 200, 200]
    whole = page + text_of(items[1][1])
    assert "理由暗语戊己庚" not in whole
    assert handler.person.name not in whole


def test_the_list_leads_to_issues_by_year_and_home_to_the_list(
    district: District, handler: Actor, at: datetime
) -> None:
    assert "还没有编发的公报" in text_of("/open/gazette/")
    print_issue(district, at, handler.person)
    page = text_of("/open/gazette/")
    assert f'href="{ISSUE}"' in page
    assert "刊登 3 件" in page
    assert 'href="/open/gazette/"' in text_of("/open/")


def test_an_issue_of_a_later_day_or_of_no_such_number_is_not_there(
    district: District, handler: Actor, at: datetime
) -> None:
    print_issue(district, at, handler.person, on=at.date() + timedelta(days=3))
    assert Client().get(ISSUE).status_code == 404
    assert Client().get("/open/gazette/2026-2/").status_code == 404
    assert "2026年第1期" not in text_of("/open/gazette/")


def test_what_was_repealed_stays_in_the_contents_and_leads_nowhere(
    district: District, handler: Actor, at: datetime
) -> None:
    made = print_issue(district, at, handler.person)
    revising.revise(
        actor=None, jurisdiction=district.jurisdiction, register="normative_documents", since=at.date(), at=at,
        changes=[Change(ChangeKind.WITHDRAW, made["normative"])], reason="废止",
    )  # fmt: skip
    page = text_of(ISSUE)
    assert f'<li value="1"><span class="title">{NORMATIVE}</span>' in page
    assert "现已不在公开目录中" in page
    assert str(made["normative"]) not in page


def test_statements_of_an_issue_do_not_grow_with_its_documents(
    district: District, handler: Actor, at: datetime
) -> None:
    print_issue(district, at, handler.person)
    text_of(ISSUE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        text_of(ISSUE)
    assert len(asked) <= 8


def _closed(district: District, reviewer: Actor, at: datetime, **otherwise: str) -> None:
    day = (at.date() - timedelta(days=9)).isoformat()
    said = {
        "openness": "closed",
        "ground": "process",
        "reviewed_on": day,
        "issued_on": day,
        "reassess_on": "2027-01-01",
    }
    put(
        district, at, "undisclosed_documents", number="清政函〔2026〕7号", title="题名暗语甲乙丙",
        body={"id": str(district.market.pk)}, explained="尚在讨论",
        reviewer={"id": str(reviewer.person.pk)}, **(said | otherwise),
    )  # fmt: skip


def test_documents_that_are_not_public_are_read_by_staff_alone(
    district: District, handler: Actor, at: datetime, sign_in: Callable[[Actor], Client]
) -> None:
    _closed(district, handler, at)
    assert "题名暗语甲乙丙" in sign_in(handler).get("/registers/undisclosed_documents/").content.decode()
    assert Client().get("/open/registers/undisclosed_documents/").status_code == 404
    assert Client().get("/open/registers/undisclosed_documents/data.csv").status_code == 404
    for address in ("/open/search/?q=题名暗语甲乙丙", "/open/gazette/", "/open/registers/", "/open/data/"):
        assert "清政函〔2026〕7号" not in text_of(address)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"openness": "on_request"}, "理由与公开属性不符"),
        ({"ground": "on_request"}, "理由与公开属性不符"),
        ({"reviewed_on": "2026-03-01", "issued_on": "2026-02-01"}, "公开属性应当在印发以前审核"),
    ],
)
def test_a_ground_must_fit_and_review_comes_first(
    district: District, handler: Actor, at: datetime, said: dict[str, str], field: str
) -> None:
    with pytest.raises(ChangesRefused) as refused:
        _closed(district, handler, at, **said)
    assert [field in each.say for each in refused.value.faults] == [True]
