from django.db import models

from fazhi.exams.models.candidate import Candidate
from fazhi.exams.models.exam import Exam, ExamQuestion
from fazhi.exams.models.sitting import Sitting
from fazhi.government.models import Jurisdiction, Person


class ResultReason(models.TextChoices):
    """Why a result was written."""

    SAT = "sat", "交卷评分"
    VOIDED = "voided", "试题作废，重新评分"
    OUTSIDE = "outside", "登记成绩"
    CORRECTED = "corrected", "更正登记"


class Result(models.Model):
    """成绩: a sitting marked, or a score from elsewhere entered. Append-only; a new one takes the place of the last.

    `lines`: [{"q": question, "given": "AC", "verdict": "right", "score": "2"}]; empty for a score from elsewhere.
    """

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="results")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="results")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, related_name="results")
    score = models.DecimalField("成绩", max_digits=6, decimal_places=2)
    full = models.DecimalField("满分", max_digits=6, decimal_places=2)
    passed = models.BooleanField("合格")
    sat_on = models.DateField("考试日期")
    reason = models.CharField(max_length=10, choices=ResultReason)
    note = models.CharField("说明", max_length=300, blank=True)
    lines = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = "成绩"
        indexes = [models.Index(fields=["candidate", "sitting", "-id"], name="result_last")]

    def __str__(self) -> str:
        return f"{self.candidate} {self.score}"


class Objection(models.Model):
    """试题异议: a candidate says that a question is wrong; the organiser rules on it, once."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="objections")
    question = models.ForeignKey(ExamQuestion, models.PROTECT, related_name="objections")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="objections")
    text = models.CharField("异议理由", max_length=500)
    raised_at = models.DateTimeField("提出时间")
    upheld = models.BooleanField("成立", null=True)
    ruling = models.CharField("处理意见", max_length=500, blank=True)
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "试题异议"
        constraints = [models.UniqueConstraint(fields=["question", "candidate"], name="one_objection_a_question")]

    def __str__(self) -> str:
        return self.text


class VoidedQuestion(models.Model):
    """作废试题: a question that earns its marks for everybody. Append-only."""

    question = models.OneToOneField(ExamQuestion, models.PROTECT, related_name="voided")
    reason = models.CharField("原因", max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "作废试题"

    def __str__(self) -> str:
        return self.reason


class Certificate(models.Model):
    """合格证明: that a candidate passed, under a number of its own. Append-only."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="certificate")
    number = models.CharField("编号", max_length=40)
    score = models.DecimalField("成绩", max_digits=6, decimal_places=2)
    sat_on = models.DateField("考试日期")
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = "合格证明"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "number"], name="one_certificate_a_number")]

    def __str__(self) -> str:
        return self.number
