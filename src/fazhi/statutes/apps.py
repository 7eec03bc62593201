from django.apps import AppConfig


class StatutesConfig(AppConfig):
    name = "fazhi.statutes"
    verbose_name = "法规库"
