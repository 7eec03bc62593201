"""The sample district, loaded once for all the tests that only need it to be there: each works on a copy."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from django.test import override_settings

from fazhi.sample import load
from tests import databases

AT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
"""The moment on which it is loaded: late in the year that its plans are about."""
CASES = 40
DRAWN = {".html", ".css", ".js", ".svg", ".pyc"}
"""Files of the product that no row of a database comes from."""


@contextmanager
def opened(home: Path) -> Iterator[None]:
    """Puts the connection on a copy of the district, and back. Its files and keys are copied to ``home``."""
    kept_home = _home()
    name = databases.kept("test_sample", kept_home.name, template=databases.migrated(), fill=_load)
    with databases.copy_of(name):
        shutil.copytree(kept_home, home, dirs_exist_ok=True)
        yield


def _load() -> None:
    home = _home()
    shutil.rmtree(home.parent, ignore_errors=True)
    home.mkdir(parents=True)
    shutil.copy2(databases.HOME / "register-key", home)
    apart = override_settings(
        HOME=home,
        KEPT_FILES=home / "files",
        FIXED_NOW=AT.isoformat(),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with apart:
        load.load(now=AT, tell=lambda _: None, cases=CASES)


@cache
def _home() -> Path:
    made_from = databases.digest((path for path in databases.code() if path.suffix not in DRAWN), databases.migrated())
    return databases.HOME / "sample" / made_from
