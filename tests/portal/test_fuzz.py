"""A few of the requests that benchmarks/fuzz.py sends by the ten thousand: whatever comes, nothing of ours breaks."""

from random import Random
from typing import Any

import pytest
from django.test import Client

from fazhi.cases import receipts
from fazhi.cases.exporting import export_case
from fazhi.cases.models import Case
from tests.cases.conftest import case, officers, opened, reviewer
from tests.conftest import District, plant
from tests.fuzzing import described
from tests.fuzzing.bad_input import Upload
from tests.fuzzing.citizens import Citizens
from tests.fuzzing.packs import forged
from tests.fuzzing.watching import Watch

__all__ = ["case", "officers", "opened", "reviewer"]


@pytest.fixture
def chance() -> Random:
    return Random(20260302)


def test_public_addresses_answer_whatever_is_sent(district: District, chance: Random) -> None:
    watch = Watch()
    described.send(watch, "portal", described.description({}), each=1, chance=chance)
    statuses = watch.statuses()
    assert watch.faults == {}
    assert set(statuses) <= {200, 204, 301, 302, 303, 400, 403, 404, 405, 410, 413, 422, 429}
    assert statuses[200] > statuses[404] / 10


def test_form_behind_its_guards_takes_whatever_is_typed(district: District, chance: Random) -> None:
    plant(district.jurisdiction, district.government, "department", "清和区人民政府办公室", "区政府办")
    watch = Watch()
    citizens = Citizens(watch, chance)
    citizens.apply("hotline", care=0.3)
    citizens.apply("hotline", care=1)
    assert watch.faults == {}
    assert citizens.handed_in["hotline"] >= 1


def test_place_without_a_body_for_the_form_says_so(district: District, chance: Random) -> None:
    said: list[str] = []

    class Heard(Watch):
        def post(self, *sent: Any, **more: Any) -> Any:
            answer = super().post(*sent, **more)
            said.append(answer.whole.decode())
            return answer

    citizens = Citizens(Heard(), chance)
    citizens.apply("hotline", care=1)
    assert citizens.handed_in["hotline"] == 0
    assert "还没有能够受理" in said[-1]
    assert "处要改" not in said[-1]


def test_page_that_verifies_takes_whatever_is_held_against_it(case: Case, chance: Random) -> None:
    watch = Watch()
    citizens = Citizens(watch, chance)
    for _ in range(25):
        citizens.verify([export_case(case)], [receipts.receipt_for(case).text])
    assert watch.faults == {}
    assert set(watch.statuses()) <= {200, 422}


def test_record_that_somebody_made_up_is_no_fault_of_ours(district: District) -> None:
    header = dict.fromkeys(("case", "edition", "jurisdiction", "opened_at", "organization", "procedure"), "x")
    made_up = Upload("案卷.zip", "application/zip", forged({**header, "format": "fazhi-case-1"}))
    watch = Watch()
    answer = watch.post("verify", Client(raise_request_exception=False), "/open/verify/", [("file", made_up)])
    assert watch.faults == {}
    assert answer.status_code == 200
