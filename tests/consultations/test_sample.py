"""The sample's consultations go through the ordinary verbs, whenever it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from fazhi.consultations.models import Consultation, Fate, State
from fazhi.consultations.reading import counted
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.sample.consultations import load_consultations
from fazhi.sample.stage import Stage
from tests.conftest import District

pytestmark = pytest.mark.django_db


def test_sample_tells_one_of_each_state(join: Callable[..., Actor], district: District, at: datetime) -> None:
    people = {
        "zou.jiajun": join("zou.jiajun", "邹某", district.market, Role.HANDLER).person,
        "yu.wenbo": join("yu.wenbo", "于某", district.street, Role.HANDLER).person,
        "cheng.guan": join("cheng.guan", "程某", district.urban, Role.HANDLER).person,
    }
    units = {"cgj": district.urban, "zjj": district.market, "jtj": district.street}
    told: list[str] = []
    stage = Stage(now=at, jurisdiction=district.jurisdiction, units=units, people=people)
    load_consultations(stage=stage, tell=told.append)
    made = list(Consultation.objects.order_by("opens_on"))
    assert [each.state for each in made] == [State.ANSWERED, State.CLOSED, State.OPEN, State.DRAFT]
    assert told == ["  征求意见 4 件，意见 19 条"]
    found = counted(made[0])
    assert f"收到意见 {found.total} 条" in made[0].summary
    fates = {key: n for key, _, n in found.fates}
    assert fates == {Fate.ADOPTED: 4, Fate.PARTLY: 2, Fate.REJECTED: 2, Fate.EXPLAINED: 1}
    assert made[0].points[0] == "第一条"
