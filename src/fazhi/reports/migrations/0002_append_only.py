"""What was saved, done and published is never edited: the database itself refuses UPDATE and DELETE."""

from django.db import migrations

APPEND_ONLY = ("reports_revision", "reports_reportentry", "reports_publication")


def guard(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_record_append_only();",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("cases", "0002_append_only")]

    operations = [guard(table) for table in APPEND_ONLY]
