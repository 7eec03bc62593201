"""What boards keep says what was asked, so that it can be counted anew without a page. Nothing rests on what was there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_keptnumbers")]

    operations = [
        migrations.DeleteModel(name="KeptNumbers"),
        migrations.CreateModel(
            name="KeptNumbers",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("page", models.CharField(max_length=120)),
                ("jurisdiction", models.BigIntegerField()),
                ("bodies", models.JSONField(null=True)),
                ("today", models.DateField()),
                ("asked", models.JSONField(default=dict)),
                ("calls", models.JSONField(default=dict)),
                ("counted_at", models.DateTimeField(verbose_name="统计时间")),
                ("seen_at", models.DateTimeField(verbose_name="最近查看")),
                ("took", models.FloatField(default=0)),
            ],
            options={
                "verbose_name": "看板数据",
                "indexes": [models.Index(fields=["seen_at"], name="kept_numbers_by_look")],
            },
        ),
    ]
