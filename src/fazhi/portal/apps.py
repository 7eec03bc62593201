from django.apps import AppConfig


class PortalConfig(AppConfig):
    """公众门户."""

    name = "fazhi.portal"
    label = "portal"
    verbose_name = "公众门户"

    def ready(self) -> None:
        """Opinions that wait are handed in by the queue, in whatever process works it off."""
        from fazhi.portal.drafts import handing_in  # noqa: PLC0415 -- models are not ready when this module is read

        handing_in.install()
