"""The sample's reports: earlier years as stated, and a draft whose only wrong numbers are the planted ones."""

from datetime import datetime

from fazhi.government.actors import Actor
from fazhi.sample import scrutiny
from fazhi.sample.stage import Stage
from fazhi.scrutiny import series
from fazhi.scrutiny.models import Draft
from tests.conftest import District
from tests.scrutiny.conftest import ledger

__all__ = ["ledger"]


def test_sample_draft_has_the_planted_slips_and_no_others(
    district: District, coordinator: Actor, ledger: None, at: datetime
) -> None:
    told: list[str] = []
    stage = Stage(now=at, jurisdiction=district.jurisdiction, units={}, people={scrutiny.WRITER: coordinator.person})
    scrutiny.load_scrutiny(stage=stage, tell=told.append)
    draft = Draft.objects.get(kind=Draft.Kind.DRAFT)
    assert [(each.what, each.written, each.recorded_text) for each in draft.figures.filter(verdict="differs")] == [
        ("登记法治建设问题", "6个", "3个")
    ]
    assert sorted(fault["rule"] for fault in draft.faults if fault["severity"] == "certain") == ["rate", "sum", "vague"]
    stated = series.stated(district.jurisdiction.pk, "recon_received")
    assert [(each.year, int(each.value)) for each in stated] == [(at.year - 2, 41), (at.year - 1, 52)]
    assert told == ["  核对报告 3 份，其中送审稿有数字 22 个"]
