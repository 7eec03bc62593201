from django.db import models
from django.db.models import Q

from fazhi.exams.models.exam import Exam
from fazhi.government.models import Organization, Person


class Staffing(models.TextChoices):
    """编制: how a person is employed, in the words of the register of officers."""

    UNKNOWN = "unknown", "未登记"
    CIVIL = "civil", "行政编制"
    POLICE = "police", "政法专项编制"
    REFERENCE = "reference", "参照公务员法管理"
    INSTITUTION = "institution", "事业编制"
    NONE = "none", "无编制"


UNSTAFFED = frozenset({Staffing.UNKNOWN, Staffing.NONE})


class Candidate(models.Model):
    """考生: somebody who may sit an exam. `person` is missing for one without an account, whose score is entered.

    `sat`, `score` and `passed` repeat the best of the results, so that lists read one row; written by `results`.
    """

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="candidacies")
    name = models.CharField("姓名", max_length=50)
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="+")
    staffing = models.CharField("编制", max_length=12, choices=Staffing, default=Staffing.UNKNOWN)
    intended_post = models.CharField("拟任职务", max_length=100, blank=True)
    enrolled_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    sat = models.PositiveSmallIntegerField("已考次数", default=0)
    score = models.DecimalField("成绩", max_digits=6, decimal_places=2, null=True)
    passed = models.BooleanField("合格", null=True)
    sat_on = models.DateField("考试日期", null=True)

    class Meta:
        ordering = ["organization__order", "id"]
        verbose_name = "考生"
        constraints = [
            models.UniqueConstraint(fields=["exam", "person"], condition=~Q(person=None), name="one_candidacy_a_person")
        ]

    def __str__(self) -> str:
        return self.name
