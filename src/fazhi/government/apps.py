from django.apps import AppConfig


class GovernmentConfig(AppConfig):
    name = "fazhi.government"
    verbose_name = "机构与人员"
