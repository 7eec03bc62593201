"""A district with a few problems in its ledger, and a draft report that states their number, rightly and wrongly."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from fazhi.government.actors import Actor
from fazhi.plans import problems
from fazhi.scrutiny import drafts
from fazhi.scrutiny.models import Draft
from tests.conftest import AT, District

REPORT = """清和区2026年度法治政府建设情况报告
一、总体情况
全区登记法治建设问题{registered}个，制定法治文化阵地建设方案5份。
二、化解行政争议
收到行政复议申请0件，受理0件。抽检食品2140批次，合格2098批次，合格率{rate}。
三、下一步打算
力争办理法律援助案件320件。
"""
REGISTERED = 3


def report(*, registered: str = "3", rate: str = "98.04%") -> bytes:
    return REPORT.format(registered=registered, rate=rate).encode()


@pytest.fixture
def ledger(district: District, coordinator: Actor) -> None:
    """Three problems, registered in 2026."""
    for number in range(REGISTERED):
        problems.register(
            actor=coordinator, unit=district.market, source="report", text=f"第{number + 1}个问题",
            due_on=date(2026, 6, 30), at=AT - timedelta(hours=number),
        )  # fmt: skip


@pytest.fixture
def receive(coordinator: Actor, ledger: None, at: datetime) -> Callable[..., Draft]:
    """Hands in the report: ``receive(registered="8")``."""

    def make(*, kind: str = "draft", year: int = 2026, **said: str) -> Draft:
        return drafts.receive(actor=coordinator, name="年度报告.txt", data=report(**said), year=year, kind=kind, at=at)

    return make
