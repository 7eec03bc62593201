from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """群众来件."""

    name = "fazhi.intake"
    label = "intake"
    verbose_name = "群众来件"
