"""An account, where it is signed in, and which matters are kept with it. All of it goes when the account is closed."""

from django.db import models

from fazhi.database.identifiers import uuid7
from fazhi.intake.models import Application
from fazhi.procedures.language.fields import PartyKind


class Account(models.Model):
    """群众账号. Whose it is stands in ``about``, sealed field by field; ``phone`` is the blind index that finds it.

    The telephone is not verified: an account proves nothing of a person, and shows nothing that was not handed in from
    it or attached with a query code 查询码.
    """

    KINDS = ((PartyKind.PERSON.value, "个人"), (PartyKind.LEGAL_PERSON.value, "单位（法人）"),
             (PartyKind.SOLE_TRADER.value, "个体工商户"))  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("类别", max_length=20, choices=KINDS, default=PartyKind.PERSON.value)
    about = models.JSONField("本人信息", default=dict)
    phone = models.CharField("电话索引", max_length=64, unique=True)
    password = models.CharField("密码", max_length=200)
    opened_at = models.DateTimeField("开通时间")
    password_at = models.DateTimeField("设置密码时间")
    reset = models.CharField("重设码", max_length=64, blank=True, default="")
    """Keyed digest of the code that the counter gave to whoever forgot the password; "" for none."""
    reset_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "群众账号"


class SignedIn(models.Model):
    """One sign-in 登录: alive while it has a ``token`` (keyed digest of the cookie), afterwards only its time."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins")
    token = models.CharField(max_length=64, null=True, unique=True)
    began_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近操作时间")
    drafts = models.JSONField(default=list)
    """Keys of the forms that were filled in from it: they go with it, that nobody finds them in the same browser."""

    class Meta:
        ordering = ["-began_at", "-id"]
        verbose_name = "群众登录"


class Matter(models.Model):
    """A matter that is kept with an account 我的事项. Handed in while signed in it is known by the ``key`` of its form,
    before there is an application: the form may still be waiting its turn. The application keeps who applied by itself.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="matters")
    application = models.ForeignKey(Application, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=64, null=True)
    at = models.DateTimeField("存入时间")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = "我的事项"
        constraints = [
            models.UniqueConstraint(fields=["account", "application"], name="one_matter_an_account"),
            models.UniqueConstraint(fields=["key"], name="one_account_a_form_sent"),
            models.CheckConstraint(
                condition=models.Q(application__isnull=False) | models.Q(key__isnull=False), name="matter_of_something"
            ),
        ]
