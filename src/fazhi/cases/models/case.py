from functools import cached_property

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from fazhi.database.identifiers import uuid7
from fazhi.government.models import Jurisdiction, Organization, Person
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import library

OPEN = models.Q(closed_on=None)


class Case(models.Model):
    """案件: one run of a procedure. Changed only by `fazhi.cases.taking`, which keeps it equal to the fold of its acts.

    `data` and `state` are that fold (`fazhi.cases.rebuilding` makes them anew from the acts); `header` and `head_hash`
    are the two ends of the record chain. `due_on` is the nearest day of an open duty, for work lists.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Without indexes of their own: those below begin with them, and each index costs every act.
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, db_index=False, related_name="+")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="办理单位", db_index=False, related_name="+"
    )
    procedure = models.CharField("程序", max_length=60)
    edition = models.DateField("程序版本")
    number = models.CharField("案号", max_length=80)
    title = models.CharField("名称", max_length=300)
    handler = models.ForeignKey(Person, models.PROTECT, verbose_name="承办人", related_name="+")
    outcome = models.CharField("办理结果", max_length=60, blank=True)
    opened_on = models.DateField("开始日期")
    closed_on = models.DateField("办结日期", null=True, blank=True)
    data = models.JSONField(default=dict)
    state = models.JSONField(default=dict)
    # What is short of those two (`short_facts`): figures read it a hundred times for once that they would
    # unpack the whole; benchmarks/figures.py shows why.
    facts = models.JSONField(default=dict)
    header = models.TextField()
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.BinaryField()
    due_on = models.DateField("最近期限", null=True, blank=True)
    due_limit = models.CharField(max_length=60, blank=True)
    last_act_at = models.DateTimeField("最近办理")
    search = SearchVectorField(null=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        verbose_name = "案件"
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "number"], name="one_case_a_number")]
        indexes = [
            # Partial, because PostgreSQL does not take the rows under one NULL for sorted by the next column.
            models.Index(fields=["jurisdiction", "due_on", "id"], condition=OPEN, name="case_worklist"),
            models.Index(fields=["jurisdiction", "-closed_on", "-id"], condition=~OPEN, name="case_closed"),
            # With the jurisdiction, by which every list is narrowed, so that counting reads the index alone.
            models.Index(
                fields=["organization", "due_on", "id"],
                include=["jurisdiction"],
                condition=OPEN,
                name="case_unit_worklist",
            ),
            models.Index(
                fields=["organization", "-opened_on", "-id"], include=["jurisdiction"], name="case_unit_by_day"
            ),
            models.Index(fields=["jurisdiction", "procedure", "-opened_on"], name="case_by_procedure"),
            models.Index(fields=["jurisdiction", "-opened_on", "-id"], name="case_by_day"),
            GinIndex(fields=["search"], name="case_search"),
            # Figures of what was opened or closed read an index alone; none of its columns changes while a case
            # runs, so that acts stay cheap.
            models.Index(
                fields=["jurisdiction", "opened_on"],
                include=["id", "procedure", "organization", "outcome", "closed_on"],
                name="case_for_figures",
            ),
            models.Index(
                fields=["jurisdiction", "opened_on"],
                include=["id", "procedure", "organization", "outcome", "closed_on"],
                condition=OPEN,
                name="case_open_for_figures",
            ),
            models.Index(
                fields=["jurisdiction", "closed_on"],
                include=["id", "procedure", "organization", "outcome", "opened_on"],
                condition=~OPEN,
                name="case_closed_for_figures",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @cached_property
    def definition(self) -> Definition:
        """The edition under which the case was opened; it keeps it to the end."""
        return library().get(self.procedure, self.edition)

    @property
    def folded(self) -> CaseState:
        """The state of the case as the engine takes it."""
        return CaseState.from_json(self.definition, self.state, self.data, self.outcome)

    @property
    def outcome_title(self) -> str:
        return self.definition.outcomes.get(self.outcome, "")
