"""`fazhi worker`: carries out background jobs and the daily checks until it is stopped."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "执行后台任务"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("procrastinate", "worker", "--delete-jobs", "successful")
