"""Forms as a page has them: read out of its HTML, filled in fittingly, then spoilt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from urllib.parse import urljoin, urlsplit

from lxml import html

from tests.fuzzing import bad_input
from tests.fuzzing.bad_input import Upload
from tests.fuzzing.watching import CANARIES

NAME, _BEGINNING, NUMBER = CANARIES


def phone(chance: Random) -> str:
    """A telephone, seldom twice the same: of one, ten applications a day are taken."""
    return f"{_BEGINNING}{chance.randrange(10_000):04}"


@dataclass(frozen=True)
class Input:
    """An input. ``options`` are the values that a person could choose among."""

    name: str
    kind: str
    value: str = ""
    options: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A form: where it goes, how, its inputs, and its buttons that say something."""

    action: str
    method: str
    inputs: tuple[Input, ...]
    buttons: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.inputs]


def forms(content: bytes, address: str) -> list[Form]:
    """The forms of a page."""
    tree = _tree(content)
    return [_form(each, address) for each in tree.iter("form")] if tree is not None else []


def links(content: bytes, address: str) -> list[str]:
    """Where a page leads on this site, as addresses with their query strings."""
    tree = _tree(content)
    if tree is None:
        return []
    found = [urlsplit(urljoin(address, each)) for each in tree.xpath("//a/@href | //*[@hx-get]/@hx-get")]
    return [f"{each.path}{'?' + each.query if each.query else ''}" for each in found if not each.netloc and each.path]


def filled(form: Form, chance: Random, today: date) -> list[tuple[str, str | Upload]]:
    """What a person would send, more or less."""
    pairs: list[tuple[str, str | Upload]] = []
    for each in form.inputs:
        if each.kind in ("checkbox", "radio", "many"):
            picked = [option for option in each.options if chance.random() < 0.4]
            pairs += [(each.name, option) for option in (picked[:1] if each.kind == "radio" else picked)]
            if each.kind == "radio" and not picked and each.options:
                pairs.append((each.name, chance.choice(each.options)))
        elif each.kind == "file":
            if chance.random() < 0.5:
                pairs.append((each.name, chance.choice(bad_input.files())))
        else:
            pairs.append((each.name, _fitting(each, chance, today)))
    if form.buttons and chance.random() < 0.9:
        pairs.append(chance.choice(form.buttons))
    return pairs


def spoilt(pairs: Sequence[tuple[str, str | Upload]], chance: Random) -> list[tuple[str, str | Upload]]:
    """The same with one to four things wrong: another value, left out, twice, of the wrong sort, never asked for."""
    made = list(pairs)
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(made)) if made else 0
        match chance.randrange(7) if made else 6:
            case 0 | 1 | 2:
                made[at] = (made[at][0], bad_input.text(chance))
            case 3:
                del made[at]
            case 4:
                made.append((made[at][0], bad_input.text(chance)))
            case 5:
                made[at] = (made[at][0], chance.choice(bad_input.files()))
            case _:
                name = made[at][0] if made else "x"
                odd = (f"{name}.0", f"{name}-999999-x", f"{name}[]", re.sub(r"\d+", "99999999999", name), "", "\x00")
                made.append((chance.choice(odd), bad_input.text(chance)))
    return made


def _tree(content: bytes) -> html.HtmlElement | None:
    if b"<" not in content[:2000]:
        return None
    try:
        return html.document_fromstring(content.decode(errors="replace"))
    except (ValueError, html.etree.ParserError):
        return None


def _form(form: html.HtmlElement, address: str) -> Form:
    inputs: dict[tuple[str, str], Input] = {}
    buttons = []
    for each in form.xpath(".//input | .//select | .//textarea | .//button"):
        name = each.get("name") or ""
        kind = each.get("type", "submit" if each.tag == "button" else "text").lower()
        if not name:
            continue
        if kind in ("submit", "image", "button"):
            buttons.append((name, each.get("value", "")))
        elif each.tag == "select":
            options = tuple(option.get("value", option.text or "") for option in each.iter("option"))
            kind = "many" if each.get("multiple") is not None else "select"
            inputs[name, kind] = Input(name, kind, options=options)
        elif kind in ("checkbox", "radio"):
            known = inputs.get((name, kind))
            inputs[name, kind] = Input(name, kind, options=(*(known.options if known else ()), each.get("value", "on")))
        elif kind == "file":
            inputs[name, kind] = Input(name, kind, extensions=tuple(each.get("accept", "").split(",")))
        else:
            inputs[name, kind] = Input(name, kind, value=each.get("value") or each.text or "")
    address = urljoin(address, form.get("hx-post") or form.get("action") or "")
    method = "post" if form.get("hx-post") else (form.get("method") or "get").lower()
    return Form(address, method, tuple(inputs.values()), tuple(buttons))


def _fitting(each: Input, chance: Random, today: date) -> str:
    if each.kind == "select":
        return chance.choice([option for option in each.options if option] or [""])
    if each.kind == "hidden" or (each.value and chance.random() < 0.7):
        return each.value
    if each.kind == "date":
        return (today - timedelta(days=chance.choice((0, 0, 0, 1, 7, -10)))).isoformat()
    if each.kind == "datetime-local":
        return f"{today.isoformat()}T09:{chance.randrange(60):02}"
    if each.kind in ("number", "range"):
        return str(chance.choice((1, 2, 10, 2026)))
    return _words(each.name, chance)


def _words(name: str, chance: Random) -> str:
    if "phone" in name or "tel" in name:
        return phone(chance)
    if "id_number" in name or "identity" in name:
        return NUMBER
    if name.endswith("name"):
        return NAME
    if any(word in name for word in ("amount", "fine", "count", "number", "score", "year")):
        return chance.choice(("1", "50", "2026"))
    return chance.choice(("街面路灯三天没有亮，请来修。", "清和区东街12号", "同意", "2"))
