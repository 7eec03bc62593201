from django.contrib.postgres.fields import ArrayField
from django.db import models

from fazhi.government.models import Jurisdiction, Organization, Person
from fazhi.registers.models import Version


class Purpose(models.TextChoices):
    """What an exam is for."""

    QUALIFICATION = "qualification", "执法资格考试"
    PRE_APPOINTMENT = "pre_appointment", "任前法律知识考试"
    TRAINING = "training", "业务培训考核"


class Mode(models.TextChoices):
    """Where an exam is sat: here, or elsewhere (on paper, or by an office above), its scores being entered."""

    ONLINE = "online", "在本系统考试"
    OUTSIDE = "outside", "线下或上级组织，登记成绩"


class PaperKind(models.TextChoices):
    """How a paper comes about."""

    EACH = "each", "按规则抽题，每人一卷"
    SHARED = "shared", "按规则抽题，所有人同一套题"
    PICKED = "picked", "人工选题"


class ExamState(models.TextChoices):
    """Where an exam stands; whether it is open follows from its window."""

    DRAFT = "draft", "筹备中"
    PUBLISHED = "published", "已发布"
    CANCELLED = "cancelled", "已取消"


class Exam(models.Model):
    """考试. Prepared as a draft; once published its rules and its questions stand. Changed only by `fazhi.exams.exams`.

    `rules` holds the lines of the paper: [{"subject", "kind", "difficulty", "count", "marks"}]. `seed` is made when
    the exam is published; every paper follows from it.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="组织单位", related_name="+")
    title = models.CharField("名称", max_length=100)
    purpose = models.CharField("类别", max_length=16, choices=Purpose)
    mode = models.CharField("方式", max_length=8, choices=Mode, default=Mode.ONLINE)
    opens_at = models.DateTimeField("开始时间")
    closes_at = models.DateTimeField("结束时间")
    minutes = models.PositiveSmallIntegerField("答题时长（分钟）", default=60)
    pass_mark = models.DecimalField("合格分", max_digits=6, decimal_places=2)
    full_mark = models.DecimalField("满分", max_digits=6, decimal_places=2, default=0)
    attempts = models.PositiveSmallIntegerField("可考次数", default=1)
    days_between = models.PositiveSmallIntegerField("补考间隔（天）", default=0)
    staffed_only = models.BooleanField("仅限在编人员", default=False)
    units = models.ManyToManyField(Organization, verbose_name="参考单位", related_name="+", blank=True)
    subjects = ArrayField(models.CharField(max_length=60), verbose_name="科目", default=list)
    paper_kind = models.CharField("组卷方式", max_length=8, choices=PaperKind, default=PaperKind.EACH)
    rules = models.JSONField("组卷规则", default=list)
    multiple = models.CharField("多选题计分", max_length=8, default="all")
    shuffled = models.BooleanField("打乱题目和选项顺序", default=True)
    notice = models.TextField("考试须知", blank=True)
    seed = models.CharField(max_length=64, blank=True)
    state = models.CharField("状态", max_length=10, choices=ExamState, default=ExamState.DRAFT)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField("取消原因", max_length=300, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("成绩确认时间", null=True)
    revision = models.PositiveIntegerField("录入台账的修订", null=True)

    class Meta:
        ordering = ["-opens_at", "-id"]
        verbose_name = "考试"
        indexes = [models.Index(fields=["jurisdiction", "-opens_at"], name="exam_by_day")]

    def __str__(self) -> str:
        return self.title


class ExamQuestion(models.Model):
    """试题: a question of an exam, in the edition of the bank that stood when it was taken in.

    The version is one of the register's own, which nobody can change: what is revised in the bank later is another.
    """

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="questions")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    entry_id = models.UUIDField()
    marks = models.DecimalField("分值", max_digits=5, decimal_places=2, null=True)
    """For a question picked by hand; else the line of the rule says."""

    class Meta:
        ordering = ["id"]
        verbose_name = "试题"
        constraints = [models.UniqueConstraint(fields=["exam", "entry_id"], name="one_question_an_exam")]

    def __str__(self) -> str:
        return str(self.version)
