"""The sample's applications go through the real forms and verbs, and stand in every state."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from fazhi.government.models import OrganizationKind
from fazhi.government.roles import Role
from fazhi.intake import duplicates
from fazhi.intake.models import Application
from fazhi.sample.applications import load_applications
from fazhi.sample.stage import Stage
from tests.conftest import District, plant


def test_stories_are_told_through_forms_and_verbs(district: District, join: Callable[..., Actor], at: datetime) -> None:
    area, above = district.jurisdiction, district.government
    centre = plant(area, above, OrganizationKind.DEPARTMENT, "清和区12345政务服务便民热线中心", "区热线中心")
    join("jie.ting", "解听", centre, Role.HANDLER)
    join("ban.li", "班力", district.market, Role.HANDLER)
    units = dict.fromkeys(("zjj", "scj", "zrj", "czj", "cgj", "jtj"), district.market)
    stage = Stage(now=at, jurisdiction=area, units=units, people={})
    made = load_applications(stage=stage, tell=lambda _: None)
    assert made == Application.objects.count() == 24
    states = Counter(Application.objects.values_list("state", flat=True))
    assert {"received", "returned", "accepted", "answered", "declined", "merged"} == set(states)
    assert Case.objects.count() == states["accepted"] >= 4
    last = Application.objects.filter(form="disclosure").order_by("-received_at").first()
    assert last is not None
    assert duplicates.serial(last).many
