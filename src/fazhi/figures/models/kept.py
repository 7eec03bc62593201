"""看板数据: numbers of a page as they were counted at a moment, so that many people who look do not count them anew."""

from django.db import models


class KeptNumbers(models.Model):
    """What `fazhi.figures.keeping` holds for a page, a scope and a day. Nothing rests on it: it may be emptied."""

    key = models.CharField(max_length=64, primary_key=True)
    page = models.CharField(max_length=120)
    jurisdiction = models.BigIntegerField()
    bodies = models.JSONField(null=True)
    """The bodies whose records are counted; null for all."""
    today = models.DateField()
    """The day of asking."""
    asked = models.JSONField(default=dict)
    """`figures.calls.Call` by key: figures, period, dimension."""
    calls = models.JSONField(default=dict)
    """Numbers by the same keys."""
    counted_at = models.DateTimeField("统计时间")
    seen_at = models.DateTimeField("最近查看")
    took = models.FloatField(default=0)
    """Seconds that counting took."""

    class Meta:
        verbose_name = "看板数据"
        indexes = [models.Index(fields=["seen_at"], name="kept_numbers_by_look")]
