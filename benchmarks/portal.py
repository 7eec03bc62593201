"""The portal under load on loopback: citizens who read and citizens who hand in, mixed, against a bare page.

A real server (granian, two workers) serves the sample district on the embedded PostgreSQL of a folder that is removed
afterwards. Each client is a citizen with an address of its own, a short pause between two pages, and no cache: four of
five read on, one of five fills in the hotline's form page by page, works out the proof of work and hands in. The
baseline is the page about the site, which asks the database for next to nothing, read in the same mixture.

    .venv/bin/python benchmarks/portal.py [CLIENTS [SECONDS]]
"""

import http.client
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
from collections import defaultdict
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ.setdefault("FAZHI_HOME", HOME.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from lxml import html  # noqa: E402

from fazhi import clock  # noqa: E402
from fazhi.government.models import Jurisdiction  # noqa: E402
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
FORM = "/open/apply/hotline/"
PAUSE = 0.2
READ_SECONDS = 3
"""Between the first page of a form and the last: nobody is quicker, and nothing quicker is taken."""


def main() -> None:
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load.load(now=clock.now(), tell=lambda _: None)
    pages = {"bare page": BARE, **READS}
    for notice in reading.public(Jurisdiction.objects.order_by("code")[0], on=clock.today())[:1]:
        pages["a notice"] = f"/open/notices/{notice.pk}/"
    times: dict[str, list[float]] = defaultdict(list)
    wrong: dict[str, int] = defaultdict(int)
    with serving() as port:
        end = time.monotonic() + seconds
        citizens = [Citizen(port, number, pages, times, wrong) for number in range(clients)]
        threads = [threading.Thread(target=each.live, args=[end]) for each in citizens]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    report(clients, seconds, times, wrong)


def report(clients: int, seconds: int, times: dict[str, list[float]], wrong: dict[str, int]) -> None:
    base = p95(times["bare page"])
    asked = sum(map(len, times.values()))
    handed = len(times["handing in"])
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
    return sorted(taken)[max(0, int(len(taken) * 0.95) - 1)] if taken else 0.0


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
        address, page = self.ask("a form's page", "GET", FORM)
        began = time.monotonic()
        for _ in range(10):
            found = html.fromstring(page).xpath(
                "//main//form[contains(@action, '/apply/') or not(@action)][@method='post']"
            )
            if not found:
                self.wrong["handing in"] += 1
                return
            fields = filled(found[0])
            target = urljoin(address, found[0].get("action") or address)
            last = "data-challenge" in page
            if last:
                fields["proof"] = worked(page)
                time.sleep(max(0, READ_SECONDS - (time.monotonic() - began)))
            address, page = self.ask("handing in" if last else "a form's page", "POST", target, fields)
            if last:
                self.wrong["handing in"] += not address.endswith("/sent/")
                return

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
            fields[name] = "13800000000"
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
def serving():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    Path(os.environ["FAZHI_HOME"], "static").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen([*command, "--no-log", "fazhi.wsgi:application"])
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
