from django.db import models

from fazhi.files.models import KeptFile
from fazhi.government.models import Person


class Job(models.Model):
    """A piece of long work that somebody asked for. Changed only by `fazhi.jobs.progress`."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"

    title = models.CharField("内容", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    say = models.CharField("说明", max_length=500, blank=True)
    result = models.ForeignKey(KeptFile, models.PROTECT, null=True, blank=True, verbose_name="结果", related_name="+")
    next_url = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, verbose_name="发起人", related_name="+")
    asked_at = models.DateTimeField("发起时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "后台任务"

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100; a finished job is at 100 whatever it counted."""
        if self.state == self.State.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0
