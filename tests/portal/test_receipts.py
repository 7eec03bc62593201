"""回执 on the citizen's own page: once there is a case, a line that later proves its record, and says nothing of it."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fazhi.cases.checkpoints import checkpoint
from fazhi.cases.models import Case
from fazhi.cases.receipts import receipt_for
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.intake import accepting, applying, handling
from fazhi.intake.applying import Submitted
from fazhi.procedures.applications.library import forms
from tests.conftest import District
from tests.intake.office import CITIZEN, OTHER, WANTED
from tests.intake.office import example_form as example_form

pytestmark = pytest.mark.usefixtures("example_form")
ENTER, MATTER = "/open/follow/", "/open/follow/matter/"
OPENING = Given("register", date(2026, 3, 2), data={"received_on": "2026-03-02", "confirmed_on": "2026-03-02"})


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def handed_in(who: dict[str, Any], district: District, at: datetime) -> Submitted:
    form = forms().get("example")
    return applying.submit(
        form=form, organization=district.market, applicant=who, data={"information": WANTED}, at=at
    )  # fmt: skip


def accepted(matter: Submitted, handler: Actor, at: datetime) -> Case:
    return accepting.accept(actor=handler, application_id=matter.application.pk, given=OPENING, at=at).case


def page_of(matter: Submitted) -> str:
    client = Client()
    client.post(ENTER, {"number": matter.application.number, "code": matter.code})
    return client.get(MATTER).content.decode()


def shown(page: str) -> list[str]:
    return re.findall(r"<code[^>]*>(fazhi-receipt-1 [^<]+)</code>", page)


def test_the_receipt_is_there_once_there_is_a_case_and_verifies(
    district: District, handler: Actor, at: datetime
) -> None:
    mine = handed_in(CITIZEN, district, at)
    assert shown(page_of(mine)) == []
    case = accepted(mine, handler, at)
    page = page_of(mine)
    assert shown(page) == [receipt_for(case).text]
    assert "留着它以后可以核验记录有没有被改动" in page
    checkpoint(at=at)
    answer = Client().post("/open/verify/", {"receipt": shown(page)[0]}).content.decode()
    assert "属实" in answer
    secrets = (CITIZEN["name"], CITIZEN["phone"], CITIZEN["id_number"], WANTED, case.number, mine.application.number)
    assert [each for each in secrets if each in answer] == []


def test_whoever_was_merged_gets_no_receipt_of_the_others_case(
    district: District, handler: Actor, at: datetime
) -> None:
    first, second = handed_in(CITIZEN, district, at), handed_in(OTHER, district, at)
    handling.merge(actor=handler, application_id=second.application.pk, into_id=first.application.pk, at=at)
    case = accepted(first, handler, at)
    assert (shown(page_of(first)), shown(page_of(second))) == ([receipt_for(case).text], [])
