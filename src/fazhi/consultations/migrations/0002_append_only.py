"""What was done with consultations and opinions is never edited: the database itself refuses it."""

from django.db import migrations

TABLES = ("consultations_consultationstep", "consultations_opinionstep")

FUNCTION = """
CREATE OR REPLACE FUNCTION fazhi_consultations_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE OR REPLACE FUNCTION fazhi_consultations_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR ROW(OLD.consultation_id, OLD.seq, OLD.text, OLD.speaker, OLD.received_at, OLD.channel)
        IS DISTINCT FROM ROW(NEW.consultation_id, NEW.seq, NEW.text, NEW.speaker, NEW.received_at, NEW.channel) THEN
        RAISE EXCEPTION 'the words of opinion % stay as they were said: % refused', OLD.id, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
"""
UNDO = "DROP FUNCTION fazhi_consultations_append_only(); DROP FUNCTION fazhi_consultations_words_stay()"
WORDS = (
    "CREATE TRIGGER words_stay BEFORE UPDATE OR DELETE ON consultations_opinion "
    "FOR EACH ROW EXECUTE FUNCTION fazhi_consultations_words_stay();"
)


def guard(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION fazhi_consultations_append_only();"
    )


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, UNDO),
        *(migrations.RunSQL(guard(table), f"DROP TRIGGER append_only ON {table}") for table in TABLES),
        migrations.RunSQL(WORDS, "DROP TRIGGER words_stay ON consultations_opinion"),
    ]
