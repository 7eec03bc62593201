from django.db import models

from fazhi.government.models import Jurisdiction, Person


class KeptFile(models.Model):
    """A file as somebody handed it in: its name, its size, the SM3 of its content. Made only by `store.keep`."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    sm3 = models.CharField("SM3 摘要", max_length=64, db_index=True)
    media_type = models.CharField("类型", max_length=100)
    # None: a citizen handed it in (fazhi.intake, fazhi.consultations), and who may read it is their business.
    kept_by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="上传人", related_name="+")
    kept_at = models.DateTimeField("上传时间")

    class Meta:
        ordering = ["id"]
        verbose_name = "附件"

    def __str__(self) -> str:
        return self.name
