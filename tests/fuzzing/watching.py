"""The watch over the answers: what none may ever be, and how many there were of each kind.

A fault is kept once for each place in the program, with the first request that came upon it, so that one run finds all.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client

from tests.fuzzing.bad_input import MARK, Upload

SLOW = 5.0
"""Seconds; nobody waits longer. Asked twice before it counts: the machine may be busy with something else."""
CANARIES = ("慎言谨行", "1390000", "11010519491231002X")
"""Name, beginning of the telephone, number of the card that the fuzz types: errors and the log must not repeat them."""
REPEATED = frozenset({200, 409, 422, 429})
"""Answers of forms, which show again what was typed into them."""
FORM = "application/x-www-form-urlencoded"
Pairs = Sequence[tuple[str, str | Upload]]


@dataclass
class Tally:
    """The answers of one group of requests."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_path: str = ""


@dataclass
class Fault:
    """What went wrong, the first request that showed it, and how many did."""

    what: str
    request: str
    details: str = ""
    times: int = 0


@dataclass
class Watch:
    """Sends requests and holds every answer against what none may be.

    ``personal`` are names, telephones and numbers of people, which no error may tell; ``hidden`` those of them that no
    page for everybody may show either.
    """

    personal: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    tell: Callable[[str], object] = str
    """Called with every fault that is new, so that nobody waits for the end."""
    tallies: dict[str, Tally] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)

    def ask(
        self,
        group: str,
        client: Client,
        method: str,
        path: str,
        body: bytes = b"",
        kind: str = "application/x-www-form-urlencoded",
        *,
        headers: Mapping[str, str] | None = None,
        apart: bool = False,
        is_open: bool = False,
        **extra: str,
    ) -> Any:
        """One request and its answer. ``apart``: whatever it changes is undone; ``is_open``: nobody is signed in."""
        shown = f"{method} {path[:300]} {kind.split(';')[0] if body else ''} {body[:400]!r} {dict(headers or {})}"[:900]
        for _ in range(2):
            raised: list[str] = []
            began = time.monotonic()
            with _listening(raised) as said, _undone() if apart else nullcontext():
                response = client.generic(method, path, body, kind, headers=dict(headers or {}), **extra)
                content = b"".join(response) if response.streaming else response.content
                if apart:
                    connection.check_constraints()
            took = time.monotonic() - began
            if took < SLOW:
                break
        response.whole = content
        self._count(group, response.status_code, took, f"{method} {path}")
        for what, details in self._wrong(response.status_code, content, raised, said, took, is_open):
            self._keep(f"{group}: {what}", shown, details)
        return response

    def post(self, group: str, client: Client, path: str, pairs: Pairs, **more: Any) -> Any:
        """Sends a form: as a browser does, with its files where there are any."""
        if any(isinstance(value, Upload) for _, value in pairs):
            body, kind = multipart(pairs)
        else:
            body, kind = encoded([(name, str(value)) for name, value in pairs]).encode(), FORM
        return self.ask(group, client, "POST", path, body, kind, **more)

    def report(self) -> str:
        """Requests, statuses and the slowest of each group, then every fault."""
        lines = []
        for name, tally in sorted(self.tallies.items()):
            statuses = " ".join(f"{status}:{count}" for status, count in sorted(tally.statuses.items()))
            lines.append(f"{name:22} {tally.requests:6}  slowest {tally.slowest * 1000:6.0f} ms  {statuses}")
            lines.append(f"{'':22} {tally.slowest_path[:110]}")
        total = sum(each.requests for each in self.tallies.values())
        lines.append(f"{total} requests, {len(self.faults)} faults of ours")
        for key, fault in sorted(self.faults.items()):
            lines += ["", f"--- {key} ({fault.times} times)", fault.request, fault.details]
        return "\n".join(lines)

    def statuses(self) -> Counter[int]:
        """How many answers there were of each status."""
        return sum((each.statuses for each in self.tallies.values()), Counter())

    def _wrong(
        self, status: int, content: bytes, raised: list[str], said: list[str], took: float, is_open: bool
    ) -> Iterator[tuple[str, str]]:
        text = content.decode(errors="replace")
        if status >= 500:
            yield f"{status} {(raised or ['no exception'])[-1].splitlines()[0]}", "".join(raised)[-1800:]
        if took >= SLOW:
            yield "slow", f"{took:.1f} s"
        if "Traceback (most recent call last)" in text:
            yield "traceback", text[:600]
        if MARK in text and b"<html" in content[:600]:
            yield "unescaped", _around(text, MARK)
        if told := [each for each in CANARIES if any(each in line for line in said)]:
            yield "log tells what was typed", f"{told} {said[:2]}"
        if is_open and status >= 400:
            kept = self.personal if status in REPEATED else {*self.personal, *CANARIES}
            yield from ((f"{status} tells of a person", _around(text, each)) for each in kept if each in text)
        if is_open and status < 400:
            yield from (("page tells of a person", _around(text, each)) for each in self.hidden if each in text)

    def _count(self, group: str, status: int, took: float, path: str) -> None:
        tally = self.tallies.setdefault(group, Tally())
        tally.requests += 1
        tally.statuses[status] += 1
        if took > tally.slowest:
            tally.slowest, tally.slowest_path = took, path

    def _keep(self, what: str, request: str, details: str) -> None:
        if what not in self.faults:
            self.faults[what] = Fault(what, request, details)
            self.tell(f"{what}\n  {request}")
        fault = self.faults[what]
        fault.times += 1


def encoded(pairs: Sequence[tuple[str, str]]) -> str:
    """As an address or a form has them; halves of characters as three bytes, as nobody sends them."""
    return urlencode([(name, value) for name, value in pairs], errors="surrogatepass")


def in_path(value: str) -> str:
    """As part of an address."""
    return quote(value, safe="", errors="surrogatepass")


def multipart(pairs: Pairs) -> tuple[bytes, str]:
    """A body with files, their names as they are: nothing in them is escaped."""
    parts = []
    for name, value in pairs:
        head = f'Content-Disposition: form-data; name="{name}"'.encode(errors="surrogatepass")
        if isinstance(value, Upload):
            head += f'; filename="{value.name}"'.encode()
            head += f"\r\nContent-Type: {value.kind}".encode() if value.kind else b""
            data = value.data
        else:
            data = value.encode(errors="surrogatepass")
        parts.append(b"--fzfzfz\r\n" + head + b"\r\n\r\n" + data + b"\r\n")
    return b"".join(parts) + b"--fzfzfz--\r\n", "multipart/form-data; boundary=fzfzfz"


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _listening(raised: list[str]) -> Iterator[list[str]]:
    """Hears what the request raised (into ``raised``: place first, then the trace) and what it said to the log."""
    said: list[str] = []

    def hear(sender: object, **_: object) -> None:
        error = sys.exc_info()[1]
        if error is not None:
            raised.append(_told(error))

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())
            if record.exc_info and record.exc_info[1] and not raised:
                raised.append(_told(record.exc_info[1]))

    ear, root = Ear(level=logging.INFO), logging.getLogger()
    others, root.handlers = root.handlers, [ear]
    got_request_exception.connect(hear)
    try:
        yield said
    finally:
        got_request_exception.disconnect(hear)
        root.handlers = others


def _told(error: BaseException) -> str:
    """An exception: where in our program, what, and the trace."""
    trace = "".join(traceback.format_exception(error))
    ours = [line.strip() for line in trace.splitlines() if "/fazhi/" in line and line.strip().startswith("File")]
    place = ours[-1].split("/fazhi/")[-1].replace('"', "") if ours else ""
    last = trace.strip().splitlines()[-1]
    return f"{place}: {last.split(':')[0]}\n{trace[-1800:]}"


def _around(text: str, word: str) -> str:
    at = text.find(word)
    return f"{word}: …{text[max(0, at - 80) : at + 120]}…"
