"""What the page of a case offers: in which order, and which buttons stand out."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.procedures.casework.events import Event
from tests.cases.walks import applied

Show = Callable[..., str]


@pytest.fixture
def shown(sign_in: Callable[[Actor], Client], join: Callable[..., Actor], district: Any, at: datetime) -> Show:
    """The page of a reconsideration as its chief sees it after some steps, all of one day."""
    clerk = join("fu.yi", "复一", district.justice, Role.HANDLER, Role.HEAD)
    case = applied(clerk, district.justice, district.market, at).case

    def page(*steps: str, address: str = "", post: dict[str, str] | None = None) -> str:
        state = case.folded
        for seq, step in enumerate(steps, 2):
            name, _, result = step.partition(".")
            state = state.taken(Event(seq, name, result, 0, str(clerk.person.pk), at.date()), {})
        Case.objects.filter(pk=case.pk).update(state=state.to_json() | {"clocks": {}})
        client, target = sign_in(clerk), f"/cases/{case.pk}/{address}"
        return (client.get(target) if post is None else client.post(target, post)).content.decode()

    return page


HEARD = ("accept", "assign", "send_copy", "copy_received")


def offered(page: str) -> tuple[list[str], list[str]]:
    """The steps on the page, and those that are folded away."""
    panel = page[page.index('id="next"') : page.index('id="acts"')]
    open_ones, _, rest = panel.partition('class="next-more"')
    found = [re.findall('aria-label="办理([^"]*)"', part) for part in (open_ones, rest)]
    return found[0], found[1]


def primary(page: str) -> list[str]:
    return re.findall('button primary" href="[^"]*" aria-label="办理([^"]*)"', page)


def test_the_way_on_stands_first_and_the_seldom_is_folded(shown: Show) -> None:
    page = shown(*HEARD)
    steps, rest = offered(page)
    assert steps[0] == "被申请人答复举证"
    assert {"终止", "驳回行政复议申请", "中止"} <= set(rest)
    assert len(steps) <= 6
    assert f"其他可以办理的步骤（{len(rest)}）" in page


def test_after_resumption_neither_end_stands_out(shown: Show) -> None:
    assert primary(shown(*HEARD, "suspend", "resume.cause_gone")) == ["被申请人答复举证"]


def test_a_short_list_is_not_folded(shown: Show, sign_in: Any, case: Case, officers: list[Actor]) -> None:
    steps, rest = offered(sign_in(officers[0]).get(f"/cases/{case.pk}/").content.decode())
    assert "告知并听取陈述申辩" in steps
    assert rest == []


def test_a_pause_is_explained_with_its_article_in_words(shown: Show) -> None:
    page = shown(*HEARD, "suspend")
    assert "《行政复议法》第三十九条" in page
    assert "行政复议法#39" not in re.sub('href="[^"]*"', "", page)


def test_the_body_complained_of_is_among_the_parties(shown: Show) -> None:
    page = shown()
    parties = page[page.index('id="parties"') : page.index('id="papers"')]
    assert "<dt>被申请人</dt><dd>清和区市场监督管理局</dd>" in parties
    assert "<dt>被申请人</dt>" not in page[page.index('id="papers"') :]
