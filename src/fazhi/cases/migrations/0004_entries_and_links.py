import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_worklist_indexes"),
        ("government", "0002_credential"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField(verbose_name="来源办理记录序号")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="origin", to="cases.case"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="followed_by", to="cases.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "案件来源",
                "ordering": ["case"],
            },
        ),
        migrations.CreateModel(
            name="EntryUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("procedure", models.CharField(max_length=60, verbose_name="程序")),
                ("opened_on", models.DateField(verbose_name="开始日期")),
                ("register", models.CharField(max_length=60, verbose_name="清单")),
                ("entry_id", models.UUIDField(verbose_name="条目")),
                ("field", models.CharField(blank=True, max_length=60, verbose_name="要素")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="cases.case"
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="government.jurisdiction"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="government.organization"
                    ),
                ),
            ],
            options={
                "verbose_name": "引用的清单条目",
                "ordering": ["-opened_on", "-case"],
                "indexes": [models.Index(fields=["entry_id", "-opened_on"], name="use_by_entry")],
                "constraints": [models.UniqueConstraint(fields=("case", "field", "entry_id"), name="one_use_a_field")],
            },
        ),
    ]
