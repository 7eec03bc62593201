"""The law library in a real browser: read by guests, at a desk and on a phone, with and without JavaScript."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fazhi.government.actors import Actor
from fazhi.statutes import citing
from fazhi.statutes.citing import CitedAt
from fazhi.statutes.importing import import_folder
from fazhi.statutes.reading import Citation
from tests.statutes.samples import write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageAs = Callable[..., Page]
Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


@pytest.fixture(autouse=True)
def library(tmp_path: Path, at: datetime) -> Iterator[None]:
    import_folder(folder=write(tmp_path / "statutes"), actor=None, at=at)
    cited = CitedAt("lending", "借还图书", "步骤·归还", Citation.parse("借书法#2.1"), "二十日")
    citing.register("test", lambda: [cited])
    yield
    citing.unregister("test")


@pytest.mark.parametrize("width", [1440, 390])
def test_library_reads_well(
    page_as: PageAs, look: Look, check_accessibility: Check, width: int, handler: Actor
) -> None:
    guest, staff = page_as(None, width=width), page_as(handler, width=width)
    for name, address in {
        "statutes": "/statutes/",
        "statutes-search": "/statutes/search/?q=归还",
        "statutes-search-none": "/statutes/search/?q=没有的词",
        "statute": "/statutes/借书法/",
        "statute-old": "/statutes/借书法/2015-03-10/",
        "article": "/statutes/借书法/2022-05-20/2/?q=押金",
        "statutes-missing": "/statutes/cite/?c=借书法%239",
    }.items():
        for who, page in (("guest", guest), ("staff", staff)):
            page.goto(address)
            check_accessibility(page)
            look(page, f"{name}-{who}")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0, f"{name} scrolls sideways by {wide} px"


@pytest.mark.parametrize("width", [1440, 390])
def test_guest_finds_an_article_without_scripts(page_as: PageAs, width: int) -> None:
    page = page_as(None, width=width, scripts=False)
    page.goto("/statutes/")
    page.get_by_role("searchbox", name="检索条文").fill("押金")
    page.get_by_role("button", name="检索").click()
    page.get_by_role("link", name="借书法第二条").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("借书法第二条")
    expect(page.locator("mark", has_text="押金")).to_be_visible()
    expect(page.locator("#cited")).to_contain_text("步骤·归还")
    page.get_by_role("link", name="第三条", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("借书法第三条")
    page.get_by_role("link", name="看全文").click()
    page.get_by_role("navigation", name="版本").get_by_role("link", name="2015-03-10 版").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("旧版本")
    page.get_by_role("link", name="看现行版本").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("现行版本")
