from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """群众来件."""

    name = "fazhi.intake"
    label = "intake"
    verbose_name = "群众来件"

    def ready(self) -> None:
        """Applications go with the case that does theirs again."""
        from fazhi.cases import leading  # noqa: PLC0415 -- models are not ready when this module is read
        from fazhi.intake import again  # noqa: PLC0415

        leading.register("intake", again.follow)
