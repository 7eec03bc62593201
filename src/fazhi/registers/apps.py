from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """清单台账."""

    name = "fazhi.registers"
    label = "registers"
    verbose_name = "清单台账"
