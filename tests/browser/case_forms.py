"""Filling the forms of cases as a person does: by the titles of their inputs and the words of their choices.

The forms are made from the definitions of procedures, so what is entered is a mapping of titles to values:
``{"案由": "无照经营", "处罚种类": ["罚款"], "已主动出示执法证件": "是", "承办执法人员": ["程班", "秦法"]}``.
A party is a mapping of the labels within it, rows are a list of such mappings, a duration is ``("20", "工作日")``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

Entries = Mapping[str, Any]

PLACE = ZoneInfo("Asia/Shanghai")
PATIENCE = 15_000
"""Milliseconds that a handed-in form may take on a machine that is busy with other tests."""


def moment_of(day: str, hour: int = 10) -> datetime:
    """A morning at the place of the test: ``moment_of("2026-03-02")``."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), PLACE) + timedelta(hours=hour)


def _titled(title: str) -> re.Pattern[str]:
    """The title alone, with or without the mark of what must be filled in."""
    return re.compile(rf"^\s*{re.escape(title)}\s*(\*\s*必填\s*)?$")


def field(page: Page, title: str) -> Locator:
    """The visible input of a form, with its label, help and errors."""
    label = page.locator(":scope > label, :scope > fieldset > legend").filter(has_text=_titled(title))
    return page.locator(".step-form .field").filter(has=label).filter(visible=True)


def enter(page: Page, entries: Entries) -> None:
    """Fills the inputs in the order given. Fails on a title that the form does not have, or has twice."""
    for title, value in entries.items():
        box = field(page, title)
        expect(box, f"“{title}” is not on the form once").to_have_count(1)
        kinds = set((box.get_attribute("class") or "").split())
        fill = next((each for kind, each in _FILL.items() if kind in kinds), _text)
        fill(box, value)


def _text(box: Locator, value: Any) -> None:
    box.locator("input, textarea").first.fill(str(value))


def _select(box: Locator, value: Any) -> None:
    box.locator("select").select_option(label=str(value))


def _radios(box: Locator, value: Any) -> None:
    box.get_by_role("radio", name=str(value), exact=True).check()


def _checks(box: Locator, value: Any) -> None:
    wanted = set(value)
    for tick in box.locator("label.tick").all():
        words = tick.locator("span").first.inner_text().strip()
        tick.locator("input").set_checked(words in wanted)
        wanted.discard(words)
    assert wanted == set(), f"there is no such choice: {wanted}"


def _people(box: Locator, value: Any) -> None:
    names = [value] if isinstance(value, str) else value
    many = box.locator("input[type=checkbox]")
    for each in many.all():
        each.set_checked(False)
    for name in names:
        tick = box.locator("label.tick").filter(has_text=re.compile(rf"^\s*{re.escape(name)}(\s|$)"))
        if tick.count():
            tick.locator("input").check()
        else:
            box.locator("input[type=text]").last.fill(name)


def _party(box: Locator, value: Any) -> None:
    folded = box.locator("details.folded:not([open]) > summary")
    if folded.count():
        folded.click()
    _party_parts(box.locator(".party").first, value)


def _parties(box: Locator, value: Any) -> None:
    folded = box.locator("details.folded:not([open]) > summary")
    if folded.count():
        folded.click()
    for number, each in enumerate(value):
        _party_parts(box.locator(".party").nth(number), each)


def _party_parts(parts: Locator, value: Entries) -> None:
    for label, words in value.items():
        if label == "类别":
            parts.get_by_role("radio", name=words, exact=True).check()
        else:
            parts.get_by_label(label).fill(words)


def _rows(box: Locator, value: Any) -> None:
    folded = box.locator("details.folded:not([open]) > summary")
    if folded.count():
        folded.click()
    for number, row in enumerate(value):
        line = box.locator("tbody tr").nth(number)
        for head, words in row.items():
            cell = line.locator(f'td[data-label="{head}"]')
            if cell.locator("select").count():
                cell.locator("select").select_option(label=words)
            else:
                cell.locator("input, textarea").first.fill(words)


def _duration(box: Locator, value: tuple[str, str]) -> None:
    amount, unit = value
    box.locator("input").first.fill(amount)
    box.locator("select").select_option(label=unit)


def _organization(box: Locator, value: Any) -> None:
    known = box.locator("select option").filter(has_text=re.compile(rf"^\s*{re.escape(value)}\s*$"))
    if known.count():
        box.locator("select").select_option(label=value)
    else:
        box.locator("input[type=text]").last.fill(value)


_FILL: dict[str, Callable[[Locator, Any], None]] = {
    "radios": _radios,
    "checks": _checks,
    "people": _people,
    "party": _party,
    "parties": _parties,
    "rows": _rows,
    "duration": _duration,
    "organization": _organization,
    "select": _select,
}


def choose_result(page: Page, title: str) -> None:
    """Presses the result of the step, which shows what it asks for."""
    page.locator(".ending > label.tick").filter(has_text=re.compile(rf"^\s*{re.escape(title)}(\s|$)")).click()


def attach(page: Page, *files: Path) -> None:
    page.locator("input#files").set_input_files(list(files))


def submit(page: Page) -> None:
    page.locator(".step-form .buttons .primary").click()


def complete(page: Page, entries: Entries, *, result: str = "", on: str = "", files: Sequence[Path] = ()) -> None:
    """Fills the form that is open and hands it in. The fields that only the result asks for come after the others."""
    if on:
        enter(page, {"办理日期": on})
    if result:
        choose_result(page, result)
    enter(page, entries)
    if files:
        attach(page, *files)
    submit(page)


def begin(page: Page, procedure: str, entries: Entries, *, on: str = "") -> str:
    """Opens a case from the list of procedures; the address of its page comes out."""
    page.goto("/cases/new/")
    page.get_by_role("link", name=procedure, exact=True).click()
    complete(page, entries, on=on)
    expect(page).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}/$"), timeout=PATIENCE)
    return page.url


def go_to_step(page: Page, case: str, step: str) -> None:
    """From the page of the case to the form of a step that it offers; the page is opened anew where it does not yet."""
    link = page.get_by_role("link", name=f"办理{step}", exact=True)
    if page.url != case or not link.count():
        page.goto(case)
    if not link.count():  # the less usual steps of a long list are folded away
        page.locator(f"details.next-more:has([aria-label='办理{step}']) > summary").click()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(step)


def act(
    page: Page,
    case: str,
    step: str,
    entries: Entries | None = None,
    *,
    result: str = "",
    on: str = "",
    files: Sequence[Path] = (),
) -> None:
    """Takes a step from the page of the case, and is back there."""
    go_to_step(page, case, step)
    complete(page, entries or {}, result=result, on=on, files=files)
    flash = expect(page.locator(".flash").first, f"“{step}” was not taken")
    flash.to_contain_text(f"已办理“{step}”", timeout=PATIENCE)
    expect(page).to_have_url(case)


def refused(page: Page, says: str, article: str = "") -> None:
    """The form came again: it says why, and shows the article as a link."""
    summary = page.locator(".step-form .summary")
    reason = summary.locator("li").filter(has_text=says)
    expect(reason).to_have_count(1)
    if article:
        expect(reason.locator(".basis a").filter(has_text=article).first).to_be_visible()


def clock(page: Page, title: str) -> Locator:
    """The block of a limit on the page of a case."""
    name = page.locator(".limit").filter(has_text=re.compile(rf"^\s*{re.escape(title)}\s*$"))
    return page.locator(".case-clocks > li").filter(has=name)


def explained(page: Page, title: str) -> str:
    """How the page says the limit was counted, opened as a reader does."""
    block = clock(page, title)
    block.get_by_text("怎么算的").click()
    return block.locator(".explain").inner_text()


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    page.wait_for_load_state()
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
