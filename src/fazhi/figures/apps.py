from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Figures 数据: every number opens the records behind it."""

    name = "fazhi.figures"
    verbose_name = "数据"
    default_auto_field = "django.db.models.BigAutoField"
