"""看板数据: numbers of a page as they were counted at a moment, so that many people who look do not count them anew."""

from django.db import models


class KeptNumbers(models.Model):
    """What `fazhi.figures.keeping` holds for a page, a scope and a day. Nothing rests on it: it may be emptied."""

    key = models.CharField(max_length=64, primary_key=True)
    calls = models.JSONField(default=dict)
    """Numbers by what was asked: figures, period, dimension."""
    counted_at = models.DateTimeField("统计时间")

    class Meta:
        verbose_name = "看板数据"
        indexes = [models.Index(fields=["counted_at"], name="kept_numbers_by_age")]
