"""What was said and done is never edited: the database itself refuses UPDATE and DELETE on entries and their files."""

from django.db import migrations

TABLES = (
    "plans_entry",
    "plans_entry_files",
    "plans_followupentry",
    "plans_followupentry_files",
    "plans_problementry",
    "plans_problementry_files",
    "plans_monthlyreport",
    "plans_monthlyreport_files",
    "plans_monthlyreply",
)

FUNCTION = """
CREATE FUNCTION fazhi_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""

# A bulletin is a draft until it is issued, and then as fixed as an entry.
ISSUED_FUNCTION = """
CREATE FUNCTION fazhi_issued_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.issued_at IS NOT NULL THEN
        RAISE EXCEPTION '% is issued: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$;
"""
ISSUED_GUARD = (
    "CREATE TRIGGER issued_is_final BEFORE UPDATE OR DELETE ON plans_bulletin "
    "FOR EACH ROW EXECUTE FUNCTION fazhi_issued_is_final();"
)


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION fazhi_append_only()"),
        *(migrations.RunSQL(guard(table), f"DROP TRIGGER append_only ON {table}") for table in TABLES),
        migrations.RunSQL(ISSUED_FUNCTION, "DROP FUNCTION fazhi_issued_is_final()"),
        migrations.RunSQL(ISSUED_GUARD, "DROP TRIGGER issued_is_final ON plans_bulletin"),
    ]
