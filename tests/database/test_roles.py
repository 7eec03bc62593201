"""The role as which the site works, tried on a connection of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from fazhi.cases.models import Case
from fazhi.database import roles

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def web() -> Iterator[psycopg.Connection]:
    """The test's database as the site's role sees it."""
    roles.ensure(connection)
    parameters = connection.get_connection_params()
    reach = {key: parameters[key] for key in ("host", "port", "dbname") if key in parameters}
    with psycopg.connect(**reach, user=roles.WEB, autocommit=True) as opened:
        yield opened


FORBIDDEN = [
    "UPDATE {} SET id = id",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
    "ALTER TABLE {} ADD COLUMN more text",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TRIGGER append_only ON {}",
    "CREATE RULE quiet AS ON INSERT TO {} DO INSTEAD NOTHING",
    "DROP TABLE {}",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_acts_cannot_be_changed(statement: str, web: psycopg.Connection, case: Case) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement.format("cases_act"))
    assert web.execute("SELECT count(*) FROM cases_act").fetchone() == (1,)


def test_no_table_of_the_record_can_be_changed(web: psycopg.Connection) -> None:
    tables = roles.record_tables(connection)
    assert {"cases_act", "cases_logentry", "cases_checkpoint", "plans_entry"} <= set(tables)
    for table in tables:
        for change in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(change.format(table).replace("SET id = id", _harmless(table)))


def _harmless(table: str) -> str:
    with connection.cursor() as cursor:
        column = connection.introspection.get_table_description(cursor, table)[0].name
    return f'SET "{column}" = "{column}"'


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "SET session_replication_role = replica",
        "SET ROLE postgres",
        "CREATE ROLE other SUPERUSER",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', 'x', now())",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "CREATE OR REPLACE FUNCTION fazhi_record_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$",
    ],
)
def test_schema_and_rights_cannot_be_changed(statement: str, web: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement)


def test_acts_can_be_read_and_added(web: psycopg.Connection, case: Case) -> None:
    columns = (
        "case_id, jurisdiction_id, organization_id, procedure, kind, step, result, thread, person_id, performed_on,"
        " recorded_at, body, hash"
    )
    web.execute(f"INSERT INTO cases_act (seq, {columns}) SELECT 2, {columns} FROM cases_act")
    assert web.execute("SELECT seq FROM cases_act ORDER BY seq").fetchall() == [(1,), (2,)]


def test_ordinary_tables_can_be_worked_with(web: psycopg.Connection, case: Case) -> None:
    assert web.execute("UPDATE cases_case SET title = 'x'").rowcount == 1
    assert web.execute("DELETE FROM cases_clock").rowcount >= 0
    assert web.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)


def test_a_role_that_can_change_the_record_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    with pytest.raises(roles.RoleError, match=f"数据库角色 {owner} 能改动办理记录（superuser；owner of tables）"):
        roles.ensure(connection, owner)


@pytest.mark.parametrize(
    ("given", "fault"),
    [("GRANT postgres TO fazhi_web", "member of postgres"), ("GRANT UPDATE (body) ON cases_act TO fazhi_web", "body")],
)
def test_rights_that_somebody_gave_it_are_refused_or_taken(
    given: str, fault: str, web: psycopg.Connection, case: Case
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(given)
    try:
        if "member" in fault:
            with pytest.raises(roles.RoleError, match=fault):
                roles.ensure(connection)
        else:
            roles.ensure(connection)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute("UPDATE cases_act SET body = ''")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("REVOKE postgres FROM fazhi_web")


def test_tables_of_a_later_migration_cannot_be_changed_until_the_next_start(web: psycopg.Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id int)")
        try:
            web.execute("INSERT INTO later VALUES (1)")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute("UPDATE later SET id = 2")
            roles.ensure(connection)
            assert web.execute("UPDATE later SET id = 2").rowcount == 1
        finally:
            cursor.execute("DROP TABLE later")


def test_the_served_site_works_as_the_role(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "FAZHI_NOW")}
    environment |= {"FAZHI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "fazhi.settings"}
    words = [sys.executable, "-m", "fazhi.cli", "server", "--no-sample", "--workers", "1", "--port", str(port)]
    with (tmp_path / "said").open("wb") as said:
        server = subprocess.Popen(words, env=environment, stdout=said, stderr=said)
        try:
            _asked(f"http://127.0.0.1:{port}/login/", server)
            *_, port_of_database, folder = (tmp_path / "postgresql" / "postmaster.pid").read_text().split("\n")[:5]
            reach = {"host": folder, "port": port_of_database, "user": "postgres", "dbname": "fazhi"}
            with psycopg.connect(**reach, autocommit=True) as owner:
                found = _connected(owner)
        finally:
            server.terminate()
            server.wait(30)
    assert found == {roles.WEB}, (tmp_path / "said").read_text()


CONNECTED = """
SELECT usename FROM pg_stat_activity
WHERE datname = 'fazhi' AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


def _connected(owner: psycopg.Connection) -> set[str]:
    """As whom others are connected, once both are there: the process of the site and that of the jobs."""
    until = time.monotonic() + 60
    while len(found := owner.execute(CONNECTED).fetchall()) < 2 and time.monotonic() < until:
        time.sleep(0.2)
    return {name for (name,) in found}


def _asked(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Asks until the server answers, as somebody with a session: it has to be looked up in the database."""
    asking = urllib.request.Request(url, headers={"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"})
    until = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(asking, timeout=10) as answer:
                assert answer.status == 200
            return
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{url}: {error.code}") from None
        except OSError:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server did not answer"
            time.sleep(0.2)
