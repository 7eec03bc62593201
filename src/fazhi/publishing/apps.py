from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """主动公开."""

    name = "fazhi.publishing"
    label = "publishing"
    verbose_name = "主动公开"
