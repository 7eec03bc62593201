from django.contrib.postgres.fields import ArrayField
from django.db import models

from fazhi.government.models import Jurisdiction, Organization, Person
from fazhi.plans.models.plan import Task
from fazhi.plans.models.said import SaidEntry


class FollowUp(models.Model):
    """督办事项: a matter handed to a unit under a named rule of the catalog, until it is closed (销号).

    Changed only by `fazhi.plans.followup.followups`. Its colour is computed from its nodes, never stored
    (`fazhi.plans.followup.marks`).
    `terms` is the rule as it stood on the day of issue: a rule changed later does not change a running matter.
    """

    class Difficulty(models.TextChoices):
        ORDINARY = "ordinary", "一般事项"
        HARD = "hard", "复杂事项"

    class State(models.TextChoices):
        OPEN = "open", "办理中"
        SETTLED = "settled", "已办结待销号"
        CLOSED = "closed", "已销号"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    number = models.CharField("督办编号", max_length=40)
    source = models.CharField("来源", max_length=200)
    matter = models.TextField("督办事项")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, verbose_name="任务", related_name="followups")
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="承办单位", related_name="followups")
    difficulty = models.CharField("难易", max_length=8, choices=Difficulty, default=Difficulty.ORDINARY)
    rule = models.CharField("督办规则", max_length=40)
    terms = models.JSONField("规则内容", default=dict)
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)
    issuing_unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="交办单位", related_name="+")
    issued_by = models.ForeignKey(Person, models.PROTECT, verbose_name="交办人", related_name="+")
    issued_at = models.DateTimeField("交办时间")
    closed_at = models.DateTimeField("销号时间", null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        verbose_name = "督办事项"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "number"], name="one_followup_a_number")]
        indexes = [models.Index(fields=["jurisdiction", "state", "unit"], name="followups_of_unit")]

    def __str__(self) -> str:
        return self.number


class FollowUpNode(models.Model):
    """督办节点: what the rule asks for next, and by when. `must_by` is a moment, since a rule may count hours.

    A limit in days or months ends with the last microsecond of its last day, so that `must_by.date()` is that day. Null
    means that no time runs: the rule sets none, or counts it from a node that is not met yet. The columns after it are
    what the rule says about this node, worked out on issue, so that marks and reminders are one indexed query.
    """

    class Actor(models.TextChoices):
        UNIT = "unit", "承办单位"
        COORDINATOR = "coordinator", "督办人员"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    followup = models.ForeignKey(FollowUp, models.CASCADE, related_name="nodes")
    key = models.CharField(max_length=40)
    title = models.CharField("节点", max_length=50)
    order = models.PositiveSmallIntegerField()
    actor = models.CharField("办理方", max_length=12, choices=Actor, default=Actor.UNIT)
    met_by = models.CharField("以何完成", max_length=12)
    must_by = models.DateTimeField("时限", null=True, blank=True)
    counted = models.CharField("计算说明", max_length=300, blank=True)
    remind_days = ArrayField(models.PositiveSmallIntegerField(), verbose_name="提前提醒天数", default=list, blank=True)
    near_at = models.DateTimeField("临期起", null=True, blank=True)
    yellow_at = models.DateTimeField("黄牌起", null=True, blank=True)
    red_at = models.DateTimeField("红牌起", null=True, blank=True)
    red_on_second_miss = models.BooleanField("二次逾期亮红牌", default=False)
    in_bulletin = models.BooleanField("列入通报", default=False)
    met_at = models.DateTimeField("完成时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        ordering = ["order"]
        verbose_name = "督办节点"
        constraints = [models.UniqueConstraint(fields=["followup", "key"], name="one_node_a_key")]
        indexes = [models.Index(fields=["jurisdiction", "met_at", "must_by"], name="nodes_by_deadline")]

    def __str__(self) -> str:
        return self.title


class FollowUpEntry(SaidEntry):
    """督办记录: who said or did what on a follow-up, in order. Append-only."""

    class Kind(models.TextChoices):
        ISSUE = "issue", "交办"
        RESPOND = "respond", "响应"
        FEEDBACK = "feedback", "反馈进展"
        SETTLE = "settle", "申请办结"
        RETURN = "return", "退回重办"
        EXTEND = "extend", "转为复杂事项"
        CLOSE = "close", "销号"

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="entries")
    kind = models.CharField("类型", max_length=10, choices=Kind)

    class Meta(SaidEntry.Meta):
        verbose_name = "督办记录"


class Reminder(models.Model):
    """催办提醒: raised once a level when a node comes near or is missed; shown in the unit's work list until read.

    A rule may remind more than once before a node is due; `days_before` tells those apart and is 0 for a missed node.
    `must_by` is the limit it was raised for: a limit that moves (退回重办) is reminded of anew.
    Raised only by `fazhi.plans.followup.reminders.remind`.
    """

    class Level(models.TextChoices):
        NEAR = "near", "临期提醒"
        YELLOW = "yellow", "黄牌提醒"
        RED = "red", "红牌督办"

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="+")
    node = models.ForeignKey(FollowUpNode, models.CASCADE, related_name="reminders")
    unit = models.ForeignKey(Organization, models.PROTECT, verbose_name="单位", related_name="reminders")
    level = models.CharField("等级", max_length=8, choices=Level)
    days_before = models.PositiveSmallIntegerField("提前天数", default=0)
    must_by = models.DateTimeField("时限")
    raised_at = models.DateTimeField("提醒时间")
    read_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField("签收时间", null=True, blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        verbose_name = "催办提醒"
        constraints = [
            models.UniqueConstraint(fields=["node", "level", "days_before", "must_by"], name="one_reminder_a_level")
        ]
        indexes = [models.Index(fields=["unit", "read_at"], name="unread_reminders")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.node}"
