"""The portal under load on loopback: citizens who read and citizens who hand in, mixed, against a bare page.

A real server (granian, two workers) serves the sample district on the embedded PostgreSQL of a folder that is removed
afterwards. Each client is a citizen with an address of its own, a short pause between two pages, and no cache: nearly
all read on, one of twenty fills in the hotline's form page by page, works out the proof of work and hands in. The
baseline is the page about the site, which asks the database for next to nothing, read in the same mixture.

    .venv/bin/python benchmarks/portal.py [CLIENTS [SECONDS]]

With ``--burst N`` that many citizens, their forms filled in, press 提交 at one instant; whoever has to queue renews the
page as often as it says. Beside the site run the jobs, as with `fazhi server`.

    .venv/bin/python benchmarks/portal.py --burst 100
"""

import argparse
import http.client
import itertools
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ.setdefault("FAZHI_HOME", HOME.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from lxml import html  # noqa: E402

from fazhi import clock  # noqa: E402
from fazhi.database import roles  # noqa: E402
from fazhi.government.models import Jurisdiction  # noqa: E402
from fazhi.intake.models import Application  # noqa: E402
from fazhi.publishing import reading  # noqa: E402
from fazhi.sample import load  # noqa: E402

BARE = "/open/about/"
READS = {
    "home": "/open/",
    "notices": "/open/notices/",
    "search": "/open/search/?q=处罚",
    "guides": "/open/guides/",
    "drafts": "/open/drafts/",
    "decisions": "/open/decisions/",
    "register": "/open/registers/power_items/",
    "open data": "/open/data/",
    "log": "/open/log/",
}
FORM = "/open/apply/hotline/1/"
PAUSE = 0.2
READ_SECONDS = 4.5
"""Between the first page of a form and the last: nobody is quicker, and nothing quicker is taken."""
WORKERS, THREADS = 2, "16"
"""As `fazhi server` has them: each thread holds a connection, and the database takes a hundred."""
PREPARING = 8
"""Citizens who fill in their forms at the same time before a burst."""
PATIENCE = 600
"""Seconds after which somebody in the queue counts as lost."""
_phones = itertools.count()


def main() -> None:
    asked = arguments()
    clients, seconds = asked.clients, asked.seconds
    call_command("migrate", interactive=False, verbosity=0)
    roles.ensure(connection, roles.WEB)
    call_command("collectstatic", interactive=False, verbosity=0)
    if load.is_wanted():  # with a FAZHI_HOME of one's own a second run begins sooner
        load.load(now=clock.now(), tell=lambda _: None)
    pages = {"bare page": BARE, **READS}
    for notice in reading.public(Jurisdiction.objects.order_by("code")[0], on=clock.today())[:1]:
        pages["a notice"] = f"/open/notices/{notice.pk}/"
    if asked.burst:
        burst(asked.burst, pages)
        return
    times: dict[str, list[float]] = defaultdict(list)
    wrong: dict[str, int] = defaultdict(int)
    with serving() as port:
        warm(port, pages)
        end = time.monotonic() + seconds
        citizens = [Citizen(port, number, pages, times, wrong) for number in range(clients)]
        threads = [threading.Thread(target=each.live, args=[end]) for each in citizens]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    report(clients, seconds, times, wrong)


def warm(port: int, pages: dict[str, str]) -> None:
    """Each process of the server reads its catalog before anybody measures."""
    for number in range(2 * WORKERS):
        citizen = Citizen(port, number, pages, defaultdict(list), defaultdict(int))
        citizen.fill_in()
        for name, address in pages.items():
            citizen.ask(name, "GET", address)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The portal under load.")
    parser.add_argument("clients", nargs="?", type=int, default=12)
    parser.add_argument("seconds", nargs="?", type=int, default=60)
    parser.add_argument("--burst", type=int, metavar="N", help="N citizens who press 提交 at one instant")
    return parser.parse_args()


def burst(count: int, pages: dict[str, str]) -> None:
    """All at one instant: how many are handed in at once, how many queue and how long, and what goes wrong."""
    before = Application.objects.count()
    with serving() as port, working():
        warm(port, pages)
        citizens = [Citizen(port, number, pages, defaultdict(list), defaultdict(int)) for number in range(count)]
        with ThreadPoolExecutor(PREPARING) as pool:
            ready = list(pool.map(Citizen.fill_in, citizens))
        print(f"{count} citizens have filled in their forms, {ready.count(None)} could not")
        gate = threading.Barrier(count - ready.count(None))
        with ThreadPoolExecutor(count) as pool:
            waiting = [pool.submit(one.press, form, gate) for one, form in zip(citizens, ready, strict=True) if form]
            ends = [each.result() for each in waiting]
    pressed = sorted(end.pressed for end in ends)
    waited = sorted(end.waited for end in ends if end.how == "queued")
    print(f"pressed by {len(ends)}: {dict(Counter(end.how for end in ends))}")
    print(f"answer to the press    p50 {statistics.median(pressed):6.2f} s   longest {pressed[-1]:6.2f} s")
    if waited:
        print(f"press to receipt, queued  p50 {statistics.median(waited):6.2f} s   longest {waited[-1]:6.2f} s")
    numbers, applications = {end.number for end in ends if end.number}, Application.objects.count() - before
    print(f"numbers given {len(numbers)}, applications {applications}")
    for say, times in Counter(end.say for end in ends if end.say).items():
        print(f"{times} x {say}")


@dataclass
class End:
    """What became of somebody who pressed. ``pressed``, ``waited``: seconds to the answer, and to the receipt."""

    how: str
    pressed: float
    waited: float = 0.0
    number: str = ""
    say: str = ""


def report(clients: int, seconds: int, times: dict[str, list[float]], wrong: dict[str, int]) -> None:
    base = p95(times["bare page"])
    asked = sum(map(len, times.values()))
    handed = len(times.get("handing in", ())) - wrong["handing in"]
    print(
        f"{clients} citizens, {seconds} s: {asked} requests ({asked / seconds:.0f}/s), {handed} applications handed in"
    )
    for name, taken in sorted(times.items(), key=lambda each: p95(each[1])):
        median, late = statistics.median(taken), p95(taken)
        print(
            f"{name:22} {len(taken):6}   p50 {median * 1000:7.1f} ms   p95 {late * 1000:7.1f} ms"
            f"   ratio {late / base:5.2f} of a bare page   {wrong[name]} errors"
        )


def p95(taken: list[float]) -> float:
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.95))] if taken else 0.0


class Citizen:
    """One client on an address of its own, with its cookies."""

    def __init__(self, port: int, number: int, pages: dict[str, str], times, wrong) -> None:
        self.port, self.number, self.pages, self.times, self.wrong = port, number, pages, times, wrong
        self.chance = random.Random(number)
        self.visits = 0
        self.come()

    def come(self) -> None:
        """As somebody else, from elsewhere: without cookies."""
        self.visits += 1
        source = (f"127.{1 + self.number}.{self.visits // 250}.{1 + self.visits % 250}", 0)
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=source)
        self.cookies: dict[str, str] = {}

    def live(self, end: float) -> None:
        while time.monotonic() < end:
            if self.chance.random() < 0.05:
                self.come()
                self.hand_in()
            else:
                name = self.chance.choice(list(self.pages))
                self.ask(name, "GET", self.pages[name])
            time.sleep(self.chance.uniform(0, 2 * PAUSE))

    def hand_in(self) -> None:
        form = self.fill_in()
        if form is None:
            self.wrong["a form's page"] += 1
            return
        address, page = self.ask("handing in", "POST", *form)
        if "/wait/" in address:
            address, page = self.wait(address, page)
        self.wrong["handing in"] += not address.endswith("/sent/")

    def fill_in(self) -> tuple[str, dict[str, str]] | None:
        """Every page up to the last: its address and fields; None where it does not come to that."""
        address, page = self.ask("a form's page", "GET", FORM)
        began = time.monotonic()
        for _ in range(10):
            found = html.fromstring(page).xpath("//main//form[not(@action)][@method='post']")
            if not found:
                return None
            fields = filled(found[0])
            if "data-challenge" in page:
                fields["proof"] = worked(page)
                time.sleep(max(0, READ_SECONDS - (time.monotonic() - began)))
                return address, fields
            address, page = self.ask("a form's page", "POST", address, fields)
        return None

    def wait(self, address: str, page: str) -> tuple[str, str]:
        """Renews the page of the queue as often as it says, until it goes on."""
        end = time.monotonic() + PATIENCE
        while "/wait/" in address and time.monotonic() < end:
            every = re.search(r"每 (\d+) 秒", page)
            time.sleep(int(every[1]) if every else PAUSE)
            address, page = self.ask("the queue's page", "GET", address)
        return address, page

    def press(self, form: tuple[str, dict[str, str]], gate: threading.Barrier) -> End:
        """With all the others at once; then waits for the receipt."""
        self.line.close()  # kept open for as long as others filled in, it may have ended
        gate.wait()
        began = time.monotonic()
        try:
            address, page = self.ask("handing in", "POST", *form)
            pressed = time.monotonic() - began
            queued = "/wait/" in address
            if queued:
                address, page = self.wait(address, page)
            waited = time.monotonic() - began
        except OSError as error:
            return End("failed", time.monotonic() - began, say=repr(error))
        if not address.endswith("/sent/"):
            said = html.fromstring(page).xpath("string(//main)").split()
            return End("failed", pressed, say=f"{address} {' '.join(said)[:200]}")
        number = html.fromstring(page).xpath("string(//dl[@class='receipt']//dd)")
        return End("queued" if queued else "at once", pressed, waited, number)

    def ask(self, name: str, method: str, address: str, fields: dict[str, str] | None = None) -> tuple[str, str]:
        """The address that it ends at, and the page there; a redirection belongs to the answer."""
        started = time.perf_counter()
        body = urlencode(fields) if fields is not None else None
        for _ in range(5):
            headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
            headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
            self.line.request(method, quote(address, safe="/:?&=%#"), body, headers)
            response = self.line.getresponse()
            page = response.read().decode()
            for cookie in response.headers.get_all("Set-Cookie") or ():
                key, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[key] = value
            if response.status not in (301, 302, 303):
                break
            method, body, address = "GET", None, urljoin(address, response.headers["Location"])
        self.times[name].append(time.perf_counter() - started)
        self.wrong[name] += response.status >= 400
        return address, page


def filled(form: html.FormElement) -> dict[str, str]:
    """What somebody would enter: the first of each choice, some words, and no trap."""
    fields = dict(form.form_values())
    for control in form.xpath(".//input|.//select|.//textarea"):
        name, kind = control.get("name"), control.get("type", control.tag)
        if not name or name in ("website", "to") or fields.get(name):
            continue
        if kind == "radio":
            fields[name] = control.get("value")
        elif control.tag == "select":
            fields[name] = next((each.get("value") for each in control.xpath("./option") if each.get("value")), "")
        elif kind == "tel" or "phone" in name:
            fields[name] = f"138{next(_phones):08}"
        elif kind == "date":
            fields[name] = clock.today().isoformat()
        elif kind in ("text", "textarea"):
            fields[name] = "王小明" if "name" in name else f"路口的积水没有人管，第{random.randint(1, 10**6)}次反映"
    fields["to"] = "next"
    return fields


def worked(page: str) -> str:
    challenge = re.search(r'data-challenge="(\w+)" data-bits="(\d+)"', page)
    text, bits = challenge[1], int(challenge[2])
    number = 0
    while int.from_bytes(sha256(f"{text}:{number}".encode()).digest()[:8]) >> (64 - bits):
        number += 1
    return str(number)


@contextmanager
def working():
    """The jobs, as `fazhi server` runs them beside the site."""
    worker = subprocess.Popen([sys.executable, "-m", "fazhi.cli", "worker"], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=60)


@contextmanager
def serving():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    Path(os.environ["FAZHI_HOME"], "static").mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--workers",
        str(WORKERS),
        "--blocking-threads",
        THREADS,
    ]
    server = subprocess.Popen([*command, "--no-log", "fazhi.wsgi:application"])
    try:
        for _ in range(1800):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


if __name__ == "__main__":
    main()
