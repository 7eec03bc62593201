"""Databases that are made once and copied: PostgreSQL copies one in a second, migrations take half a minute.

What is kept stands on the server of the tests. Its name carries a digest of what it is made from, so that it is never
older than the code; the workers of a parallel run, and the next run in the same folder, share it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from fasteners import InterProcessLock

import fazhi

CODE = Path(fazhi.__file__).parent
HOME = Path(os.environ["FAZHI_TEST_HOME"])


def migrated() -> str:
    """The name of the database as the migrations leave it, made where it is missing. Nobody may connect to it."""
    # Migrations of Django's apps and the job queue change with their versions, content types with the models.
    parts = [version("django"), version("procrastinate"), version("django-axes")]
    files = (path for path in code() if path.suffix == ".py" and {"migrations", "models"} & {*path.parts, path.stem})
    return kept("test_migrated", digest(files, *parts), template="template1", fill=_migrate)


@contextmanager
def copy_of(kept_name: str) -> Iterator[None]:
    """Puts the connection on a copy of a kept database, and back; the copy is dropped, whoever still reads it.

    No session of the own database may be in a transaction. Threads of a live server follow with their next session.
    """
    copied = f"{connection.settings_dict['NAME']}_copy"
    dropped(copied)
    _copy(kept_name, copied)
    try:
        with _connected_to(copied):
            yield
    finally:
        dropped(copied)


def dropped(name: str, verbosity: int = 0) -> None:
    """Drops a database; a live server's last session must not keep it."""
    _say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def kept(kind: str, digest: str, *, template: str, fill: Callable[[], None]) -> str:
    """Makes the database ``kind_digest`` once; whoever comes meanwhile waits. Older ones of its kind go."""
    name, half = f"{kind}_{digest}", f"{kind}_half"
    with InterProcessLock(HOME / f"{kind}.lock"):
        there = _named(kind)
        if name not in there:
            for old in there:
                dropped(old)
            _copy(template, half)
            with _connected_to(half):
                fill()
            # Under its name it is whole.
            _say(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name


def code() -> list[Path]:
    """Every file of the product."""
    return sorted(path for path in CODE.rglob("*") if path.is_file())


def digest(files: Iterable[Path], *parts: str) -> str:
    """Twelve characters that change with any of it."""
    made = sha256("|".join(parts).encode())
    for path in files:
        made.update(f"{path.relative_to(CODE)}\0".encode() + path.read_bytes())
    return made.hexdigest()[:12]


def _migrate() -> None:
    call_command("migrate", interactive=False, run_syncdb=True, verbosity=0)


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """The connection's sessions begin in another database; threads of a live server read the same settings."""
    connection.close()
    own = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _named(kind: str) -> list[str]:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{kind}_"])
        return [name for (name,) in cursor.fetchall()]


def _copy(template: str, name: str) -> None:
    _say(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _say(statement: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement)
