"""The frame of every page in a real browser: it reads well at 1440 and 390 px, with and without JavaScript."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Dialog, Page, expect

from fazhi.government.actors import Actor
from fazhi.government.models import Membership, Organization, Person
from fazhi.government.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = ("建国", "晓燕", "志强", "丽华", "文博", "思远")


@pytest.fixture
def crowd(district: object) -> None:
    """A hundred and twenty people in all units."""
    units = [district.justice, district.market, district.urban, district.street]
    roles = [Role.HANDLER, Role.HEAD, Role.LEGAL_REVIEWER, Role.SUPERVISOR]
    for number in range(120):
        name = SURNAMES[number % 20] + GIVEN[number // 20]
        who = Person.objects.create(login=f"p{number:03}", name=name, phone=f"0990-1234{number:03}")
        held = [roles[number % 4]] if number % 7 else []
        unit = units[number % 3 if number % 5 else 3]
        Membership.objects.create(
            person=who, organization=unit, roles=held, position="四级主任科员", started_on=date(2025, 1, 1)
        )


@pytest.mark.parametrize("width", [1440, 390])
def test_login_page_reads_well(page_as: PageAs, look: Look, check_accessibility: Check, width: int, db: None) -> None:
    page = page_as(None, width=width)
    page.goto("/login/")
    check_accessibility(page)
    look(page, "login")
    page.get_by_label("登录名").fill("nobody")
    page.get_by_label("密码").fill("Wrong-password-1")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不正确")
    look(page, "login-wrong")


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_of_the_shell_read_well(
    page_as: PageAs, look: Look, check_accessibility: Check, width: int, crowd: None, security_admin: Actor
) -> None:
    page = page_as(security_admin, width=width)
    for name, address in {
        "home": "/",
        "people": "/people/",
        "people-filtered": "/people/?q=赵&roles=handler&sort=-name",
        "people-none": "/people/?q=没有这个人",
        "organizations": "/organizations/",
        "search": "/search/?q=王",
        "search-none": "/search/?q=没有这个词",
        "refused": "/records/",
        "missing": "/nothing/here/",
    }.items():
        page.goto(address)
        check_accessibility(page)
        look(page, name)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{name} scrolls sideways by {wide} px"


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_of_the_administrators_read_well(
    page_as: PageAs,
    look: Look,
    check_accessibility: Check,
    width: int,
    crowd: None,
    system_admin: Actor,
    handler: Actor,
) -> None:
    page = page_as(system_admin, width=width)
    seat = handler.seats[0]
    for name, address in {
        "unit": f"/organizations/{seat.organization_id}/",
        "unit-new": "/organizations/new/",
        "person": f"/people/{handler.person.pk}/",
        "person-new": "/people/new/",
        "password": "/password/",
    }.items():
        page.goto(address)
        check_accessibility(page)
        look(page, name)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, f"{name} scrolls sideways by {wide} px"
    page.goto("/people/new/")
    page.get_by_label("姓名").fill("新人")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("alert").first).to_contain_text("需要修改")
    expect(page.get_by_label("姓名")).to_have_value("新人")
    check_accessibility(page)
    look(page, "person-refused")


def test_navigation_opens_on_a_phone_without_scripts(
    page_as: PageAs, look: Look, crowd: None, security_admin: Actor
) -> None:
    page = page_as(security_admin, width=390, scripts=False)
    page.goto("/")
    people = page.get_by_role("navigation", name="主导航").get_by_role("link", name="人员")
    expect(people).to_be_hidden()
    page.locator("label.menu-button").click()
    expect(people).to_be_visible()
    look(page, "menu")
    people.click()
    page.get_by_label("关键词").fill("赵")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("共 6 人")).to_be_visible()


def test_menu_opens_with_the_keyboard(page_as: PageAs, crowd: None, security_admin: Actor) -> None:
    page = page_as(security_admin, width=390)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()


def test_list_is_narrowed_in_place_and_the_address_follows(
    page_as: PageAs, look: Look, crowd: None, security_admin: Actor
) -> None:
    page = page_as(security_admin)
    page.goto("/people/")
    page.evaluate("window.sameDocument = true")
    page.get_by_label("关键词").press_sequentially("赵")
    expect(page.get_by_text("共 6 人")).to_be_visible()
    page.get_by_label("角色").select_option("head")
    expect(page.get_by_text("没有符合条件的内容")).to_be_visible()
    page.get_by_label("角色").select_option("handler")
    expect(page.get_by_text("共 5 人")).to_be_visible()
    page.get_by_role("columnheader", name="姓名").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="姓名")).to_have_attribute("aria-sort", "ascending")
    assert page.evaluate("window.sameDocument") is True
    expect(page).to_have_url(re.compile(r"/people/\?q=%E8%B5%B5&roles=handler&sort=name$"))
    page.get_by_label("角色").select_option("")
    expect(page).to_have_url(re.compile(r"/people/\?q=%E8%B5%B5&sort=name$"))
    page.reload()
    expect(page.get_by_text("共 6 人")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("关键词")).to_have_value("赵")


def test_person_menu_and_confirmation_open_in_the_page(
    page_as: PageAs, look: Look, check_accessibility: Check, system_admin: Actor, handler: Actor
) -> None:
    page = page_as(system_admin)
    page.goto(f"/people/{handler.person.pk}/")
    page.locator(".dropdown summary").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    look(page, "person-menu")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="退出登录")).to_be_hidden()
    page.locator("summary", has_text="重置密码").click()
    check_accessibility(page)
    look(page, "confirm")
    page.get_by_role("button", name="确认重置密码").click()
    expect(page.get_by_text("新的初始密码已生成")).to_be_visible()
    look(page, "password-once")


def test_unit_picker_is_narrowed_by_typing(page_as: PageAs, system_admin: Actor, district: object) -> None:
    for number in range(12):
        Organization.objects.create(
            jurisdiction=district.jurisdiction,
            parent=district.street,
            kind="community",
            name=f"东街第{number}社区",
            short_name=f"第{number}社区",
            path=f"{district.street.path}{900 + number}.",
        )
    page = page_as(system_admin)
    page.goto("/people/new/")
    page.get_by_role("searchbox", name="输入名称筛选").fill("第7社区")
    assert page.get_by_label("单位", exact=False).locator("option:not([hidden])").all_inner_texts() == [
        "请选择单位",
        "第7社区",
    ]
    assert page.locator("#id_organization").evaluate("e => e.selectedOptions[0].textContent") == "第7社区"


def test_half_filled_form_asks_before_it_is_left(page_as: PageAs, system_admin: Actor) -> None:
    page = page_as(system_admin)
    page.goto("/people/new/")
    page.get_by_label("姓名").fill("新人")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => { location.href = '/people/' }, 0)")
    assert asked == ["beforeunload"]
    assert page.url.endswith("/people/new/")


def test_paper_shows_the_content_alone(page_as: PageAs, look: Look, crowd: None, security_admin: Actor) -> None:
    page = page_as(security_admin)
    page.goto("/people/")
    page.emulate_media(media="print")
    for hidden in (".top", ".side", ".filters", ".pages"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()
    look(page, "print")


def test_session_that_ended_meanwhile_is_told_while_typing(
    page_as: PageAs, system_admin: Actor, settings: object
) -> None:
    page = page_as(system_admin)
    page.clock.install()
    page.goto("/people/new/")
    page.context.clear_cookies()
    page.clock.fast_forward(5 * 60 * 1000)
    page.get_by_label("姓名").fill("新人")
    expect(page.get_by_text("登录已超时。请先复制已填的内容")).to_be_visible()
