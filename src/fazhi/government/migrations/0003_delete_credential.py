from django.db import migrations


class Migration(migrations.Migration):
    """Who holds which card stands in the registers now (fazhi.registers.credentials)."""

    dependencies = [
        ("government", "0002_credential"),
    ]

    operations = [
        migrations.DeleteModel(
            name="Credential",
        ),
    ]
