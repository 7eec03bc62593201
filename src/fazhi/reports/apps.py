from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Annual reports 年度报告: written with live figures, approved, sent, published."""

    name = "fazhi.reports"
    verbose_name = "年度报告"
    default_auto_field = "django.db.models.BigAutoField"
