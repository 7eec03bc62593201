from datetime import date

from django.db import models

from fazhi.government.models import Person


class Token(models.Model):
    """接口令牌: lets a program act as one person. Not kept itself, only its digest. See `fazhi.api.tokens`.

    `prefix` is the beginning of the token, by which people tell theirs apart; the rest has enough chance in it.
    """

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="+")
    digest = models.CharField("SM3 摘要", max_length=64, unique=True)
    prefix = models.CharField("前缀", max_length=12, unique=True)
    name = models.CharField("用途", max_length=100, blank=True)
    created_at = models.DateTimeField("签发时间")
    expires_on = models.DateField("有效期至", null=True, blank=True)
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "接口令牌"

    def __str__(self) -> str:
        return self.prefix

    def is_valid(self, today: date) -> bool:
        """Whether it opens anything on a day; the last day of its validity included."""
        return self.revoked_at is None and (self.expires_on is None or today <= self.expires_on)

    def standing(self, today: date) -> str:
        """Its state in one word, for lists."""
        if self.revoked_at is not None:
            return "已吊销"
        return "有效" if self.is_valid(today) else "已过期"
