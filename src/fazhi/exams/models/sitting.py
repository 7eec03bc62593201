from django.db import models

from fazhi.exams.models.candidate import Candidate
from fazhi.exams.models.exam import Exam, ExamQuestion


class Ending(models.TextChoices):
    """How a sitting ended."""

    SUBMITTED = "submitted", "交卷"
    DEADLINE = "deadline", "到时自动交卷"


class Sitting(models.Model):
    """一次考试: one attempt of one candidate. Two tabs that start at once are one sitting (unique attempt, row lock).

    `paper` is what was put to them: [{"q": question, "marks": "2", "order": "CABD"}], in this order.
    """

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="sittings")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="sittings")
    attempt = models.PositiveSmallIntegerField("第几次")
    started_at = models.DateTimeField("开始时间")
    deadline = models.DateTimeField("截止时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    paper = models.JSONField()

    class Meta:
        ordering = ["id"]
        verbose_name = "考试记录"
        constraints = [models.UniqueConstraint(fields=["candidate", "attempt"], name="one_sitting_an_attempt")]
        indexes = [
            models.Index(fields=["deadline"], condition=models.Q(ended_at=None), name="sitting_running"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} 第{self.attempt}次"


class Answer(models.Model):
    """作答: an answer as it was given, at the moment it came. Append-only; the last one to a question counts."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="answers")
    question = models.ForeignKey(ExamQuestion, models.PROTECT, related_name="+")
    letters = models.CharField(max_length=6, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = "作答"
        indexes = [models.Index(fields=["sitting", "question", "-id"], name="answer_last")]

    def __str__(self) -> str:
        return self.letters
