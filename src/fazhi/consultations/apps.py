from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """征求意见."""

    name = "fazhi.consultations"
    label = "consultations"
    verbose_name = "征求意见"
