"""A process of its own that takes acts and says so after each commit, until somebody kills it or its database.

    python -m tests.cases.killed_writer write    says "case seq" for each act that was committed
    python -m tests.cases.killed_writer check    says every act that is there, then whether the record holds

The site is that of FAZHI_HOME; it is made where there is none.
"""

import os
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command

from fazhi.cases import taking
from fazhi.cases.models import Act
from fazhi.cases.record_commands import site
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Jurisdiction, Membership, Organization, OrganizationKind, Person
from fazhi.record.database import verify_database
from tests.cards import issue_cards
from tests.cases.walks import corrected, informed

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def write() -> None:
    if not Person.objects.exists():
        cast()
    officers = list(Person.objects.order_by("pk")[:2])
    unit = Organization.objects.get(short_name="区市场监管局")
    actor = actor_for(person=officers[0], on=AT.date())
    while True:
        taken = opened(actor, unit, officers)
        tell(taken)
        tell(informed(taken.case, actor, AT))
        for number in range(3):
            tell(corrected(taken.case, actor, AT, f"东街{number}号"))


def tell(taken: Taken) -> None:
    say(f"{taken.case.pk} {taken.seq}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def opened(actor: Actor, unit: Organization, officers: list[Person]) -> Taken:
    data = {
        "party": {"kind": "person", "name": "钱某", "address": "清和区东街12号"},
        "officers": [person.pk for person in officers],
        "id_shown": True,
        "offence_on": AT.date().isoformat(),
        "place": "东街菜市场门口",
        "facts": "占道摆卖水果，经劝说未当场收摊。",
        "competent": True,
    }
    return taking.open_case(
        actor=actor,
        procedure="administrative_penalty_summary",
        organization=unit,
        given=Given("open", AT.date(), data=data),
        at=AT + timedelta(minutes=1),
    )


def cast() -> None:
    area = Jurisdiction.objects.create(code="990102", name="清和区")
    unit = Organization.objects.create(
        jurisdiction=area, kind=OrganizationKind.DEPARTMENT, name="清和区市场监督管理局", short_name="区市场监管局"
    )
    unit.path = f"{unit.pk}."
    unit.save()
    officers = []
    for number in range(2):
        person = Person.objects.create(login=f"officer{number}", name=f"执法员{number}")
        Membership.objects.create(person=person, organization=unit, roles=["handler"], started_on=date(2025, 1, 1))
        officers.append(person)
    issue_cards(officers, unit)


def check() -> None:
    for case, seq in Act.objects.values_list("case_id", "seq"):
        say(f"{case} {seq}")
    with site().connect() as opened_connection:
        verdict = verify_database(opened_connection, form=True)
    say("holds" if verdict.ok else f"broken: {verdict.broken}")


if __name__ == "__main__":
    call_command("migrate", interactive=False, verbosity=0)
    {"write": write, "check": check}[sys.argv[1]]()
