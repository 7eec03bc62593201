"""Opening a case on its page."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from tests.desk.cases.forms import posted

Enter = Callable[[Actor], Client]
ADDRESS = "/cases/new/administrative_penalty_summary/"


def filled(client: Client, officers: list[Actor], **changes: Any) -> dict[str, object]:
    page = client.get(ADDRESS).content.decode()
    whole = {
        "f__party__name": "钱某",
        "f__party__address": "清和区东街12号",
        "f__officers": [str(each.person.pk) for each in officers],
        "f__id_shown": "true",
        "f__offence_on": "2026-03-02",
        "f__place": "东街菜市场门口",
        "f__facts": "占道摆卖水果，经劝说未当场收摊。",
        "f__competent": "true",
    }
    return posted(page, **(whole | changes))


def test_procedures_are_chosen_by_family(sign_in: Enter, officers: list[Actor]) -> None:
    page = sign_in(officers[0]).get("/cases/new/").content.decode()
    assert ">行政处罚</h2>" in page
    assert f'href="{ADDRESS}"' in page


def test_the_chosen_form_opens_a_case(sign_in: Enter, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    answer = client.post(ADDRESS, filled(client, officers))
    case = Case.objects.get()
    assert answer["Location"] == reverse("desk:cases:case", args=[case.pk])
    assert case.title == "钱某：占道摆卖水果，经劝说未当场收摊。"
    assert case.data["party"] == {"kind": "person", "name": "钱某", "address": "清和区东街12号"}
    assert [each["name"] for each in case.data["officers"]] == ["程班", "秦法"]
    assert "案号区市场监管局当罚案〔2026〕1号" in client.get(answer["Location"]).content.decode()


def test_a_form_sent_twice_opens_one_case(sign_in: Enter, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    whole = filled(client, officers)
    first, second = client.post(ADDRESS, whole), client.post(ADDRESS, whole)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_forms_with_long_keys_that_begin_alike_are_two(sign_in: Enter, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    whole = filled(client, officers)
    answers = [client.post(ADDRESS, whole | {"key": "k" * 80 + last}) for last in ("1", "2", "2")]
    assert answers[0]["Location"] != answers[1]["Location"]
    assert answers[1]["Location"] == answers[2]["Location"]
    assert Case.objects.count() == 2


def test_a_long_key_stays_the_same_when_the_form_comes_again(sign_in: Enter, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    refused = client.post(ADDRESS, filled(client, officers[:1], key="k" * 200)).content.decode()
    kept = re.search(r'name="key" value="([^"]+)"', refused)
    assert kept is not None
    assert len(kept[1]) <= 80
    first = client.post(ADDRESS, filled(client, officers, key=kept[1]))
    second = client.post(ADDRESS, filled(client, officers, key="k" * 200))
    assert first["Location"] == second["Location"]


def test_a_refused_form_keeps_what_was_typed_and_shows_the_article(sign_in: Enter, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    one = filled(client, officers[:1], f__facts="第一行\n第二行<b>", f__party__kind="legal_person")
    answer = client.post(ADDRESS, one)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "执法人员不得少于两人" in page
    assert "《行政处罚法》第四十二条第一款" in page
    again = posted(page)
    assert {name: again[name] for name in again if name != "csrfmiddlewaretoken"} == {
        name: value if isinstance(value, list) else [value]
        for name, value in one.items()
        if name != "csrfmiddlewaretoken"
    }
    assert Case.objects.count() == 0


def test_blank_inputs_are_named_at_their_place(sign_in: Enter, officers: list[Actor]) -> None:
    client = sign_in(officers[0])
    page = client.post(ADDRESS, filled(client, officers, f__place="", performed_on="")).content.decode()
    assert 'href="#performed_on"' in page
    page = client.post(ADDRESS, filled(client, officers, f__place="")).content.decode()
    assert '<a href="#f-place">请填写“违法地点”。</a>' in page
    assert 'id="f-place_error"' in page


def test_people_are_offered_with_their_cards(sign_in: Enter, officers: list[Actor], head: Actor) -> None:
    page = sign_in(officers[0]).get(ADDRESS).content.decode()
    assert f"证号99{officers[0].person.pk:08}，有效" in page
    assert "没有登记证件" in page


def test_who_may_not_work_on_cases_is_told_so(sign_in: Enter, supervisor: Actor) -> None:
    assert sign_in(supervisor).get(ADDRESS).status_code == 403


def test_who_has_not_the_role_reads_who_has(sign_in: Enter, head: Actor, officers: list[Actor]) -> None:
    page = sign_in(head).get(ADDRESS)
    assert "您在区市场监管局没有这一角色" in page.content.decode()
    assert sign_in(head).post(ADDRESS, filled(sign_in(head), officers)).status_code == 422


def test_an_unknown_procedure_is_not_found(sign_in: Enter, handler: Actor) -> None:
    assert sign_in(handler).get("/cases/new/nothing/").status_code == 404


def test_files_come_with_the_act_or_not_at_all(sign_in: Enter, officers: list[Actor], upload: Any) -> None:
    client = sign_in(officers[0])
    wrong = client.post(ADDRESS, filled(client, officers) | {"files": [upload("坏.exe", b"MZ")]})
    assert wrong.status_code == 422
    assert "“坏.exe”的类型不能上传" in wrong.content.decode()
    assert client.post(ADDRESS, filled(client, officers) | {"files": [upload("现场.txt", b"photo")]}).status_code == 302
    assert Case.objects.get().attachments.get().file.name == "现场.txt"
