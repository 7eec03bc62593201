"""The role as which the site works: it may add to the record, and neither change it nor the schema.

Tables that carry a trigger `append_only` are the record; the migrations that guard a table are thus the only list. The
triggers stop mistakes of the owner too, but the owner can switch them off: the site therefore does not work as owner.
"""

from typing import Any, Protocol

from psycopg import sql

WEB = "fazhi_web"
# Nothing of these is for the record: TRUNCATE, REFERENCES, TRIGGER and MAINTAIN are granted nowhere.
WORK = sql.SQL("SELECT, INSERT, UPDATE, DELETE")
RECORD = """
SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = 'append_only' AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
# What the site must not write besides: a migration that counts as done would never guard anything.
READ_ONLY = ("django_migrations",)
# No race between two starts: whoever comes second finds the role there.
MAKE = """
DO $$ BEGIN
    CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
STANDING = """
SELECT 'superuser' FROM pg_roles WHERE rolname = %(role)s AND (rolsuper OR rolbypassrls)
UNION ALL
SELECT 'member of ' || r.rolname FROM pg_roles r, pg_roles me
 WHERE me.rolname = %(role)s AND NOT me.rolsuper AND r.oid <> me.oid AND pg_has_role(me.oid, r.oid, 'MEMBER')
UNION ALL
SELECT DISTINCT 'owner of tables' FROM pg_class c JOIN pg_roles me ON me.oid = c.relowner
 WHERE c.relnamespace = 'public'::regnamespace AND me.rolname = %(role)s
"""
RIGHTS = """
SELECT privilege || ' on ' || record
  FROM unnest(%(record)s::text[]) record, unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) privilege
 WHERE has_table_privilege(%(role)s, format('public.%%I', record), privilege)
UNION ALL
SELECT 'UPDATE of a column on ' || record FROM unnest(%(record)s::text[]) record
 WHERE has_any_column_privilege(%(role)s, format('public.%%I', record), 'UPDATE')
UNION ALL
SELECT 'CREATE on schema public' WHERE has_schema_privilege(%(role)s, 'public', 'CREATE')
"""


class Connection(Protocol):
    """Django's connection, as far as it is needed."""

    def cursor(self) -> Any: ...


class RoleError(Exception):
    """The role is missing or may do too much; `say` says in Chinese what to do."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


def ensure(connection: Connection, role: str = WEB) -> None:
    """Gives the role what the site needs and takes what it must not have. To be run by the owner after migrations.

    Makes the role where it may (it has no password: the embedded server trusts its own socket). Raises RoleError where
    there is no such role and the owner may not make it, and where the role can change the record all the same.
    """
    with connection.cursor() as cursor:
        _make(cursor, role)
        # Before anything is taken from it: it may be the owner itself.
        _refuse(role, _faults(cursor, STANDING, {"role": role}))
        cursor.execute(RECORD)
        record = [name for (name,) in cursor.fetchall()]
        for statement in _grants(role, record):
            cursor.execute(statement.as_string(cursor.connection))
        _refuse(role, _faults(cursor, RIGHTS, {"role": role, "record": record}))


def record_tables(connection: Connection) -> list[str]:
    """The tables that only grow."""
    with connection.cursor() as cursor:
        cursor.execute(RECORD)
        return [name for (name,) in cursor.fetchall()]


def _make(cursor: Any, role: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone():
        return
    cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        raise RoleError(f"没有数据库角色 {role}，请由数据库管理员创建：CREATE ROLE {role} LOGIN PASSWORD '……'。")
    cursor.execute(sql.SQL(MAKE).format(role=sql.Identifier(role)).as_string(cursor.connection))


def _grants(role: str, record: list[str]) -> list[sql.Composed]:
    to = {"role": sql.Identifier(role), "work": WORK}
    closed = sql.SQL(", ").join(sql.Identifier("public", name) for name in [*record, *READ_ONLY])
    statements = [
        # Servers older than 15 let everybody make tables.
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC").format(),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {role}").format(**to),
        sql.SQL("GRANT {work} ON ALL TABLES IN SCHEMA public TO {role}").format(**to),
        sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {closed} FROM {role}").format(closed=closed, **to),
        sql.SQL("GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}").format(**to),
        sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}").format(**to),
        # Tables of a later migration can be read and added to until this is run again.
        sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO {role}").format(**to),
        sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}").format(**to),
    ]
    statements += [
        sql.SQL("REVOKE INSERT ON {table} FROM {role}").format(table=sql.Identifier("public", name), **to)
        for name in READ_ONLY
    ]
    return statements


def _faults(cursor: Any, query: str, values: dict[str, Any]) -> list[str]:
    cursor.execute(query, values)
    return [fault for (fault,) in cursor.fetchall()]


def _refuse(role: str, faults: list[str]) -> None:
    if faults:
        raise RoleError(f"数据库角色 {role} 能改动办理记录（{'；'.join(faults)}），请改用一个没有这些权限的角色。")
