"""Parameters of the jurisdiction, and the public pages of procedures."""

from collections.abc import Callable

from django.test import Client

from fazhi.cases.models import ParameterValue
from fazhi.government.actors import Actor

Enter = Callable[[Actor], Client]
ADDRESS = "/cases/parameters/administrative_penalty_summary/record_within/"


def test_a_value_is_set_with_its_source(sign_in: Enter, coordinator: Actor) -> None:
    client = sign_in(coordinator)
    assert "当场处罚报备期限" in client.get("/cases/parameters/").content.decode()
    blank = client.post(ADDRESS, {"value": "3", "unit": "working day", "since": "2026-03-01", "source": ""})
    assert blank.status_code == 422
    assert 'value="3"' in blank.content.decode()
    given = {"value": "3", "unit": "working day", "since": "2026-03-01", "source": "区政府办〔2026〕3号"}
    assert client.post(ADDRESS, given).status_code == 302
    assert ParameterValue.objects.get().value == "3 working days"
    page = client.get("/cases/parameters/").content.decode()
    assert "3个工作日" in page
    assert "区政府办〔2026〕3号" in page


def test_a_value_that_is_no_length_is_refused(sign_in: Enter, coordinator: Actor) -> None:
    given = {"value": "三", "unit": "working day", "since": "2026-03-01", "source": "文件"}
    answer = sign_in(coordinator).post(ADDRESS, given)
    assert answer.status_code == 422
    assert ParameterValue.objects.count() == 0


def test_a_later_value_does_not_stand_yet(sign_in: Enter, coordinator: Actor) -> None:
    client = sign_in(coordinator)
    for value, since in (("3", "2026-01-01"), ("5", "2026-06-01")):
        client.post(ADDRESS, {"value": value, "unit": "working day", "since": since, "source": f"文件{value}"})
    page = client.get(ADDRESS).content.decode()
    assert '3个工作日 <span class="mark green">现行</span>' in page
    assert "2026-06-01 起：5个工作日" in page


def test_only_the_coordinator_sets(sign_in: Enter, handler: Actor, outsider: Actor) -> None:
    assert sign_in(handler).get(ADDRESS).status_code == 403
    assert ADDRESS not in sign_in(handler).get("/cases/parameters/").content.decode()


def test_procedures_are_public(db: None) -> None:
    client = Client()
    page = client.get("/procedures/").content.decode()
    assert "行政处罚（简易程序）" in page
    shown = client.get("/procedures/administrative_penalty_summary/").content.decode()
    assert "当事人缴纳罚款" in shown
    assert "《行政处罚法》第六十七条第三款" in shown
    assert "当场处罚报备期限" in shown
    assert client.get("/procedures/nothing/").status_code == 404
    assert client.get("/procedures/administrative_penalty_summary/?edition=1999-01-01").status_code == 404
    assert client.post("/procedures/").status_code == 405


def test_public_pages_show_the_values_of_the_jurisdiction(sign_in: Enter, coordinator: Actor) -> None:
    given = {"value": "3", "unit": "working day", "since": "2026-03-01", "source": "区政府办〔2026〕3号"}
    sign_in(coordinator).post(ADDRESS, given)
    page = Client().get("/procedures/administrative_penalty_summary/").content.decode()
    assert "参数（清和区）" in page
    assert "区政府办〔2026〕3号" in page
