from django.apps import AppConfig


class PortalConfig(AppConfig):
    """公众门户."""

    name = "fazhi.portal"
    label = "portal"
    verbose_name = "公众门户"
