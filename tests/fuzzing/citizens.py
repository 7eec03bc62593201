"""What citizens do: a form page by page up to the receipt, following it, an opinion, a record held against the log.

Each citizen comes from an address of their own and takes their time, so that what guards against abuse lets them
through to what lies behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.core import signing
from django.test import Client

from fazhi import clock
from fazhi.intake.models import Application
from tests.fuzzing import bad_input, packs, pages
from tests.fuzzing.bad_input import Upload
from tests.fuzzing.pages import NAME, NUMBER, phone
from tests.fuzzing.watching import Watch, encoded

_DIGITS = "零一二三四五六七八九十"
PATIENCE = 24
"""Pages after which a citizen gives up."""


def later(seconds: float) -> None:
    """Time goes on."""
    settings.FIXED_NOW = (clock.now() + timedelta(seconds=seconds)).isoformat()


@dataclass
class Citizens:
    """Citizens, one after another. ``handed_in`` counts receipts by form."""

    watch: Watch
    chance: Random
    handed_in: Counter[str] = field(default_factory=Counter)

    @property
    def today(self) -> date:
        return clock.today()

    def come(self) -> tuple[Client, str]:
        """Somebody new, from elsewhere."""
        return Client(raise_request_exception=False), ".".join(str(self.chance.randrange(1, 255)) for _ in range(4))

    # --- forms ------------------------------------------------------------------------------------------------------

    def apply(self, form: str, *, care: float = 0.7) -> None:
        """Fills in a form; ``care`` is how often a page is filled in well. Whatever was handed in is then followed."""
        client, where = self.come()
        base = f"/open/apply/{form}/"
        address = next(iter(self._links(client, where, base, base)), "")
        for _ in range(PATIENCE):
            if not address.startswith(base):
                break
            page = self._get("apply", client, where, address)
            later(5)
            if address == f"{base}sent/":
                self.handed_in[form] += 1
                return self._followed(client, where)
            if page.status_code in (301, 302):
                address = page.headers["Location"]
                continue
            address = self._page(client, where, address, page.whole, care)
        return None

    def _links(self, client: Client, where: str, address: str, below: str) -> list[str]:
        page = self._get("apply", client, where, address)
        return [each for each in pages.links(page.whole, address) if each.startswith(below) and each != below]

    def _page(self, client: Client, where: str, address: str, content: bytes, care: float) -> str:
        """Sends a page, spoilt first where there is little care; gives the address that comes next."""
        found = [each for each in pages.forms(content, address) if each.method == "post" and "drop" not in each.action]
        if not found:
            return ""
        form, answer = found[0], None
        while self.chance.random() > care:
            wrong = pages.spoilt(self._answers(form, content), self.chance)
            answer = self.watch.post("apply, spoilt", client, address, wrong, REMOTE_ADDR=where, is_open=True)
        for _ in range(3):
            pairs = self._answers(form, content if answer is None else answer.whole)
            answer = self.watch.post("apply", client, address, pairs, REMOTE_ADDR=where, is_open=True)
            if answer.status_code in (301, 302):
                return str(answer.headers["Location"])
            asked = [each for each in pages.forms(answer.whole, address) if each.method == "post"]
            if answer.status_code == 429 or not asked:
                return ""
            form = asked[0]
        return ""

    def _answers(self, form: pages.Form, content: bytes) -> list[tuple[str, str | Upload]]:
        """A page as somebody fills it in who reads it."""
        text = content.decode(errors="replace")
        pairs: list[tuple[str, str | Upload]] = []
        for each in form.inputs:
            if each.kind == "file":
                good = [file for file in bad_input.files() if file.name in ("照片.png", "说明.pdf")]
                pairs.append((each.name, self.chance.choice(good)))
            elif each.name in ("website", "proof"):
                pairs.append((each.name, ""))
            elif each.name == "answer":
                pairs.append((each.name, _sum(text)))
            elif each.kind in ("radio", "checkbox", "many"):
                pairs.append((each.name, self.chance.choice(each.options)))
            elif each.kind == "select":
                pairs.append((each.name, self.chance.choice([one for one in each.options if one] or [""])))
            elif each.kind == "hidden":
                pairs.append((each.name, each.value))
            else:
                pairs.append((each.name, self._answer(each)))
        if ("to", "next") in form.buttons:
            pairs.append(("to", "next"))
        return pairs

    def _answer(self, each: pages.Input) -> str:
        name = each.name
        if each.kind == "date":
            return (self.today - timedelta(days=self.chance.randrange(1, 20))).isoformat()
        if each.kind == "datetime-local":
            return f"{self.today - timedelta(days=2):%Y-%m-%d}T09:30"
        if each.kind == "number":
            return str(self.chance.randrange(1, 9))
        for word, value in (
            ("agent", ""),
            ("words", ""),
            ("phone", phone(self.chance)),
            ("id_number", NUMBER),
            ("number", "3"),
        ):
            if word in name:
                return value
        if "amount" in name or "claim" in name:
            return "1200"
        return NAME if name.endswith("name") else "东街12号门前路灯三天不亮，夜里看不清路，请派人来修一修。"

    # --- following --------------------------------------------------------------------------------------------------

    def _followed(self, client: Client, where: str) -> None:
        """Looks at what was handed in, and says more of it."""
        page = self._get("follow", client, where, "/open/follow/matter/")
        for address in pages.links(page.whole, "/open/follow/matter/"):
            if address.startswith("/open/follow/say/"):
                self._say(client, where, address, apart=self.chance.random() < 0.5)

    def follow(self, application: Application) -> None:
        """Somebody who knows the code of a matter that stands somewhere."""
        client, where = self.come()
        known = [str(application.pk), application.code[:8], int(clock.now().timestamp())]
        client.cookies["fazhi_follow"] = signing.dumps(known, salt="fazhi.portal.follow")
        query = bad_input.query(self.chance, ["told"])
        self._get("follow", client, where, f"/open/follow/matter/?{encoded(query)}")
        for verb in ("supplement", "urge", "withdraw", "rate", "reopen"):
            self._say(client, where, f"/open/follow/say/{verb}/", apart=True)
        seq, paper = self.chance.choice((0, 1, 2, 3, 99, 10**12, 10**30)), self.chance.choice(("x", "reply", "notice"))
        self._get("follow", client, where, f"/open/follow/paper/{seq}/{paper}/")

    def _say(self, client: Client, where: str, address: str, *, apart: bool) -> None:
        page = self._get("follow", client, where, address)
        for form in pages.forms(page.whole, address):
            if form.method == "post" and "end" not in form.action:
                pairs = pages.filled(form, self.chance, self.today)
                pairs = pages.spoilt(pairs, self.chance) if self.chance.random() < 0.7 else pairs
                self.watch.post("follow, said", client, address, pairs, apart=apart, REMOTE_ADDR=where, is_open=True)

    def enter(self, known: list[str]) -> None:
        """Tries to look at a matter with numbers that exist and codes that do not."""
        client, where = self.come()
        number = self.chance.choice([*known, phone(self.chance), bad_input.text(self.chance)])
        pairs: list[tuple[str, str | Upload]] = [("number", number), ("code", bad_input.text(self.chance))]
        pairs = pages.spoilt(pairs, self.chance) if self.chance.random() < 0.3 else pairs
        self.watch.post("follow, guessed", client, "/open/follow/", pairs, REMOTE_ADDR=where, is_open=True)

    # --- opinions, verifying ----------------------------------------------------------------------------------------

    def say(self, consultation: Any) -> None:
        """An opinion on a draft."""
        client, where = self.come()
        address = f"/open/drafts/{consultation}/say/"
        page = self._get("opinion", client, where, address)
        later(4)
        for form in pages.forms(page.whole, address):
            if form.method == "post":
                pairs = [(name, "" if name == "website" else value) for name, value in self._answers(form, page.whole)]
                pairs = pages.spoilt(pairs, self.chance) if self.chance.random() < 0.8 else pairs
                answer = self.watch.post("opinion", client, address, pairs, REMOTE_ADDR=where, is_open=True)
                if answer.status_code == 302:
                    self._get("opinion", client, where, answer.headers["Location"])

    def verify(self, exports: list[bytes], receipts: list[str]) -> None:
        """A receipt or a record, changed somewhere."""
        client, where = self.come()
        match self.chance.randrange(4):
            case 0:
                line = packs.line_changed(self.chance.choice(receipts), self.chance)
                pairs: list[tuple[str, str | Upload]] = [("receipt", line)]
            case 1:
                pairs = [("file", self.chance.choice(bad_input.files()))]
            case _:
                data = packs.changed(self.chance.choice(exports), self.chance)
                pairs = [("file", Upload("案卷.zip", "application/zip", data))]
        self.watch.post("verify", client, "/open/verify/", pairs, REMOTE_ADDR=where, is_open=True)

    def _get(self, group: str, client: Client, where: str, address: str) -> Any:
        return self.watch.ask(group, client, "GET", address, REMOTE_ADDR=where, is_open=True)


def _sum(text: str) -> str:
    """The answer to the question that a page asks whoever has no scripts."""
    found = re.search(rf"([{_DIGITS}])加([{_DIGITS}])等于几", text)
    return str(_DIGITS.index(found[1]) + _DIGITS.index(found[2])) if found else ""
