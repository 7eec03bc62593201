"""Registers are never edited, only revised: the database refuses UPDATE and DELETE on what their history is made of."""

from django.db import migrations

TABLES = ("registers_revision", "registers_version", "registers_unmasking")

FUNCTION = """
CREATE OR REPLACE FUNCTION fazhi_register_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_register_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [
        # Words are the largest part of a row. Stored apart as they are, they leave the fields where they are read
        # without a look elsewhere: counting 100,000 entries by kind opens nothing.
        migrations.RunSQL(
            "ALTER TABLE registers_entry ALTER COLUMN search SET STORAGE EXTERNAL",
            "ALTER TABLE registers_entry ALTER COLUMN search SET STORAGE EXTENDED",
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION fazhi_register_append_only()"),
        *(migrations.RunSQL(guard(table), f"DROP TRIGGER append_only ON {table}") for table in TABLES),
    ]
