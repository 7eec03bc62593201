"""Indexes that figures need, fewer that acts pay for; short facts lie in the row, lists of options among them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What `short_facts` writes since lists of options are short too, for the cases that are there.
BACKFILL = r"""
UPDATE cases_case c SET facts = c.facts || found.lists
FROM (
  SELECT id, jsonb_object_agg(key, value) AS lists
  FROM cases_case, LATERAL jsonb_each(data)
  WHERE jsonb_typeof(value) = 'array' AND value <> '[]'::jsonb AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(value) item
    WHERE jsonb_typeof(item) <> 'string' OR (item #>> '{}') !~ '^[a-z][a-z0-9_]{0,59}$')
  GROUP BY id
) found
WHERE found.id = c.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_case_facts"),
        ("government", "0003_delete_credential"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="act",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="cases.case"
            ),
        ),
        migrations.AlterField(
            model_name="act",
            name="jurisdiction",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="government.jurisdiction",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="jurisdiction",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="government.jurisdiction",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="government.organization",
                verbose_name="办理单位",
            ),
        ),
        migrations.AlterField(
            model_name="clock",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="clocks", to="cases.case"
            ),
        ),
        migrations.AlterField(
            model_name="clock",
            name="jurisdiction",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="government.jurisdiction",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["id", "procedure"], include=("organization",), name="case_of_procedure"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("met_on__isnull", False)),
                fields=["jurisdiction", "met_on"],
                include=("procedure", "limit", "kind", "state", "organization"),
                name="clock_met_for_figures",
            ),
        ),
        # Beside the row, not apart from it like the long fields: that is what they are kept for.
        migrations.RunSQL("ALTER TABLE cases_case ALTER COLUMN facts SET STORAGE MAIN", migrations.RunSQL.noop),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
    ]
