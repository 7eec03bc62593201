from django.db import models

from fazhi.government.models import Jurisdiction, Organization, Person


class Training(models.Model):
    """培训: a course that was held, with the hours it counts for."""

    class Form(models.TextChoices):
        CLASSROOM = "classroom", "集中授课"
        ONLINE = "online", "线上课程"
        PRACTICE = "practice", "跟班实训"
        OTHER = "other", "其他"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="举办单位", related_name="+")
    title = models.CharField("课程", max_length=100)
    form = models.CharField("形式", max_length=10, choices=Form, default=Form.CLASSROOM)
    held_on = models.DateField("日期")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    note = models.CharField("备注", max_length=300, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_why = models.CharField("作废原因", max_length=300, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = "培训"
        indexes = [models.Index(fields=["jurisdiction", "-held_on"], name="training_by_day")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """参训: one person's hours at a course."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="trainings")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="+")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)

    class Meta:
        ordering = ["id"]
        verbose_name = "参训"
        constraints = [models.UniqueConstraint(fields=["training", "person"], name="one_attendance_a_training")]

    def __str__(self) -> str:
        return f"{self.person} {self.hours}"


class TrainingThreshold(models.Model):
    """年度学时要求: hours that each officer needs a year, from a year on, with its source. Append-only.

    No law of the whole country says how many, so there is none until the jurisdiction sets it.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("自年度")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    source = models.CharField("依据文件", max_length=300)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["year", "id"]
        verbose_name = "年度学时要求"

    def __str__(self) -> str:
        return f"{self.year} {self.hours}"
