"""管理日志: who changed accounts, seats and units, for the audit administrator."""

from typing import Any

from django.db.models import QuerySet

from fazhi.desk.lists import Choice, Column, DateRange, ListPage
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import AdministrationRecord, OrganizationKind
from fazhi.government.roles import Role

# What the verbs note, in words.
_LABELS = {
    "unit": "单位", "kind": "类型", "before": "原", "after": "现", "parent": "上级", "on": "日期", "alias": "别名",
    "position": "职务",
}  # fmt: skip
_WORDS = {str(value): str(label) for value, label in [*Role.choices, *OrganizationKind.choices]}


def detail_words(detail: dict[str, Any]) -> str:
    """What changed, as a line: 单位：区司法局；原：承办人；现：承办人、负责人."""
    return "；".join(f"{_LABELS.get(key, key)}：{_words(value)}" for key, value in detail.items())


def _words(value: object) -> str:
    if isinstance(value, list):
        return "、".join(_words(each) for each in value) or "无"
    return _WORDS.get(str(value), str(value)) if value not in (None, "") else "无"


def _verbs(actor: Actor) -> list[tuple[str, str]]:
    """The verbs that occur, for the filter."""
    found = _of(actor).order_by("verb").values_list("verb", flat=True).distinct()
    return [(verb, verb) for verb in found]


def _of(actor: Actor) -> QuerySet[AdministrationRecord]:
    return AdministrationRecord.objects.filter(jurisdiction__in={seat.jurisdiction_id for seat in actor.seats})


class Records(ListPage[AdministrationRecord]):
    """The log, newest first. It can be read and taken away, and nothing on it can be changed."""

    title = "管理日志"
    permission = permissions.RECORD_READ
    columns = (
        Column("at", "时间", lambda r: r.at, sort="at", width=18),
        Column("by", "操作人", lambda r: f"{r.by.name}（{r.by.login}）" if r.by else "本人或系统", width=20),
        Column("verb", "操作", lambda r: r.verb, sort="verb"),
        Column("subject", "对象", lambda r: r.subject, sort="subject", width=24),
        Column("detail", "内容", lambda r: detail_words(r.detail), wide=True, width=50),
    )
    filters = (Choice("verb", "操作", "verb", choices=_verbs), DateRange("at", "时间", "at", moment=True))
    search_fields = ("subject", "by__name", "by__login", "detail")
    search_label = "对象、操作人"
    order = "-at"
    empty = "还没有管理日志。设立单位、登记人员、授予角色后会自动记在这里。"

    def rows(self) -> QuerySet[AdministrationRecord]:
        return _of(self.actor).select_related("by")
