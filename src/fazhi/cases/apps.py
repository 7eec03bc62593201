from django.apps import AppConfig


class CasesConfig(AppConfig):
    """案件."""

    name = "fazhi.cases"
    label = "cases"
    verbose_name = "案件"
