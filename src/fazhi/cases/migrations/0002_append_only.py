"""The record is never edited: the database itself refuses UPDATE and DELETE on acts and on what hangs on them."""

from django.db import migrations

TABLES = (
    "cases_act",
    "cases_attachment",
    "cases_findingentry",
    "cases_parametervalue",
    "cases_checkpoint",
    "cases_logentry",
)

FUNCTION = """
CREATE OR REPLACE FUNCTION fazhi_record_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_record_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION fazhi_record_append_only()"),
        *(
            migrations.RunSQL(guard(table), f"DROP TRIGGER append_only ON {table}; DROP TRIGGER not_emptied ON {table}")
            for table in TABLES
        ),
    ]
