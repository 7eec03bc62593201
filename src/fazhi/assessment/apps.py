from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Assessment 考核: indicators over figures, self-assessment, review, objection, result."""

    name = "fazhi.assessment"
    verbose_name = "考核"
    default_auto_field = "django.db.models.BigAutoField"
