"""考核 in a browser: an officer without JavaScript assesses the unit, a reviewer decides, the coordinator looks on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fazhi.assessment import assessments
from fazhi.assessment.models import BodyState, ItemScore
from fazhi.government.actors import Actor
from tests.assessment.stage import opened, problem, sheet_of_unit
from tests.conftest import AT, District

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_story_assessment(
    coordinator: Actor,
    handler: Actor,
    supervisor: Actor,
    district: District,
    page_as: Callable[..., Any],
    look: Callable[..., None],
    check_accessibility: Callable[..., None],
    settings: Any,
) -> None:
    settings.FIXED_NOW = AT.isoformat()
    problem(coordinator, district.market)
    made = opened(coordinator, district)
    body = sheet_of_unit(made, district.market)

    officer = page_as(handler, scripts=False, width=390)
    officer.goto("/assessment/")
    officer.get_by_role("link", name="继续自评").click()
    look(officer, "body")
    officer.get_by_role("link", name="述法", exact=True).click()
    officer.get_by_label("2 分：泛泛而谈").check()
    officer.get_by_label("自评说明").fill("见述法报告")
    look(officer, "item-self")
    officer.get_by_role("button", name="保存自评").click()
    officer.goto(f"/assessment/bodies/{body.pk}/")
    officer.get_by_text("提交自评", exact=True).first.click()
    officer.get_by_role("button", name="确认提交自评").click()
    assert officer.get_by_text("自评已提交。").is_visible()
    body.refresh_from_db()
    assert body.state == BodyState.SUBMITTED

    later = AT + timedelta(days=30)
    settings.FIXED_NOW = later.isoformat()
    assessments.close_self(actor=coordinator, assessment=made, at=later)
    reviewer = page_as(supervisor)
    reviewer.goto("/assessment/review/")
    look(reviewer, "review")
    reviewer.get_by_role("link", name="述法", exact=True).first.click()
    reviewer.get_by_label("4 分：有事实有问题有改进").check()
    reviewer.get_by_label("评审意见").fill("三个问题都写明了整改时间")
    look(reviewer, "item-review")
    check_accessibility(reviewer)
    reviewer.get_by_role("button", name="保存评审意见").click()
    assert ItemScore.objects.get(body=body, item="d_duty_report").review_points == 4

    organiser = page_as(coordinator)
    for address, name in (
        (f"/assessment/{made.pk}/", "assessment"),
        (f"/assessment/bodies/{body.pk}/", "body"),
        (f"/assessment/systems/{made.edition_id}/adjust/", "adjust"),
    ):
        organiser.goto(address)
        look(organiser, name)
        check_accessibility(organiser)
