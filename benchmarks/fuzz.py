"""Requests by the ten thousand that no form of ours would send: the portal, its forms and the API.

    .venv/bin/python benchmarks/fuzz.py [REQUESTS]    # 20,000 where not said

The sample district lies in a folder that is removed afterwards. Made by schemathesis from the public addresses and the
published OpenAPI description (tests/portal/fuzzing.py); it ends at the first answer that is a fault of ours (500 and
above), and prints how many answers of each status there were.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
HOME = tempfile.TemporaryDirectory(prefix="fazhi-benchmark-")
os.environ.setdefault("FAZHI_HOME", HOME.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from tests.portal.fuzzing import addresses, description, send  # noqa: E402

from fazhi import clock  # noqa: E402
from fazhi.api import tokens  # noqa: E402
from fazhi.consultations.models import Consultation  # noqa: E402
from fazhi.government.models import Person  # noqa: E402
from fazhi.procedures.applications.library import forms  # noqa: E402
from fazhi.procedures.language.library import library  # noqa: E402
from fazhi.procedures.registers.library import shelf  # noqa: E402
from fazhi.publishing.models import Notice  # noqa: E402
from fazhi.sample import load  # noqa: E402


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load.load(now=clock.now(), tell=lambda _: None)
    setup_test_environment()
    known = {
        "pk": [
            *Notice.objects.values_list("pk", flat=True)[:5],
            *Consultation.objects.values_list("pk", flat=True)[:5],
        ],
        "form": [*(each.id for each in forms()), "csv", "json", "xlsx"],
        "slug": ["1", "2", "you", "papers", "check"],
        "register": list(shelf())[:10],
        "procedure": [each.id for each in library().latest()],
        "year": [clock.today().year - 1],
    }
    api = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    person = Person.objects.filter(memberships__roles__contains=["handler"]).first() or Person.objects.first()
    secret = tokens.create(actor=None, person=person, name="fuzz", at=clock.now()).secret
    operations = len(list(addresses())) + sum(len(each) for each in api["paths"].values())
    each = -(-wanted // operations)
    portal = send(description(known), each=each)
    print("portal", sum(portal.values()), dict(sorted(portal.items())))
    signed = send(api, each=each, headers=({"Authorization": f"Bearer {secret}"}, {}))
    print("API", sum(signed.values()), dict(sorted(signed.items())))
    print(f"{sum(portal.values()) + sum(signed.values())} requests, no fault of ours")


if __name__ == "__main__":
    main()
