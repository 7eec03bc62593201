"""Limits name their procedure, and indexes hold what figures read: counting a year then reads no table."""

from django.db import migrations, models
from django.db.models import Q

OPEN = Q(closed_on=None)
BACKFILL = "UPDATE cases_clock k SET procedure = c.procedure FROM cases_case c WHERE c.id = k.case_id"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_entries_and_links")]

    operations = [
        migrations.AddField(
            "clock", "procedure", models.CharField("程序", max_length=60, default=""), preserve_default=False
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "clock",
            models.Index(
                fields=["jurisdiction", "due_on"],
                include=["procedure", "limit", "kind", "state", "organization"],
                name="clock_for_figures",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["jurisdiction", "opened_on"],
                include=["id", "procedure", "organization", "outcome", "closed_on"],
                name="case_for_figures",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["jurisdiction", "closed_on"],
                include=["id", "procedure", "organization", "outcome", "opened_on"],
                condition=~OPEN,
                name="case_closed_for_figures",
            ),
        ),
        migrations.RemoveIndex("act", "act_by_step"),
        migrations.AddIndex(
            "act",
            models.Index(
                fields=["jurisdiction", "step", "performed_on"], include=["case", "result", "kind"], name="act_by_step"
            ),
        ),
    ]
