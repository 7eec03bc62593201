"""What was done and every edition are never edited; once an assessment is final nothing that belongs to it changes."""

from django.db import migrations

APPEND_ONLY = ("assessment_systemedition", "assessment_entry")
OF_A_BODY = ("assessment_itemscore", "assessment_vetoscore", "assessment_evidence", "assessment_objection")

FUNCTIONS = """
CREATE OR REPLACE FUNCTION fazhi_assessment_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE OR REPLACE FUNCTION fazhi_assessment_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_assessment bigint;
BEGIN
    IF TG_TABLE_NAME = 'assessment_bodyassessment' THEN
        of_assessment := CASE TG_OP WHEN 'DELETE' THEN OLD.assessment_id ELSE NEW.assessment_id END;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT assessment_id INTO of_assessment FROM assessment_bodyassessment WHERE id = OLD.body_id;
    ELSE
        SELECT assessment_id INTO of_assessment FROM assessment_bodyassessment WHERE id = NEW.body_id;
    END IF;
    IF EXISTS (SELECT FROM assessment_assessment WHERE id = of_assessment AND finalised_at IS NOT NULL) THEN
        RAISE EXCEPTION 'assessment % is final: % of % refused', of_assessment, TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE OR REPLACE FUNCTION fazhi_assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR ROW(OLD.edition_id, OLD.year, OLD.finalised_at, OLD.finalised_by_id, OLD.jurisdiction_id)
        IS DISTINCT FROM ROW(NEW.edition_id, NEW.year, NEW.finalised_at, NEW.finalised_by_id, NEW.jurisdiction_id)
        OR NEW.phase NOT IN ('final', 'published') THEN
        RAISE EXCEPTION 'assessment % is final: % refused', OLD.id, TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
"""
DROPPED = "".join(
    f"DROP FUNCTION fazhi_assessment_{name}();" for name in ("append_only", "final", "stays")
)  # fmt: skip


def guard(name: str, table: str, when: str, function: str, condition: str = "") -> migrations.RunSQL:
    made = f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {function}();"
    return migrations.RunSQL(made, f"DROP TRIGGER {name} ON {table}")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROPPED),
        *(guard("append_only", table, "UPDATE OR DELETE", "fazhi_assessment_append_only") for table in APPEND_ONLY),
        *(
            guard("final", table, "INSERT OR UPDATE OR DELETE", "fazhi_assessment_final")
            for table in ("assessment_bodyassessment", *OF_A_BODY)
        ),
        guard(
            "final",
            "assessment_assessment",
            "UPDATE OR DELETE",
            "fazhi_assessment_stays",
            "WHEN (OLD.finalised_at IS NOT NULL)",
        ),
    ]
