from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """行政检查."""

    name = "fazhi.inspections"
    label = "inspections"
    verbose_name = "行政检查"

    def ready(self) -> None:
        """Lets procedures ask for what this app knows."""
        from fazhi.inspections import supplied  # noqa: PLC0415 -- models are not ready when this module is read

        supplied.register()
