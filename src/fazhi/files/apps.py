from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "fazhi.files"
    verbose_name = "附件"
