"""Requests by the ten thousand that no form of ours would send: the portal, its forms, the API, and the staff pages.

    .venv/bin/python benchmarks/fuzz.py [REQUESTS [STAFF [SEED]]]    # 20,000, and 10,000 to staff pages, where not said

The sample district lies in a folder that is removed afterwards (FAZHI_HOME names another, whose sample is used again).
The requests are made by tests/fuzzing: by schemathesis from all public addresses and the published OpenAPI description,
and from the forms as the pages have them, filled in and spoilt, behind what guards against abuse. It prints
requests, statuses and the slowest for each group, and every fault once: an answer of 500 and above, one of 5 seconds,
a traceback, something unescaped, a name, telephone or number of a person of the sample or of the request in an error,
in the log, or on a page for everybody. It ends with 1 where there was one.
"""

import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ.setdefault("FAZHI_HOME", HOME.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from tests.fuzzing import bad_input, described  # noqa: E402
from tests.fuzzing.browsing import Browser  # noqa: E402
from tests.fuzzing.citizens import Citizens  # noqa: E402
from tests.fuzzing.programs import Program  # noqa: E402
from tests.fuzzing.watching import CANARIES, Watch, in_path  # noqa: E402

from fazhi import clock  # noqa: E402
from fazhi.api import tokens  # noqa: E402
from fazhi.cases import receipts  # noqa: E402
from fazhi.cases.exporting import export_case, export_ledger  # noqa: E402
from fazhi.cases.models import Act, Case  # noqa: E402
from fazhi.consultations.models import Consultation, Opinion  # noqa: E402
from fazhi.consultations.speaking import SEALED  # noqa: E402
from fazhi.government.models import Membership, Person  # noqa: E402
from fazhi.intake.models import Application  # noqa: E402
from fazhi.intake.personal import opened_applicant  # noqa: E402
from fazhi.procedures.applications.library import forms  # noqa: E402
from fazhi.procedures.language.library import library  # noqa: E402
from fazhi.procedures.registers.library import shelf  # noqa: E402
from fazhi.publishing.models import Notice  # noqa: E402
from fazhi.registers import sealing  # noqa: E402
from fazhi.registers.models import Ledger  # noqa: E402
from fazhi.sample import load  # noqa: E402

ROLES = (
    "coordinator",
    "handler",
    "head",
    "supervisor",
    "legal_reviewer",
    "unit_admin",
    "security_admin",
    "audit_admin",
)
PUBLIC = ("/", "/open/", "/open/apply/", "/open/notices/", "/open/data/", "/open/guides/", "/open/registers/")


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    staff = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if load.is_wanted():
        load.load(now=clock.now(), tell=lambda _: None)
    setup_test_environment()
    settings.API_CALLS_PER_MINUTE = 10**9
    settings.FIXED_NOW = clock.now().isoformat()
    began, chance = time.monotonic(), random.Random(seed)
    watch = Watch(*people(), tell=lambda line: print(line, flush=True))
    if wanted:
        described_part(watch, chance, wanted // 4)
        citizens_part(watch, chance, wanted)
        headers_part(watch, chance, wanted // 10)
        browsing_part(watch, chance, wanted // 5)
        programs_part(watch, chance, wanted // 5)
    if staff:
        staff_part(watch, chance, staff)
    print(watch.report())
    print(f"seed {seed}, {time.monotonic() - began:.0f} s")
    sys.exit(1 if watch.faults else 0)


def people() -> tuple[frozenset[str], frozenset[str]]:
    """What no error may tell, and what no page for everybody may: of applicants, of who gave an opinion, of staff."""
    names, numbers = set(), set(Person.objects.exclude(phone="").values_list("phone", flat=True))
    for application in Application.objects.all():
        told = opened_applicant(application)
        names.add(told.get("name"))
        numbers |= {told.get("phone"), told.get("id_number")}
    for opinion in Opinion.objects.all():
        for part, value in opinion.speaker.items():
            (numbers if part == "phone" else names).add(sealing.open_(value, register=SEALED, field=part))
    known = {each for each in numbers if isinstance(each, str) and len(each) >= 7 and not typed_by_us(each)}
    told_names = {each for each in names if isinstance(each, str) and len(each) >= 2 and not typed_by_us(each)}
    return frozenset(known | told_names), frozenset(known)


def typed_by_us(text: str) -> bool:
    """Whether it was left by an earlier run on the same folder."""
    return any(each in text for each in CANARIES)


def known_values() -> dict[str, list[object]]:
    """Values that exist, by the name of a part of an address."""
    return {
        "pk": [
            *Notice.objects.values_list("pk", flat=True)[:5],
            *Consultation.objects.values_list("pk", flat=True)[:5],
        ],
        "form": [*(each.id for each in forms()), "csv", "json", "xlsx"],
        "slug": ["1", "2", "you", "papers", "check"],
        "verb": ["supplement", "urge", "withdraw", "rate", "reopen"],
        "register": [*list(shelf())[:10]],
        "procedure": [each.id for each in library().latest()],
        "year": [clock.today().year - 1],
    }


def described_part(watch: Watch, chance: random.Random, wanted: int) -> None:
    """From descriptions: of every public address, and of the API with and without a token."""
    api = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    operations = len(list(described.addresses())) + sum(len(each) for each in api["paths"].values())
    each = -(-wanted // operations)
    described.send(watch, "described portal", described.description(known_values()), each=each, chance=chance)
    signed = {"Authorization": f"Bearer {secret_of(member('handler'))}"}
    described.send(watch, "described API", api, each=each, chance=chance, headers=(signed, {}))


def citizens_part(watch: Watch, chance: random.Random, wanted: int) -> None:
    """Forms, following, opinions, verifying, each with its share of the requests."""
    citizens = Citizens(watch, chance)
    drafts = list(Consultation.objects.values_list("pk", flat=True))
    applications = list(Application.objects.all())
    numbers = [each.number for each in applications]
    cases = Case.objects.order_by("-opened_on")[:6]
    packs = [*(export_case(each) for each in cases), *(export_ledger(each) for each in Ledger.objects.all()[:2])]
    lines = [receipts.receipt_of(each).text for each in Act.objects.select_related("case")[:5]]
    shares = (
        ("apply", wanted // 4, lambda: citizens.apply(chance.choice([each.id for each in forms()]))),
        ("follow", wanted // 10, lambda: citizens.follow(chance.choice(applications))),
        ("follow, guessed", wanted // 40, lambda: citizens.enter(numbers)),
        ("opinion", wanted // 40, lambda: citizens.say(chance.choice(drafts))),
        ("verify", wanted // 20, lambda: citizens.verify(packs, lines)),
    )
    for name, share, act in shares:
        while count(watch, name) < share:
            act()
    print("handed in:", dict(citizens.handed_in))


def headers_part(watch: Watch, chance: random.Random, wanted: int) -> None:
    """Public pages with odd headers, methods and addresses."""
    client = Client(raise_request_exception=False)
    pages = [*PUBLIC[1:], "/open/search/", "/open/data/catalogue.json", "/open/follow/", "/open/log/", "/api/v1/cases"]
    pages += [
        "/login/",
        "/open/apply/hotline/1/",
        "/open/verify/",
        "/static/portal/portal.css",
        "/open/data/feeds/all.atom",
    ]
    pages += [f"/open/notices/{pk}/" for pk in Notice.objects.values_list("pk", flat=True)[:3]]
    for _ in range(wanted):
        path = chance.choice(pages)
        if chance.random() < 0.2:
            path = path + chance.choice(
                (in_path(bad_input.text(chance)), "%", "%ff%fe/", "%00/", "//", "../", "%2e%2e%2f", ";a=b")
            )
        method = chance.choice(bad_input.METHODS) if chance.random() < 0.4 else "GET"
        body = chance.choice((b"", b"", b"a=1", b"\x00\xff", b"--x\r\n"))
        more = chance.choice(bad_input.HEADERS) | (chance.choice(bad_input.HEADERS) if chance.random() < 0.3 else {})
        watch.ask("headers, methods", client, method, path, body, headers=more, is_open=True)


def browsing_part(watch: Watch, chance: random.Random, wanted: int) -> None:
    """Public pages found by their links, with query strings and forms spoilt."""
    client = Client(raise_request_exception=False)
    browser = Browser("public, browsed", watch, client, clock.today(), chance, every=3, is_open=True)
    browser.explore(PUBLIC, most=wanted // 6, skip=lambda path: path.startswith("/api/"))
    browser.mangle_queries(wanted * 4 // 6)
    browser.mangle_forms(wanted // 6)


def programs_part(watch: Watch, chance: random.Random, wanted: int) -> None:
    """The API with tokens of three people, and with one that opens nothing."""
    for role in ("handler", "head", "coordinator"):
        program = Program(watch, chance, secret_of(member(role)))
        program.read(min(25, wanted // 12))
        program.send(wanted // 3)
    Program(watch, chance, "fz_" + "x" * 43).send(wanted // 30)


def staff_part(watch: Watch, chance: random.Random, wanted: int) -> None:
    """Staff pages as several people see them; what is done there is undone, but for a part."""
    for role in ROLES:
        share = wanted // 5 if role in ROLES[:3] else wanted * 2 // 5 // len(ROLES[3:])
        client = Client(raise_request_exception=False)
        client.force_login(member(role), backend="django.contrib.auth.backends.ModelBackend")
        browser = Browser(f"staff, {role}", watch, client, clock.today(), chance, every=3 if share > 500 else 1)
        browser.explore(["/"], most=share // 3, skip=lambda path: path.startswith("/open/"))
        left = share - count(watch, browser.group)
        browser.mangle_queries(left // 3)
        browser.mangle_forms(left * 2 // 3, done=0.1)


def member(role: str) -> Person:
    """Somebody of the sample who has a role, with as much to do as anybody."""
    known = Membership.objects.filter(roles__contains=[role], ended_on=None).select_related("person").order_by("pk")
    return max((each.person for each in known), key=lambda person: Case.objects.filter(handler=person).count())


def secret_of(person: Person) -> str:
    return tokens.create(actor=None, person=person, name="fuzz", at=clock.now()).secret


def count(watch: Watch, name: str) -> int:
    """How many requests a group has had so far."""
    return sum(tally.requests for group, tally in watch.tallies.items() if group.startswith(name))


if __name__ == "__main__":
    main()
