"""What the desk itself remembers: which sessions of a person are alive."""

from django.db import models

from fazhi.government.models import Person


class LiveSession(models.Model):
    """登录会话: a session of a person, so that the oldest can be ended. Written only by `fazhi.desk.sessions`."""

    class Ended(models.TextChoices):
        IDLE = "idle", "超时未操作"
        ELSEWHERE = "elsewhere", "在别处登录"
        LEFT = "left", "退出登录"

    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="+")
    key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近操作")
    ended = models.CharField("结束原因", max_length=10, choices=Ended, blank=True)

    class Meta:
        ordering = ["began_at", "id"]
        verbose_name = "登录会话"
        indexes = [models.Index(fields=["person", "ended"], name="live_sessions")]

    def __str__(self) -> str:
        return f"{self.person} {self.began_at:%Y-%m-%d %H:%M}"
