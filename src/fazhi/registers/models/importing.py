from django.db import models

from fazhi.government.models import Jurisdiction, Person
from fazhi.jobs.models import Job
from fazhi.registers.models.draft import Draft


class ImportState(models.TextChoices):
    """How far an import has come."""

    MATCHING = "matching", "待对应列"
    CHECKING = "checking", "核对中"
    FAULTY = "faulty", "有错误"
    READY = "ready", "待确认"
    APPLYING = "applying", "导入中"
    DONE = "done", "已导入"
    DROPPED = "dropped", "已放弃"


class SheetImport(models.Model):
    """导入: a sheet on its way into a register. Changed only by `fazhi.registers.importing`.

    The file is kept here and not among the kept files, which everybody of the jurisdiction may open: it may hold
    personal data, and lies sealed, as does what was read from it. `columns` says for each column of the sheet its
    heading, its field and how that was found; `counts` what the check found.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    register = models.CharField("清单", max_length=60)
    name = models.CharField("文件名", max_length=200)
    sm3 = models.CharField("SM3 摘要", max_length=64)
    content = models.BinaryField("文件内容（加密）")
    table = models.BinaryField("读出的表格（加密）")
    sheet = models.CharField("工作表", max_length=200)
    header_row = models.PositiveIntegerField("表头行")
    row_count = models.PositiveIntegerField("数据行数")
    columns = models.JSONField("列的对应")
    since = models.DateField("施行日期")
    state = models.CharField("状态", max_length=10, choices=ImportState, default=ImportState.MATCHING)
    counts = models.JSONField("核对结果", default=dict)
    based_on = models.PositiveIntegerField("核对时的修订序号", default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField("修订序号", null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, verbose_name="导入人", related_name="+")
    made_at = models.DateTimeField("上传时间")
    changed_at = models.DateTimeField("更新时间")

    class Meta:
        ordering = ["-id"]
        verbose_name = "清单导入"

    def __str__(self) -> str:
        return self.name


class ImportOutcome(models.TextChoices):
    """What a row of a sheet would do."""

    FAULT = "fault", "有错误"
    ADD = "add", "新增"
    CHANGE = "change", "变更"
    SAME = "same", "不变"


class ImportRow(models.Model):
    """A row as the check found it.

    `content` by outcome: for a fault its `texts` and `faults` (sealed where the register has personal data); for an
    addition or a change the kind of change, its `data`, and the `old` values.
    """

    sheet_import = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行号")
    outcome = models.CharField("结果", max_length=8, choices=ImportOutcome)
    entry_id = models.UUIDField(null=True)
    key = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["number", "id"]
        verbose_name = "导入的行"
        indexes = [models.Index(fields=["sheet_import", "outcome", "number", "id"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"第{self.number}行"
