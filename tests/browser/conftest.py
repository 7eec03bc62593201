"""A real chromium on the live site, signed in by cookie; screenshots and accessibility checks on the way.

Set FAZHI_SCREENSHOTS to a folder to keep pictures of the pages that tests look at, FAZHI_CHROMIUM to another browser.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as site
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from fazhi.government.actors import Actor
from tests.browser.case_forms import moment_of

# Debian's chromium without its window draws the same pages in two thirds of the time.
FOUND = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM = os.environ.get("FAZHI_CHROMIUM") or FOUND
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
SERIOUS = {"serious", "critical"}

PageAs = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once. Skips, saying so, on a machine without one."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"NO BROWSER TESTS: there is no chromium at {CHROMIUM}; install it or set FAZHI_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page_as(
    chromium: Browser, live_server: LiveServer, sign_in: Callable[[Actor], Client]
) -> Iterator[Callable[..., Page]]:
    """Opens a page: ``page_as(coordinator)``, ``page_as(None, width=390)``, ``page_as(head, scripts=False)``.

    A page error or a refusal by the content security policy fails the test.
    """
    contexts = []
    troubles: list[str] = []

    def open_page(actor: Actor | None, *, width: int = 1440, scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 844 if width < 600 else 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if actor is not None:
            key = sign_in(actor).cookies[site.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def look() -> Callable[[Page, str], None]:
    """Keeps a picture of the whole page in $FAZHI_SCREENSHOTS, named with its width; without it, does nothing."""
    folder = os.environ.get("FAZHI_SCREENSHOTS")

    def keep(page: Page, name: str) -> None:
        if folder:
            width = page.viewport_size["width"] if page.viewport_size else 0
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)

    return keep


@pytest.fixture
def check_accessibility() -> Callable[[Page], None]:
    """Fails on anything that axe calls serious or critical, naming the rule and the element."""

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        grave = [
            f"{violation['id']}: {violation['help']} -- {node['html'][:160]}"
            for violation in found
            if violation["impact"] in SERIOUS
            for node in violation["nodes"]
        ]
        assert grave == []

    return check


@pytest.fixture
def today(settings: Any) -> Callable[[str], None]:
    """Moves the clock of the site to a morning; it stands on the day on which the stories begin."""

    def move(day: str) -> None:
        settings.FIXED_NOW = moment_of(day).isoformat()

    move("2026-03-02")
    return move
