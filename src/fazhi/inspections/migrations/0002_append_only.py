"""What was frozen, drawn and published is never edited: the database itself refuses UPDATE and DELETE."""

from django.db import migrations

# These only grow: the site's role may not even ask to change them (fazhi.database.roles reads the trigger's name).
APPEND_ONLY = ("inspections_drawentry", "inspections_drawdocument")
# A draw never changes either, but its row is locked while an entry is added, which PostgreSQL calls an UPDATE right.
NEVER_CHANGED = ("inspections_draw",)


def guard(name: str, table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_record_append_only();",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial"), ("cases", "0002_append_only")]

    operations = [
        *(guard("append_only", table) for table in APPEND_ONLY),
        *(guard("never_changed", table) for table in NEVER_CHANGED),
    ]
