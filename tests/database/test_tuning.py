"""The embedded server runs with settings that fit the machine, and an administrator's word stands."""

from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection

from fazhi.database import tuning

GIGABYTE = 1024 * tuning.MEGABYTE


@pytest.mark.parametrize(("gigabytes", "cache"), [(0, "64MB"), (2, "256MB"), (8, "1024MB"), (256, "1024MB")])
def test_settings_for_takes_an_eighth_within_bounds(gigabytes: int, cache: str) -> None:
    assert tuning.settings_for(gigabytes * GIGABYTE)["shared_buffers"] == cache


def test_settings_for_gives_up_durability_only_when_told() -> None:
    assert "fsync" not in tuning.settings_for(GIGABYTE)
    assert tuning.settings_for(GIGABYTE, durable=False)["fsync"] == "off"


def test_write_includes_ours_once_and_leaves_the_rest(tmp_path: Path) -> None:
    main = tmp_path / "postgresql.conf"
    main.write_text("port = 5432\n", encoding="utf-8")
    tuning.write(tmp_path)
    main.write_text(main.read_text(encoding="utf-8") + "work_mem = '1MB'\n", encoding="utf-8")
    tuning.write(tmp_path)
    assert main.read_text(encoding="utf-8") == f"port = 5432\n\n{tuning.INCLUDE}\nwork_mem = '1MB'\n"
    assert "jit = 'off'" in (tmp_path / tuning.NAME).read_text(encoding="utf-8").splitlines()


@pytest.mark.skipif("EMBEDDED" not in site.DATABASES["default"], reason="the tests run on a server of their own")
def test_server_runs_with_the_settings(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name IN ('jit', 'fsync') ORDER BY 1")
        assert cursor.fetchall() == [("fsync", "off"), ("jit", "off")]
