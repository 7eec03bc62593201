from django.db import models
from django.db.models import Q

from fazhi.government.models.jurisdiction import Jurisdiction


class OrganizationKind(models.TextChoices):
    """Kinds of unit; outside bodies (法院、检察院) do not answer to the government, but plans name them."""

    GOVERNMENT = "government", "政府"
    PARTY = "party", "党委机构"
    DEPARTMENT = "department", "部门"
    STREET = "street", "街道/乡镇"
    COMMUNITY = "community", "社区/村"
    OUTSIDE = "outside", "法院检察院等"


class Organization(models.Model):
    """单位: a node in a jurisdiction's tree. `path` holds the ids from the root down (`3.17.`): a subtree is a prefix.

    Made, moved and dissolved only by the verbs in `fazhi.government.organizations`, which keep `path` true.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, verbose_name="辖区", related_name="organizations")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="上级单位", related_name="children"
    )
    kind = models.CharField("类型", max_length=12, choices=OrganizationKind)
    name = models.CharField("全称", max_length=100)
    short_name = models.CharField("简称", max_length=50)
    path = models.CharField(max_length=200, editable=False, db_index=True)
    order = models.PositiveIntegerField("排序", default=0)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = "单位"
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "name"], condition=Q(dissolved_on=None), name="one_living_organization_a_name"
            ),
        ]
        indexes = [
            # answers "everything under this unit" with a prefix scan
            models.Index(fields=["path"], name="organization_subtree", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class Alias(models.Model):
    """Another name that documents use for a unit; `key` is the name as `fazhi.government.names.key` folds it."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, verbose_name="单位", related_name="aliases")
    name = models.CharField("别名", max_length=100)
    key = models.CharField(max_length=100)

    class Meta:
        ordering = ["id"]
        verbose_name = "单位别名"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "key"], name="one_unit_an_alias")]

    def __str__(self) -> str:
        return self.name
