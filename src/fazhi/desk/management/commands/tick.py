"""`fazhi tick`: what the clock does by itself, done now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fazhi import clock
from fazhi.cases.settling import settle_passed
from fazhi.exams.sittings import end_passed
from fazhi.plans.tick import tick
from fazhi.registers.settling import settle_all


class Command(BaseCommand):
    help = "立即执行每日检查：开月报、催办提醒、依法视为办理的步骤、到日子的清单条目、到时的试卷"

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        done, settled = tick(at=now), settle_passed(at=now)
        come, ended = settle_all(at=now), end_passed(at=now)
        said = f"{done}{settled}清单条目 {come} 条到施行日；到时收卷 {ended} 份。"
        if done.failed or settled.failed:
            raise CommandError(said)
        self.stdout.write(said)
