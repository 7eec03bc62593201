from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """行政检查."""

    name = "fazhi.inspections"
    label = "inspections"
    verbose_name = "行政检查"
