"""What stands open is counted from an index of its own; since acts say their procedure, cases are not asked for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_acts_of_bodies")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_of_procedure"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_on", None)),
                fields=["jurisdiction", "opened_on"],
                include=("id", "procedure", "organization", "outcome", "closed_on"),
                name="case_open_for_figures",
            ),
        ),
    ]
