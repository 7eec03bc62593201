from django.apps import AppConfig


class ExamsConfig(AppConfig):
    """考试证件."""

    name = "fazhi.exams"
    label = "exams"
    verbose_name = "考试证件"
