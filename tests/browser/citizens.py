"""A citizen on a telephone without scripts, and the clerk who takes in what they sent: as both would do it by hand.

Inputs are found by the words above them, so a page that says it otherwise fails the story.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.case_forms import enter, sideways

Look = Callable[[Page, str], None]
_DIGITS = "零一二三四五六七八九十"
_NEXT = "下一页"
WIDTH = 390


def titled(page: Page | Locator, title: str) -> Locator:
    """The question with that label, whether or not it may be left out."""
    words = re.compile(rf"^\s*{re.escape(title)}\s*(（可以不填）|（选填）)?\s*$")
    label = page.locator(":scope > label, :scope > fieldset > legend").filter(has_text=words)
    return page.locator(".field").filter(has=label)


def answer(page: Page | Locator, entries: Mapping[str, Any]) -> None:
    """Answers questions: a list is ticked, a choice is tapped or picked, anything else is typed."""
    for title, value in entries.items():
        box = titled(page, title)
        expect(box, f"“{title}” is not asked once").to_have_count(1)
        ticks = box.locator("label.tick")
        if ticks.count():
            for words in [value] if isinstance(value, str) else value:
                tick = ticks.filter(has_text=re.compile(rf"^\s*{re.escape(words)}\s*$"))
                tick.locator("input").check()
        elif box.locator("select").count():
            box.locator("select").select_option(label=value)
        else:
            box.locator("input:not([type=hidden]), textarea").first.fill(value)


def standing(page: Page, title: str) -> str:
    """What stands typed in an input."""
    return titled(page, title).locator("input, textarea").first.input_value()


def picture(name: str = "IMG_0001.jpg", colour: str = "teal") -> FilePayload:
    """A photograph as a telephone makes it: with the place, the time and the make of the telephone in it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Pingguo", "Shouji 15"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 30.5), 3: "E", 4: (120.0, 9.0, 12.5)})
    out = BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG", exif=exif)
    assert b"Pingguo" in out.getvalue()
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


@dataclass
class Citizen:
    """Somebody with a telephone, following one matter."""

    phone: Page
    look: Look
    settings: Any
    story: str
    number: str = ""
    code: str = ""
    _seen: int = field(default=0)

    def seen(self, name: str) -> None:
        """Keeps the page's picture; nothing may stick out at the side."""
        self._seen += 1
        self.look(self.phone, f"{self.story}-{self._seen:02}-{name}")
        assert sideways(self.phone) <= 0, f"{name} is too wide"

    def start(self, want: str) -> None:
        """From the page of all forms to the first page of one."""
        self.phone.goto("/open/apply/")
        self.phone.get_by_role("link", name=f"我想{want}", exact=True).click()
        self.seen("start")
        self.phone.get_by_role("link", name="开始填写").click()

    def page(self, entries: Mapping[str, Any], *, wrong: str = "") -> None:
        """Fills in a page and goes on; ``wrong``: it comes again and says so."""
        answer(self.phone, entries)
        self.onward(wrong=wrong)

    def onward(self, *, wrong: str = "") -> None:
        before = self.phone.url
        self.phone.get_by_role("button", name=_NEXT).last.click()
        if wrong:
            expect(self.phone.get_by_role("alert").first).to_contain_text(wrong)
            expect(self.phone.get_by_role("alert").first).to_contain_text("您填写的内容都还在")
            self.seen("wrong")
        else:
            expect(self.phone, "the page came again").not_to_have_url(before)

    def send(self) -> None:
        """Checks, answers the small sum, sends; notes number and code."""
        self.later(minutes=3)
        self.seen("check")
        question = self.phone.locator(".question label").inner_text()
        total = sum(_DIGITS.index(each) for each in question if each in _DIGITS)
        self.phone.get_by_label(question).fill(str(total))
        self.phone.get_by_role("button", name="提交").click()
        expect(self.phone.get_by_role("heading", level=1)).to_have_text("提交成功")
        self.seen("sent")
        self.number, self.code = self.phone.locator("dl.receipt dd").all_inner_texts()

    def follow(self, by: str = "") -> None:
        """Number, or telephone, and code; the first page of the matter."""
        self.phone.goto("/open/follow/")
        self.phone.get_by_label("编号，或者申请时留的电话").fill(by or self.number)
        self.phone.get_by_label("查询码").fill(self.code.lower().replace("-", " "))
        self.phone.get_by_role("button", name="查询", exact=True).click()

    def reads(self, *words: str, now: str = "", name: str = "progress") -> None:
        """What the page says: where it stands, and further words anywhere on it."""
        if now:
            expect(self.phone.locator(".now")).to_have_text(now)
        for each in words:
            expect(self.phone.locator("main")).to_contain_text(each)
        self.seen(name)

    def says(
        self, way: str, button: str, entries: Mapping[str, Any], *, files: list[FilePayload] | None = None
    ) -> None:
        """Something more, by one of the buttons on the page of the matter."""
        self.phone.goto("/open/follow/matter/")
        self.phone.get_by_role("link", name=way, exact=True).click()
        if files:
            self.phone.get_by_label("照片、文件").set_input_files(files)
        answer(self.phone, entries)
        self.seen(f"say-{button}")
        self.phone.get_by_role("button", name=button, exact=True).click()
        expect(self.phone.locator(".note.done")).to_be_visible()

    def later(self, *, days: int = 0, minutes: int = 0) -> None:
        """Time passes for everybody."""
        now = datetime.fromisoformat(self.settings.FIXED_NOW) + timedelta(days=days, minutes=minutes)
        self.settings.FIXED_NOW = now.isoformat()


@dataclass
class Desk:
    """A clerk at the intake desk."""

    page: Page
    look: Look
    story: str
    case: str = ""
    application: str = ""

    def finds(self, title: str, *words: str) -> None:
        """Opens it from the list and reads it in one look."""
        self.page.goto("/intake/")
        self.look(self.page, f"{self.story}-desk-1-list")
        self.page.get_by_role("link", name=title).first.click()
        self.application = self.page.url
        for each in words:
            expect(self.page.locator("#matter, #papers").filter(has_text=each).first).to_be_visible()
        self.look(self.page, f"{self.story}-desk-2-application")

    def takes_in(self, entries: Mapping[str, Any]) -> None:
        """立案: the page asks for these and nothing else."""
        box = self.page.locator("#accept")
        if not box.locator("form").is_visible():
            box.locator("summary").first.click()
        asked = box.locator(".fields").first.locator(":scope > .field > label, :scope > .field > fieldset > legend")
        needed = [re.sub(r"\s*\*\s*必填\s*$", "", each).strip() for each in asked.all_inner_texts()]
        missing = [each for each in needed[1:] if each not in entries]  # the first is the day of the step
        assert missing == [], f"the clerk has to add {missing}"
        enter(self.page, entries)
        self.look(self.page, f"{self.story}-desk-3-accept")
        box.get_by_role("button", name="立案，打开案件").click()
        expect(self.page).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}/(#accept)?$"))
        self.case = self.page.url.partition("#")[0]
        self.page.goto(self.case)
        self.look(self.page, f"{self.story}-desk-4-case")

    def puts_in(self, step: str, entries: Mapping[str, Any] | None = None) -> None:
        """What the citizen sent since becomes the step that takes it, with their words in it."""
        self.page.goto(self.application)
        self.page.get_by_role("link", name=f"办理“{step}”").click()
        enter(self.page, entries or {})
        self.look(self.page, f"{self.story}-desk-5-{step}")
        self.page.locator(".step-form .buttons .primary").click()
        expect(self.page.locator(".flash").first).to_contain_text(f"已办理“{step}”")
