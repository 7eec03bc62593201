"""Answers as given, results, voided questions and certificates are never edited: the database itself refuses it."""

from django.db import migrations

TABLES = (
    "exams_answer",
    "exams_result",
    "exams_voidedquestion",
    "exams_certificate",
    "exams_trainingthreshold",
)

FUNCTION = """
CREATE OR REPLACE FUNCTION fazhi_exams_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_exams_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("exams", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION fazhi_exams_append_only()"),
        *(migrations.RunSQL(guard(table), f"DROP TRIGGER append_only ON {table}") for table in TABLES),
    ]
