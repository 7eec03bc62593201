from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Statutory tables 统计报表: forms as data, filled from figures, and checked."""

    name = "fazhi.returns"
    verbose_name = "统计报表"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lets procedures ask for what this app knows."""
        from fazhi.returns import supplied  # noqa: PLC0415 -- models are not ready when this module is read

        supplied.register()
