"""What was done with a notice is never edited, only followed: the database refuses UPDATE and DELETE on its steps."""

from django.db import migrations

TABLES = ("publishing_noticestep",)

FUNCTION = """
CREATE OR REPLACE FUNCTION fazhi_notice_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_notice_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION fazhi_notice_append_only()"),
        *(migrations.RunSQL(guard(table), f"DROP TRIGGER append_only ON {table}") for table in TABLES),
    ]
