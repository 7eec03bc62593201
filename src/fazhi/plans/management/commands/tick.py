from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fazhi import clock
from fazhi.plans.tick import tick


class Command(BaseCommand):
    help = "立即执行每日检查：开月报、催办提醒"

    def handle(self, *args: Any, **options: Any) -> None:
        done = tick(at=clock.now())
        if done.failed:
            raise CommandError(str(done))
        self.stdout.write(str(done))
