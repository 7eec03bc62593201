"""Every public page on a telephone, looked at by axe: the list is the site's own, so that none escapes."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from fazhi.government.actors import Actor
from fazhi.publishing.models import Notice
from fazhi.registers.models import Entry
from tests.browser.public_addresses import IN_STORIES, NO_PAGES, WALKED, public_routes
from tests.browser.test_story_portal import Check, Look, PageAs, opened
from tests.conftest import District
from tests.consultations import townhall
from tests.consultations.test_from_cases import announced
from tests.portal.gazette_issue import print_issue
from tests.portal.laying_open import lay_open

__all__ = ["opened"]


def test_no_public_page_escapes() -> None:
    known = {*WALKED, *IN_STORIES, *NO_PAGES}
    assert public_routes() - known == set(), "写进 tests/browser/public_addresses.py"
    stories = Path(__file__).parent
    silent = {
        name for name in IN_STORIES.values() if "check_accessibility" not in (stories / f"{name}.py").read_text("utf-8")
    }
    assert silent == set()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_every_public_page_is_accessible_and_fits_a_telephone(
    opened: District, handler: Actor, at: datetime, page_as: PageAs, look: Look, check_accessibility: Check
) -> None:
    case = announced(handler, opened, at)
    lay_open(opened.market, handler.person, kind="normative_document.draft", title="规范性文件：停车办法", case=case.pk)
    print_issue(opened, at, handler.person)
    known = {
        "notice": Notice.objects.order_by("pk").first(),
        "guide": Entry.objects.get(register="service_items"),
        "entry": Entry.objects.get(register="enforcement_bodies"),
        "draft": townhall.opened(handler, opened.market, at),
        "decision": case,
    }
    made = {name: str(each.pk) for name, each in known.items() if each is not None}
    phone: Page = page_as(None, width=390)
    faults = []
    for number, address in enumerate(WALKED.values()):
        answer = phone.goto(address.format(**made))
        status = answer.status if answer else 0
        if status != (404 if "no/such" in address or "cite" in address else 200):
            faults.append(f"{address}: {status}")
            continue
        look(phone, f"every-{number:02}")
        faults += _faults(phone, address, check_accessibility)
    assert faults == []


def _faults(page: Page, address: str, check: Callable[[Page], None]) -> list[str]:
    found = []
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{address}: too wide for a telephone")
    if page.locator("h1").count() != 1:
        found.append(f"{address}: {page.locator('h1').count()} headings of the first level")
    try:
        check(page)
    except AssertionError as error:
        found.append(f"{address}: {error}")
    return found
