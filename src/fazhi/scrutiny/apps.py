from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    """A draft report held against the records; figures that earlier reports stated."""

    name = "fazhi.scrutiny"
    verbose_name = "报告核对"
    default_auto_field = "django.db.models.BigAutoField"
