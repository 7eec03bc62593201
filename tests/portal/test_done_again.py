"""不满意重办 before the end: the citizen rates the answer and asks for more; the clerk's step has it in it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fazhi.cases.taking import Given, take
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.intake import accepting, applying
from fazhi.intake.models import Application
from fazhi.procedures.applications.library import forms
from tests.conftest import District
from tests.desk.cases.forms import posted
from tests.intake.office import CITIZEN

MATTER = {"kind": "help", "title": "路灯不亮", "facts": "三盏路灯不亮。", "urgency": "ordinary", "wants_reply": True}
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("dispatch", {"lead": {"name": "清和区城管局"}, "lead_kind": "department"}),
    ("reply", {"disposal": "solved", "reply_text": "修好了。", "told": True}),
)


@pytest.fixture
def clerk(join: Callable[..., Actor], district: District) -> Actor:
    return join("re.xian", "任线", district.justice, Role.HANDLER)


@pytest.fixture
def citizen(clerk: Actor, district: District, at: datetime, settings: Any) -> Client:
    """Follows a matter that was answered an hour ago."""
    done = applying.submit(
        form=forms().get("hotline"), organization=district.justice, applicant=CITIZEN, data=MATTER, at=at
    )
    case = accepting.accept(actor=clerk, application_id=done.application.pk, at=at).case
    for step, data in STEPS:
        take(actor=clerk, case_id=case.pk, given=Given(step, at.date(), data=data), at=at)
    settings.FIXED_NOW = (at + timedelta(hours=1)).isoformat()
    client = Client()
    client.post("/open/follow/", {"number": done.application.number, "code": done.code})
    return client


def test_rating_with_the_wish_becomes_the_clerks_step(
    citizen: Client, clerk: Actor, sign_in: Callable[[Actor], Client]
) -> None:
    page = citizen.get("/open/follow/matter/").content.decode()
    assert page.index(">评价</a>") < page.index(">不满意，要求重办</a>")
    wordless = citizen.post("/open/follow/say/rate/", {"satisfaction": "1", "again": "yes", "text": ""})
    again = wordless.content.decode()
    assert (wordless.status_code, "请写明哪里不满意" in again) == (422, True)
    assert ('value="1" checked' in again, 'value="yes" aria-describedby="again_help" checked' in again) == (True, True)
    told = citizen.post("/open/follow/say/rate/", {"satisfaction": "1", "again": "yes", "text": "还有一盏不亮。"})
    assert told["Location"] == "/open/follow/matter/?told=rate"
    assert "您要求重办" in citizen.get("/open/follow/matter/").content.decode()

    desk = sign_in(clerk)
    application = Application.objects.get()
    address = f"/intake/{application.pk}/"
    assert "办理“审核回访”" in desk.get(address).content.decode()
    sent = posted(desk.get(f"{address}step/").content.decode())
    asked = ("result", "f.callback", "f.satisfaction")
    assert [sent[name] for name in asked] == [["rework"], ["online"], ["unsatisfied"]]
    assert sent["r.rework.rework_reason"] == ["还有一盏不亮。"]
    assert desk.post(f"{address}step/", sent)["Location"] == address
    assert application.case is not None
    event = application.case.folded.events[-1]
    assert (event.step, event.result) == ("call_back", "rework")
    assert "已退回重办" in citizen.get("/open/follow/matter/").content.decode()
