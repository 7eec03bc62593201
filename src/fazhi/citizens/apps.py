from django.apps import AppConfig


class CitizensConfig(AppConfig):
    """群众账号."""

    name = "fazhi.citizens"
    label = "citizens"
    verbose_name = "群众账号"
