"""The directory, a person's page, and the three administrators' work."""

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from fazhi.government.actors import Actor
from fazhi.government.models import Membership, Person
from fazhi.government.roles import Role

SignIn = Callable[[Actor], Client]
NEW = {"name": "新仁", "login": "xin.ren", "position": "科员", "phone": "", "password": "Abcd-efgh-2345"}


def rows(page: str) -> list[list[str]]:
    """The cells of the list, as text."""
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)
    ]


def names(client: Client, query: str = "") -> list[str]:
    return [row[0] for row in rows(client.get(f"/people/{query}").content.decode())]


@pytest.fixture
def cast(handler: Actor, head: Actor, other_handler: Actor, unit_admin: Actor) -> None:
    """Four people in two units."""


def test_directory_for_everybody_hides_accounts(cast: None, handler: Actor, sign_in: SignIn) -> None:
    page = sign_in(handler).get("/people/").content.decode()
    assert rows(page)[0] == ["程班", "区市场监管局", "—", "承办人", "—"]
    assert "cheng.ban" not in page.split("<tbody>")[1]


def test_directory_for_administrators_shows_accounts(cast: None, system_admin: Actor, sign_in: SignIn) -> None:
    page = sign_in(system_admin).get("/people/?q=cheng.ban").content.decode()
    assert rows(page) == [["程班", "区市场监管局", "—", "承办人", "—", "cheng.ban", "正常"]]


def test_people_of_another_district_are_not_there(cast: None, handler: Actor, outsider: Actor, sign_in: SignIn) -> None:
    client = sign_in(outsider)
    assert names(client) == ["外曲"]
    assert client.get(f"/people/{handler.person.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sort=name", {"程班", "傅泽", "程静", "管理"}),
        ("?q=程", {"程班", "程静"}),
        ("?q=程%20班", {"程班"}),
        ("?roles=head", {"傅泽"}),
        ("?roles=nonsense", {"程班", "傅泽", "程静", "管理"}),
    ],
)
def test_list_is_narrowed_by_search_and_filters(
    cast: None, handler: Actor, sign_in: SignIn, query: str, expected: set[str]
) -> None:
    assert set(names(sign_in(handler), query)) == expected


def test_unit_filter_takes_what_is_below_too(cast: None, handler: Actor, district: object, sign_in: SignIn) -> None:
    client = sign_in(handler)
    assert set(names(client, f"?unit={district.urban.pk}")) == {"程静"}
    assert len(names(client, f"?unit={district.government.pk}")) == 4


def test_sorting_turns_round_on_the_second_click(cast: None, system_admin: Actor, sign_in: SignIn) -> None:
    client = sign_in(system_admin)
    upward, downward = names(client, "?sort=login"), names(client, "?sort=-login")
    assert upward == downward[::-1]
    page = client.get("/people/?sort=login&q=程").content.decode()
    assert 'aria-sort="ascending"' in page
    assert 'href="?q=%E7%A8%8B&amp;sort=-login"' in page


def test_export_holds_exactly_what_is_filtered(cast: None, handler: Actor, sign_in: SignIn) -> None:
    answer = sign_in(handler).get("/people/?q=程&sort=name&export=xlsx")
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E4%BA%BA%E5%91%98")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(number for number, row in enumerate(table) if row[0] == "姓名")
    assert table[header] == ["姓名", "单位", "职务", "角色", "联系电话"]
    assert [row[:2] for row in table[header + 1 :]] == [["程班", "区市场监管局"], ["程静", "区城管局"]]


def test_htmx_gets_the_table_alone(cast: None, handler: Actor, sign_in: SignIn) -> None:
    answer = sign_in(handler).get("/people/?q=程班", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.lstrip().startswith('<section id="results"')
    assert "HX-Request" in answer["Vary"]


def test_list_costs_the_same_queries_whatever_its_length(
    handler: Actor,
    sign_in: SignIn,
    join: Callable[..., Actor],
    district: object,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client = sign_in(handler)
    client.get("/people/")
    with django_assert_max_num_queries(20) as one:
        client.get("/people/")
    for number in range(60):
        join(f"many{number}", f"众{number}", district.urban, Role.HANDLER)
    with django_assert_max_num_queries(20) as many:
        page = client.get("/people/").content.decode()
    assert len(one.captured_queries) == len(many.captured_queries)
    assert "第 1–50 人" in page
    assert len(names(client, "?page=2")) == 11


def test_registering_a_person_leads_to_their_page(system_admin: Actor, district: object, sign_in: SignIn) -> None:
    client = sign_in(system_admin)
    answer = client.post("/people/new/", NEW | {"organization": district.urban.pk}, follow=True)
    person = Person.objects.get(login="xin.ren")
    assert answer.redirect_chain == [(f"/people/{person.pk}/", 302)]
    assert person.must_change_password
    assert "已登记新仁" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "field", "say"),
    [
        ({"login": "cheng.ban"}, "login", "登录名“cheng.ban”已被使用，请换一个。"),
        ({"login": "张三"}, "login", "登录名用小写字母开头"),
        ({"password": "short"}, "password", "密码"),
        ({"name": ""}, "name", "请填写姓名。"),
        ({"organization": ""}, "organization", "请选择单位。"),
    ],
)
def test_refused_registration_keeps_what_was_typed(
    system_admin: Actor, handler: Actor, district: object, sign_in: SignIn, change: dict[str, str], field: str, say: str
) -> None:
    given = NEW | {"organization": district.urban.pk, "position": "四级调研员"} | change
    answer = sign_in(system_admin).post("/people/new/", given)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert say in errors[field][0]
    page = answer.content.decode()
    assert 'value="四级调研员"' in page
    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}"' in page


def test_unit_admin_registers_in_their_own_unit_only(unit_admin: Actor, district: object, sign_in: SignIn) -> None:
    client = sign_in(unit_admin)
    refused = client.post("/people/new/", NEW | {"organization": district.urban.pk})
    assert refused.status_code == 422
    made = client.post("/people/new/", NEW | {"organization": district.market.pk})
    assert made.status_code == 302


def test_handler_cannot_register(handler: Actor, sign_in: SignIn) -> None:
    assert sign_in(handler).get("/people/new/").status_code == 403


def test_security_admin_grants_roles_and_clashes_are_refused(
    security_admin: Actor, handler: Actor, sign_in: SignIn
) -> None:
    client = sign_in(security_admin)
    seat = Membership.objects.get(person=handler.person)
    address = f"/people/seats/{seat.pk}/roles/"
    refused = client.post(address, {"roles": ["handler", "audit_admin"]})
    assert refused.status_code == 422
    assert "审计管理员不得兼任业务角色" in refused.context["form"].errors["roles"][0]
    assert client.post(address, {"roles": ["handler", "head"]}).status_code == 302
    seat.refresh_from_db()
    assert seat.roles == ["handler", "head"]


def test_system_admin_cannot_grant_roles(system_admin: Actor, handler: Actor, sign_in: SignIn) -> None:
    seat = Membership.objects.get(person=handler.person)
    assert sign_in(system_admin).post(f"/people/seats/{seat.pk}/roles/", {"roles": ["head"]}).status_code == 403


def test_new_first_password_is_shown_once_and_works(system_admin: Actor, handler: Actor, sign_in: SignIn) -> None:
    client = sign_in(system_admin)
    answer = client.post(f"/people/{handler.person.pk}/password/")
    password = re.search(r"<output>(.+?)</output>", answer.content.decode())
    assert password
    assert password[1] not in client.get(f"/people/{handler.person.pk}/").content.decode()
    entered = Client().post("/login/", {"username": "cheng.ban", "password": password[1]}, follow=True)
    assert entered.redirect_chain[-1][0] == "/password/"


def test_disabled_person_is_out_at_once(system_admin: Actor, handler: Actor, sign_in: SignIn) -> None:
    client, theirs = sign_in(system_admin), sign_in(handler)
    client.post(f"/people/{handler.person.pk}/disable/")
    assert theirs.get("/").status_code == 302
    client.post(f"/people/{handler.person.pk}/enable/")
    assert Person.objects.get(pk=handler.person.pk).is_active


def test_further_seat_and_its_end(system_admin: Actor, handler: Actor, district: object, sign_in: SignIn) -> None:
    client = sign_in(system_admin)
    client.post(f"/people/{handler.person.pk}/seats/new/", {"organization": district.urban.pk, "position": "挂职"})
    seat = Membership.objects.get(person=handler.person, organization=district.urban)
    early = client.post(f"/people/seats/{seat.pk}/end/", {"on": "2020年1月5日"})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["on"])
    client.post(f"/people/seats/{seat.pk}/end/", {"on": "2027.1.5"})
    seat.refresh_from_db()
    assert seat.ended_on == date(2027, 1, 5)


def test_pages_that_change_something_refuse_a_get(system_admin: Actor, handler: Actor, sign_in: SignIn) -> None:
    client = sign_in(system_admin)
    for verb in ("disable", "enable", "password"):
        assert client.get(f"/people/{handler.person.pk}/{verb}/").status_code == 405
