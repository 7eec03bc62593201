"""A major administrative decision 重大行政决策 through the verbs: the catalogue of decisions follows it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.papers import preview
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.registers.models import Entry
from tests.cases.listing import listed

Take = Callable[..., Case]


@pytest.fixture
def take(at: datetime) -> Take:
    """Takes a step on the day ``days`` after the first."""

    def make(actor: Actor, case: Case, step: str, result: str = "", *, days: int = 0, **data: Any) -> Case:
        moment = at + timedelta(days=days)
        given = Given(step, moment.date(), result, data=data)
        return taking.take(actor=actor, case_id=case.pk, given=given, at=moment).case

    return make


@pytest.fixture
def item(district: Any) -> Entry:
    """A decision of the year's catalogue, in the market bureau's charge."""
    entry = listed(
        district.market,
        "decision_catalogue",
        {
            "year": 2026,
            "number": 4,
            "matter": "清和区农贸市场改造方案",
            "kind": "project",
            "body": str(district.market.pk),
            "procedures": ["participation", "legality", "collective"],
            "planned_on": "2026-06-30",
            "committee_document": "区委常委会第9次会议",
            "progress": "planned",
        },
    )
    return Entry.objects.get(pk=entry)


@pytest.fixture
def proposed(item: Entry, handler: Actor, district: Any, at: datetime) -> Case:
    opening = {
        "catalogue_item": str(item.pk),
        "matter": "清和区农贸市场改造方案",
        "matter_kind": "project",
        "decision_level": "government",
        "exclusion": "none",
        "proposed_by": "department",
    }
    given = Given("propose", at.date(), data=opening)
    return taking.open_case(
        actor=handler, procedure="major_decision", organization=district.market, given=given, at=at
    ).case


@pytest.fixture
def announced(proposed: Case, handler: Actor, head: Actor, take: Take) -> Case:
    """Started, drafted, and laid before the public on 2026-03-02 until 2026-04-01."""
    studied = {"study_problem": "市场老旧", "study_grounds": "消防整改要求", "study_plan": "分两期改造"}
    take(handler, proposed, "study", study_unit="区市场监管局", **studied)
    take(head, proposed, "launch", "started", lead_unit="区市场监管局", features=["interests"])
    take(
        handler, proposed, "research", research="走访三个市场", legal_grounds=[{"law": "某条例", "matter": "市场开办"}]
    )
    take(handler, proposed, "draft", "substantive", draft_version="征求意见稿")
    return take(
        handler,
        proposed,
        "announce",
        comment_channels=["website", "newspaper"],
        announced_contents=["draft", "notes", "ways", "until"],
        comment_until="2026-04-01",
        opinion_contact="区市场监管局办公室，0990-1234567",
    )


def said(item: Entry, *names: str) -> list[Any]:
    item.refresh_from_db()
    return [item.data.get(name) for name in names]


def test_decision_of_the_catalogue_brings_its_body_and_the_catalogue_follows(
    announced: Case, item: Entry, handler: Actor, reviewer: Actor, head: Actor, take: Take
) -> None:
    assert announced.data["lead_unit"] == "区市场监管局"
    assert said(item, "progress", "decided_on") == ["drafting", None]
    take(handler, announced, "summarise", days=31, comments_received=0)
    take(handler, announced, "advise", days=31, adviser="李律师", advice="合法")
    take(handler, announced, "submit", days=31, materials=["draft", "grounds", "procedure"])
    assert said(item, "progress") == ["review"]
    lawful = {"review_power": "yes", "review_procedure": "yes", "review_content": "yes"}
    take(reviewer, announced, "review", "lawful", days=45, **lawful)
    take(handler, announced, "table", days=46, tabled_materials=["draft", "public", "legality"])
    met = {
        "meeting_kind": "executive",
        "members_present": 9,
        "deliberation_note": "逐一发言",
        "chief_last": True,
        "chief_differs": False,
    }
    take(head, announced, "deliberate", "adopted", days=50, meeting="第5次常务会议", has_dissent=False, **met)
    take(head, announced, "report_party", days=51, party_report="区委常委会第12次会议")
    take(head, announced, "issue", days=52, document_number="清政发〔2026〕7号")
    assert said(item, "progress", "decided_on", "decision_document") == ["decided", "2026-04-23", "清政发〔2026〕7号"]
    published = take(handler, announced, "publish", days=55, publish_channels=["gazette", "website", "newspaper"])
    clock = published.clocks.get(limit="publish")
    assert (clock.due_on, clock.state) == (date(2026, 5, 25), "met")


def test_announcement_says_what_the_regulation_orders(announced: Case) -> None:
    paper = announced.papers.get(instrument="decision_comment_notice")
    printed = preview(announced, paper)
    assert printed.unfilled == ()
    assert list(printed.lines) == [
        "关于公开征求清和区农贸市场改造方案意见的公告",
        "区市场监管局拟订了清和区农贸市场改造方案（征求意见稿），现将决策草案及其说明向社会公布，公开征求意见。",
        "征求意见自2026年3月2日起，至2026年4月1日止。",
        "草案公布的途径：政府网站、报刊。提出意见的方式：区市场监管局办公室，0990-1234567。",
        "提出意见请写明对应的条款和理由。意见的采纳情况将予以说明。",
        "区市场监管局",
        "2026年3月2日",
    ]
