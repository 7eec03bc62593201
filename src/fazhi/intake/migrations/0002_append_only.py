"""What was said is never edited: the database refuses UPDATE and DELETE. How often somebody came need not be safe."""

from django.db import migrations

TABLES = ("intake_message", "intake_attachment")

FUNCTION = """
CREATE OR REPLACE FUNCTION fazhi_intake_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_intake_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION fazhi_intake_append_only()"),
        *(migrations.RunSQL(guard(table), f"DROP TRIGGER append_only ON {table}") for table in TABLES),
        # Written with every page that is sent, and worth nothing after a crash.
        migrations.RunSQL("ALTER TABLE intake_rate SET UNLOGGED", "ALTER TABLE intake_rate SET LOGGED"),
        # Files come compressed: trying again costs time and gains nothing.
        migrations.RunSQL(
            "ALTER TABLE intake_draftfile ALTER COLUMN data SET STORAGE EXTERNAL",
            "ALTER TABLE intake_draftfile ALTER COLUMN data SET STORAGE EXTENDED",
        ),
    ]
