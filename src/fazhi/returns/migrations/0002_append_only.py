"""What was done with a sheet stays: the database itself refuses UPDATE and DELETE."""

from django.db import migrations

# It only grows: the site's role may not even ask to change it (fazhi.database.roles reads the trigger's name).
APPEND_ONLY = ("returns_sheetentry",)


def guard(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_record_append_only();",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial"), ("cases", "0002_append_only")]

    operations = [guard(table) for table in APPEND_ONLY]
