"""Makes many cases out of the sample's, for benchmarks: copies with their acts, clocks and findings, by SQL.

Copies are no links of a chain and carry nothing of what was hashed; days move back by up to so many years. References
are not checked and indexes are made after the rows, or a million would take a quarter of an hour.
"""

from django.db import connection

from fazhi.cases.models import Act, Case, Clock, Finding

MOVED = frozenset({"opened_on", "closed_on", "due_on", "performed_on", "started_on", "met_on"})
ORDER = {Act: "x.performed_on - m.days, m.id", Clock: "x.started_on - m.days, m.id"}
"""As they would have come in: what happened in the same year lies together on the disk."""


def copy(count: int, *, years: int = 5) -> None:
    """Copies until there are ``count`` cases."""
    here = Case.objects.count()
    if count <= here:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(
            "CREATE TEMP TABLE made AS"
            " SELECT uuidv7(-(now() - opened_on + days * interval '1 day')) id, of, days"
            f" FROM (SELECT id AS of, opened_on, (random() * {365 * years})::int days"
            f" FROM cases_case, generate_series(1, {-(-(count - here) // here)}) LIMIT {count - here}) x"
        )
        cursor.execute("CREATE INDEX ON made (of)")
        cursor.execute("ANALYZE made")
        # Copies are no links of a chain: the guards would be right to refuse what is tried with them.
        for model in (Case, Act, Clock, Finding):
            table = model._meta.db_table
            indexes = _drop_indexes(cursor, table)
            names = [field.column for field in model._meta.concrete_fields]
            names = names if model is Case else [name for name in names if name != "id"]
            changed = {name: f'x."{name}" - m.days' for name in MOVED}
            changed |= {
                "id": "m.id", "case_id": "m.id", "number": "'B' || m.id", "search": "NULL",
                "body": "''", "hash": "''", "key": "NULL", "found_at": "x.found_at - m.days * interval '1 day'",
            }  # fmt: skip
            if model is Clock:
                changed.pop("number")
            listed = ", ".join(f'"{name}"' for name in names)
            chosen = ", ".join(changed.get(name, f'x."{name}"') for name in names)
            key = "id" if model is Case else "case_id"
            cursor.execute(
                f"INSERT INTO {table} ({listed}) SELECT {chosen} FROM {table} x JOIN made m ON m.of = x.{key}"
                f" ORDER BY {ORDER.get(model, 'm.id')}"
            )
            for statement in indexes:
                cursor.execute(statement)
        cursor.execute("DROP TABLE made")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _drop_indexes(cursor, table: str) -> list[str]:
    """Drops the indexes that hold no constraint; gives the statements that make them again."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid"
        " WHERE i.indrelid = %s::regclass AND NOT i.indisunique AND c.oid IS NULL",
        [table],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    return [statement for _, statement in found]
