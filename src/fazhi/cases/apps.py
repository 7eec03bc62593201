from django.apps import AppConfig


class CasesConfig(AppConfig):
    """案件."""

    name = "fazhi.cases"
    label = "cases"
    verbose_name = "案件"

    def ready(self) -> None:
        """Lets procedures ask for what every case can be told."""
        from fazhi.cases import year_ends  # noqa: PLC0415 -- models are not ready when this module is read

        year_ends.register()
