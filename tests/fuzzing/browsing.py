"""Pages found by following links, signed in as one person or as nobody; each page's forms and query strings spoilt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.fuzzing import bad_input, pages
from tests.fuzzing.watching import Watch, encoded

LEAVES = ("/logout/", "/password/", "/login/")
"""Where a request, done, would shut the person out."""


@dataclass
class Browser:
    """One person at a browser. ``every`` is how many pages of one sort are opened."""

    group: str
    watch: Watch
    client: Client
    today: date
    chance: Random
    every: int = 3
    is_open: bool = False
    cookies: dict[str, str] = field(init=False)
    seen: dict[str, set[str]] = field(default_factory=dict)
    queries: dict[str, set[str]] = field(default_factory=dict)
    forms: dict[tuple[str, tuple[str, ...]], list[pages.Form]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def explore(self, starts: Iterable[str], *, most: int, skip: Callable[[str], bool] = lambda _: False) -> None:
        """Opens pages by their links, at most ``most``, and remembers what they ask."""
        waiting = deque(starts)
        while waiting and most > 0:
            address = waiting.popleft()
            bare = urlsplit(address).path
            sort = sort_of(bare)
            names = {name for name, _ in parse_qsl(urlsplit(address).query)}
            self.queries.setdefault(sort, set()).update(names)
            known = self.seen.setdefault(sort, set())
            if not sort or skip(bare) or bare in LEAVES or bare in known or len(known) >= self.every:
                continue
            known.add(bare)
            most -= 1
            response = self._ask("GET", address)
            if response.status_code in (301, 302):
                waiting.append(response.headers["Location"])
            found = pages.links(response.whole, address)
            self.chance.shuffle(found)
            waiting.extend(found)
            for form in pages.forms(response.whole, address):
                key = (f"{form.method} {sort_of(urlsplit(form.action).path)}", tuple(sorted(form.names)))
                same = self.forms.setdefault(key, [])
                if len(same) < self.every:
                    same.append(form)

    def mangle_queries(self, count: int) -> None:
        """Opens the same pages with query strings that none of their forms makes."""
        places = [(sort, sorted(paths)) for sort, paths in self.seen.items() if paths]
        for _ in range(count):
            sort, paths = self.chance.choice(places)
            path = self.chance.choice(paths)
            names = sorted(self.queries.get(sort, set()) | self._asked(sort))
            query = encoded(bad_input.query(self.chance, names))
            more = {"HX-Request": "true"} if self.chance.random() < 0.2 else {}
            self._ask("GET", f"{path}?{query}", headers=more)

    def mangle_forms(self, count: int, *, done: float = 0.0) -> None:
        """Sends their forms spoilt. What it does is undone, except for the part ``done``, which is sent as it fits."""
        posted = [each for (method, *_), each in self.forms.items() if method.startswith("post")]
        for _ in range(count if posted else 0):
            form = self.chance.choice(self.chance.choice(posted))
            lasting = self.chance.random() < done and not _shuts_out(form.action)
            pairs = pages.filled(form, self.chance, self.today)
            if not lasting and self.chance.random() < 0.85:
                pairs = pages.spoilt(pairs, self.chance)
            self._stay()
            answer = self.watch.post(
                self.group, self.client, form.action, pairs, apart=not lasting, is_open=self.is_open
            )
            if lasting and answer.status_code == 302:
                self._follow(answer.headers["Location"])

    def _follow(self, address: str) -> None:
        """What was done has a page of its own, with other forms."""
        response = self._ask("GET", address)
        for form in pages.forms(response.whole, address):
            key = (f"{form.method} {sort_of(urlsplit(form.action).path)}", tuple(sorted(form.names)))
            same = self.forms.setdefault(key, [])
            same.append(form)
            del same[: -2 * self.every]

    def _asked(self, sort: str) -> set[str]:
        found: set[str] = set()
        for key, names in self.forms:
            if key == f"get {sort}":
                found.update(names)
        return found

    def _stay(self) -> None:
        """Signed in as at the beginning: undoing a request does not undo what it did to the cookies."""
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        self._stay()
        return self.watch.ask(self.group, self.client, method, path, is_open=self.is_open, **more)


def sort_of(path: str) -> str:
    """Which page it is, whatever it is about; "" for what is no page of the site."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return f"{found.view_name} {'/'.join(str(found.kwargs[name]) for name in found.kwargs if name in _SORTS)}"


_SORTS = ("register", "form", "procedure", "kind", "verb", "slug", "step")
"""Parts of an address that make it another page, not another thing on the same page."""


def _shuts_out(address: str) -> bool:
    return address.startswith(("/people/", "/organizations/", *LEAVES))


def pick(chance: Random, items: Sequence[Any], most: int) -> list[Any]:
    """Some of them, by chance."""
    return chance.sample(list(items), min(most, len(items)))
