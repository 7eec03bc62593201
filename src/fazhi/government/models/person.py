from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from fazhi.government.models.jurisdiction import Jurisdiction
from fazhi.government.models.organization import Organization
from fazhi.government.roles import Role

LOGIN_FORM = RegexValidator(
    r"^[a-z][a-z0-9._-]{2,39}$", "登录名用小写字母开头，可含数字、点、下划线和连字符，3 至 40 位。"
)


class PersonManager(BaseUserManager["Person"]):
    """Finds people by login; accounts are made by `fazhi.government.people.register`."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(login=username)


class Person(AbstractBaseUser):
    """人员: a named account. Nobody shares one, and nobody is deleted: acts keep their author."""

    login = models.CharField("登录名", max_length=40, unique=True, validators=[LOGIN_FORM])
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=True)
    password_changed_at = models.DateTimeField("改密时间", null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["login"]
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """任职: a person's seat in an organization and the roles held there."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="memberships")
    position = models.CharField("职务", max_length=50, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name="角色", default=list)
    started_on = models.DateField("任职日期")
    ended_on = models.DateField("离任日期", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"],
                condition=models.Q(ended_on=None),
                name="one_present_seat_a_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.person}"

    @property
    def role_labels(self) -> str:
        return "、".join(Role(role).label for role in self.roles)


class AdministrationRecord(models.Model):
    """管理日志: who changed an account, a seat or a unit. Written only by the verbs of this app, never changed."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间", db_index=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="操作人", related_name="+")
    verb = models.CharField("操作", max_length=40)
    subject = models.CharField("对象", max_length=200)
    detail = models.JSONField("内容", default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = "管理日志"

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
