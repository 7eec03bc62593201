from django.db import models


class Checkpoint(models.Model):
    """检查点: the signed root of the public log over the heads of all cases and ledgers. Append-only."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.BinaryField()
    body = models.TextField()
    signature = models.BinaryField()

    class Meta:
        ordering = ["size"]
        verbose_name = "检查点"

    def __str__(self) -> str:
        return str(self.size)


class LogEntry(models.Model):
    """A line of the public log: the head of a case or of a register's ledger as of a checkpoint. Append-only.

    `case_id` is the identifier of either; the leaf says which it is.
    """

    index = models.PositiveBigIntegerField(primary_key=True)
    case_id = models.UUIDField(db_index=True)
    seq = models.PositiveIntegerField()
    leaf = models.TextField()

    class Meta:
        ordering = ["index"]
        verbose_name = "存证日志"

    def __str__(self) -> str:
        return str(self.index)
