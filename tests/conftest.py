"""Fixtures that all tests share: a database of its own, a small district, and one cast of people."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

# The tests bring their own data folder, so that they never touch the data of a site in this checkout. Every worker of
# a parallel run shares it: one server, one database each.
if not os.environ.get("FAZHI_TEST_HOME"):
    os.environ["FAZHI_TEST_HOME"] = tempfile.mkdtemp(prefix="fazhi-test-")
os.environ["FAZHI_HOME"] = os.environ["FAZHI_TEST_HOME"]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser driver runs an event loop in this thread

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Jurisdiction, Membership, Organization, OrganizationKind, Person
from fazhi.government.roles import Role
from tests import databases

# A bare `pytest` has read the settings before this file; script/test names the folder first.
site.HOME = Path(os.environ["FAZHI_TEST_HOME"])
if "EMBEDDED" in site.DATABASES["default"]:
    site.DATABASES["default"]["EMBEDDED"] = str(site.HOME / "postgresql")
    site.DATABASES["default"]["DURABLE"] = False  # nobody misses a test's database after a power failure
site.STATIC_ROOT = site.HOME / "static"
site.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none

# What an estimate over keyed digests comes to depends on the key: every run has the same one.
KEY = site.HOME / "register-key"
if not KEY.exists():
    KEY.touch(mode=0o600)
    KEY.write_bytes(bytes(range(32)))

# A red run means that a change did it; FAZHI_EXPLORE=1 looks for examples that nobody has tried yet.
hypothesis_settings.register_profile("same", derandomize=True)
hypothesis_settings.load_profile("default" if os.environ.get("FAZHI_EXPLORE") else "same")

PASSWORD = "Fazhi-test-2026"
# What takes longest begins first, so that no worker of a parallel run waits for another at the end.
LONGEST = (
    *("tests/cases/test_killed", "tests/test_cli", "tests/statutes/test_check"),
    *("tests/desk/registers", "tests/browser", "tests/sample"),
)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files first; `script/test` keeps them in this order."""

    def rank(item: pytest.Item) -> int:
        return next((at for at, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST))

    items.sort(key=rank)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The worker's database is copied from one that is migrated once a run."""
    connection.creation._destroy_test_db = databases.dropped
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = databases.migrated()


@pytest.fixture(autouse=True, scope="session")
def quick_emptying() -> Iterator[None]:
    """After a test with a live server, empties the tables that hold something.

    Django empties all two hundred and makes permissions and content types anew: longer than most tests take.
    """
    kept = {"django_migrations", "django_content_type", "auth_permission"}

    def emptied(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            tables = sorted(set(connection.introspection.table_names(cursor)) - kept)
            filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables)
            cursor.execute(filled)
            if found := [f'"{name}"' for (name,) in cursor.fetchall()]:
                cursor.execute(f"TRUNCATE {', '.join(found)} CASCADE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(autouse=True)
def quick_and_apart(settings: object, tmp_path: Path) -> None:
    """Cheap password hashing, static files as they are, and kept files in the test's own folder."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.KEPT_FILES = tmp_path / "files"


@pytest.fixture
def at() -> datetime:
    """A Monday morning."""
    return AT


@dataclass(frozen=True)
class District:
    """A small district: enough units of each kind."""

    jurisdiction: Jurisdiction
    government: Organization
    justice: Organization
    market: Organization
    urban: Organization
    street: Organization
    court: Organization


def plant(jurisdiction: Jurisdiction, parent: Organization | None, kind: str, name: str, short: str) -> Organization:
    """Sets a unit into the tree."""
    unit = Organization.objects.create(jurisdiction=jurisdiction, parent=parent, kind=kind, name=name, short_name=short)
    unit.path = f"{parent.path if parent else ''}{unit.pk}."
    unit.save(update_fields=["path"])
    return unit


@pytest.fixture
def district(db: None) -> District:
    kind = OrganizationKind
    area = Jurisdiction.objects.create(code="990102", name="清和区")
    government = plant(area, None, kind.GOVERNMENT, "清和区人民政府", "区政府")
    return District(
        jurisdiction=area,
        government=government,
        justice=plant(area, government, kind.DEPARTMENT, "清和区司法局", "区司法局"),
        market=plant(area, government, kind.DEPARTMENT, "清和区市场监督管理局", "区市场监管局"),
        urban=plant(area, government, kind.DEPARTMENT, "清和区城市管理局", "区城管局"),
        street=plant(area, government, kind.STREET, "清和区东街街道办事处", "东街街道"),
        court=plant(area, None, kind.OUTSIDE, "清和区人民法院", "区法院"),
    )


@pytest.fixture
def join(district: District) -> Callable[..., Actor]:
    """Makes a person with a seat: ``join("li.ming", "李明", unit, Role.HANDLER)``."""

    def make(login: str, name: str, unit: Organization, *roles: str) -> Actor:
        person = Person(login=login, name=name, must_change_password=False)
        person.set_password(PASSWORD)
        person.save()
        Membership.objects.create(person=person, organization=unit, roles=list(roles), started_on=date(2025, 1, 1))
        return actor_for(person=person, on=AT.date())

    return make


@pytest.fixture
def coordinator(join: Callable[..., Actor], district: District) -> Actor:
    return join("tong.chou", "童畴", district.justice, Role.COORDINATOR)


@pytest.fixture
def handler(join: Callable[..., Actor], district: District) -> Actor:
    return join("cheng.ban", "程班", district.market, Role.HANDLER)


@pytest.fixture
def head(join: Callable[..., Actor], district: District) -> Actor:
    return join("fu.ze", "傅泽", district.market, Role.HEAD)


@pytest.fixture
def other_handler(join: Callable[..., Actor], district: District) -> Actor:
    return join("cheng.jing", "程静", district.urban, Role.HANDLER)


@pytest.fixture
def other_head(join: Callable[..., Actor], district: District) -> Actor:
    return join("fu.ren", "傅仁", district.urban, Role.HEAD)


@pytest.fixture
def street_handler(join: Callable[..., Actor], district: District) -> Actor:
    return join("jie.dao", "解道", district.street, Role.HANDLER)


@pytest.fixture
def supervisor(join: Callable[..., Actor], district: District) -> Actor:
    return join("jian.du", "简笃", district.justice, Role.SUPERVISOR)


@pytest.fixture
def unit_admin(join: Callable[..., Actor], district: District) -> Actor:
    return join("guan.li", "管理", district.market, Role.UNIT_ADMIN)


@pytest.fixture
def system_admin(join: Callable[..., Actor], district: District) -> Actor:
    return join("xi.tong", "席同", district.government, Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(join: Callable[..., Actor], district: District) -> Actor:
    return join("an.quan", "安全", district.government, Role.SECURITY_ADMIN)


@pytest.fixture
def audit_admin(join: Callable[..., Actor], district: District) -> Actor:
    return join("shen.ji", "沈济", district.government, Role.AUDIT_ADMIN)


@pytest.fixture
def outsider(join: Callable[..., Actor]) -> Actor:
    """The coordinator of another district: may see and do nothing here."""
    area = Jurisdiction.objects.create(code="990103", name="望江区")
    bureau = plant(area, None, OrganizationKind.DEPARTMENT, "望江区司法局", "区司法局")
    return join("wai.qu", "外曲", bureau, Role.COORDINATOR)


@pytest.fixture
def sign_in() -> Iterator[Callable[[Actor], Client]]:
    """A test client that is signed in as the actor."""

    def enter(actor: Actor) -> Client:
        client = Client()
        client.force_login(actor.person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def upload() -> Callable[[str, bytes], SimpleUploadedFile]:
    """A file as a form hands it over."""
    return lambda name, data: SimpleUploadedFile(name, data)
