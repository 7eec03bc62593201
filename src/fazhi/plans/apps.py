from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "fazhi.plans"
    verbose_name = "规划计划"
