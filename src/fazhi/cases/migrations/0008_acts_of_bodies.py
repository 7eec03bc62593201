"""An act says of whose and which procedure's case it is, as limits do: figures count acts without looking at cases."""

import django.db.models.deletion
from django.db import migrations, models

# Neither changes as long as there is the case: both stand in its header, and the verifier compares. The guard of the
# record is put aside for this alone; the constraint comes last, for it has nothing to check before.
FILLED = """
ALTER TABLE cases_act ADD COLUMN procedure varchar(60), ADD COLUMN organization_id bigint;
ALTER TABLE cases_act DISABLE TRIGGER append_only;
UPDATE cases_act a SET procedure = c.procedure, organization_id = c.organization_id
FROM cases_case c WHERE c.id = a.case_id;
ALTER TABLE cases_act ENABLE TRIGGER append_only;
ALTER TABLE cases_act ALTER COLUMN procedure SET NOT NULL, ALTER COLUMN organization_id SET NOT NULL,
  ADD CONSTRAINT cases_act_organization_id_fk FOREIGN KEY (organization_id) REFERENCES government_organization (id)
  DEFERRABLE INITIALLY DEFERRED;
"""
EMPTIED = "ALTER TABLE cases_act DROP COLUMN procedure, DROP COLUMN organization_id"


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_leaner_indexes"), ("government", "0003_delete_credential")]

    operations = [
        migrations.RemoveIndex(model_name="act", name="act_by_step"),
        migrations.RunSQL(
            FILLED,
            EMPTIED,
            state_operations=[
                migrations.AddField("act", "procedure", models.CharField("程序", max_length=60), False),
                migrations.AddField(
                    "act",
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="government.organization",
                        verbose_name="办理单位",
                    ),
                    False,
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(
                fields=["jurisdiction", "procedure", "step", "performed_on"],
                include=("case", "organization", "result", "kind"),
                name="act_by_step",
            ),
        ),
    ]
