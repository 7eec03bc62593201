"""The sample's notices: each settled as of the day on which its acts were entered."""

from datetime import date, datetime, timedelta

from fazhi.cases.models import Case
from fazhi.catalog.sample_registers import load_sample_registers
from fazhi.government.actors import Actor
from fazhi.publishing import sweeping
from fazhi.publishing.models import Bookmark, Notice, NoticeState
from fazhi.sample.notices import load_notices
from fazhi.sample.stage import Stage
from tests.conftest import District
from tests.publishing.conftest import Take


def test_the_sample_is_settled_act_by_act(
    fined: Case,
    drafted: Case,
    other_handler: Actor,
    officers: list[Actor],
    district: District,
    act: Take,
    at: datetime,
) -> None:
    act(drafted, other_handler, "draft", draft_version="第二次征求意见稿", on=date(2026, 4, 20))
    again = {"comment_channels": ["website"], "comment_until": "2026-05-30"}
    act(drafted, other_handler, "announce", on=date(2026, 4, 21), **again)
    told: list[str] = []
    stage = Stage(now=at + timedelta(days=90), jurisdiction=district.jurisdiction, units={}, people={})
    load_notices(stage=stage, tell=told.append)
    assert told == ["  应当公开的事项 3 项，已公开 2 项"]
    found = Notice.objects.order_by("published_on").filter(state=NoticeState.PUBLISHED)
    assert [each.published_on for each in found] == [date(2026, 3, 2), date(2026, 4, 21)]
    assert sweeping.settle_new(at=stage.now).cases == 0
    assert Bookmark.objects.count() == 2


def test_every_body_of_the_sample_that_decides_has_its_credit_code() -> None:
    """Without it no decision of theirs can be handed in (双公示)."""
    file = next(each.value for each in load_sample_registers() if each.value.id == "enforcement_bodies")
    rows = [row for revision in file.revisions for row in revision.entries()]
    assert [row["body"] for row in rows if row["kind"] != "entrusted" and "uscc" not in row] == []
