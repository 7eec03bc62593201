"""数据集: what can be taken away, with the fields of each and when it last changed.

A data set is not kept anywhere: it is the public registers, the kinds of notices and the published reports, seen
as data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max
from django.urls import reverse

from fazhi.desk.registers.open_pages import open_names
from fazhi.desk.reports.open_pages import published
from fazhi.government.models import Jurisdiction
from fazhi.portal import registers
from fazhi.portal.frame import Frame
from fazhi.portal.notices import reading
from fazhi.portal.notices.kinds import NoticeKind, kinds
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.language.library import library
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.publishing.credit.exporting import FORMS as CREDIT_FORMS
from fazhi.publishing.credit.tables import LICENCE as LICENCE_ROWS
from fazhi.publishing.credit.tables import PENALTY, CreditTable
from fazhi.publishing.credit.tables import table as credit_table
from fazhi.registers.models import Entry

LICENCE = "公开的数据可以免费使用、复制、改编和再分发，商业使用也可以；使用时请注明来源和数据日期。"
"""Of our own: works of the law and official texts are no objects of copyright (著作权法第五条第一项)."""
FORMS = {"csv": "text/csv", "json": "application/json"}
CREDIT = {"penalty": PENALTY, "licence": LICENCE_ROWS}
"""Field sets of 双公示 by the word in the address."""
ALWAYS = (
    ("id", "编号", "文字"),
    ("title", "标题", "文字"),
    ("organization", "公开单位", "文字"),
    (".number", "文号", "文字"),
    ("published_on", "公开日期", "日期（年-月-日）"),
    ("removes_on", "公开截止日期", "日期（年-月-日），没有的留空"),
    ("page", "网页地址", "网址"),
)
"""Columns of every kind of notices, before its own fields."""


@dataclass(frozen=True)
class DataField:
    """A column: its name for programs, what it means, how it is written."""

    name: str
    title: str
    written: str
    note: str = ""


@dataclass(frozen=True)
class Dataset:
    """Something that can be taken away. ``key`` names it in addresses: ``registers.power_items``, ``notices.…``."""

    key: str
    title: str
    about: str
    group: str
    count: int | None
    """None where counting would cost as much as making the file."""
    modified: date | None
    page: str
    files: Sequence[tuple[str, str]]
    """(form, address)."""
    shown: str
    """The page on which people read the same."""


def datasets(frame: Frame, place: Jurisdiction, today: date) -> list[Dataset]:
    """Everything that a place offers. Four statements, however much it is."""
    return [*_registers(frame, place, today), *_notices(frame, place, today), *_reports(place)]


def fields_of_register(definition: RegisterDefinition) -> list[DataField]:
    """The columns of a register's file, as its definition describes them."""
    masked = set(definition.publish.masked if definition.publish else ()) | definition.personal
    return [
        DataField(
            name,
            definition.fields[name].title,
            written(definition.fields[name]),
            _note(definition.fields[name], name in masked),
        )
        for name in open_names(definition)
    ]


@lru_cache(maxsize=128)
def fields_of_kind(kind: NoticeKind) -> tuple[DataField, ...]:
    """The columns of a kind of notices: those that all have, then the fields of its `publish` block."""
    definition = library().editions(kind.procedure)[-1]
    block = definition.publish[kind.publication]
    own = [
        DataField(name, field.title, written(field), _note(field, name in block.masked or field.personal))
        for name, field in ((name, definition.fields[name]) for name in block.fields if name in definition.fields)
    ]
    return (*(DataField(name, title, how) for name, title, how in ALWAYS), *own)


def written(field: Field) -> str:
    """How values of a field are written in the files."""
    match field.type:
        case Kind.DATE:
            return "日期（年-月-日）"
        case Kind.MOMENT:
            return "时间（ISO 8601）"
        case Kind.NUMBER:
            return f"数字（{field.unit}）" if field.unit else "数字"
        case Kind.MONEY:
            return f"金额（{field.unit or '元'}）"
        case Kind.BOOLEAN:
            return "是、否"
        case Kind.CHOICE:
            return "、".join(field.options.values()) + " 之一"
        case Kind.CHOICES:
            return "、".join(field.options.values()) + " 中的若干项"
        case Kind.ROWS:
            return "表格：" + "、".join(column.title for column in field.columns.values())
    return "文字"


def _note(field: Field, masked: bool) -> str:
    return "只给出隐去个人信息后的内容" if masked else (field.hint or "")


def _registers(frame: Frame, place: Jurisdiction, today: date) -> list[Dataset]:
    rows = Entry.objects.filter(registers.good_today(today), jurisdiction=place)
    found: Mapping[str, tuple[int, date]] = {
        register: (count, since)
        for register, count, since in rows.order_by().values_list("register").annotate(Count("pk"), Max("since"))
    }
    sets = []
    for definition in registers.public_registers().values():
        count, modified = found.get(definition.id, (0, None))
        if not count:
            continue
        files = [(form, _file(frame, place, definition.id, form)) for form in FORMS]
        key = f"registers.{definition.id}"
        sets.append(
            Dataset(
                key,
                definition.title,
                definition.about,
                "清单和名录",
                count,
                modified,
                _page(frame, key),
                files,
                frame.with_area(reverse("desk:open-register", args=[definition.id])),
            )
        )
    return sets


def _file(frame: Frame, place: Jurisdiction, register: str, form: str) -> str:
    """With the place always: the register's own page chooses otherwise than the portal where nothing is said."""
    address = reverse("desk:open-register-data", args=[register, form])
    return f"{address}?area={place.code}" if frame.area or len(frame.places) > 1 else address


def _notices(frame: Frame, place: Jurisdiction, today: date) -> list[Dataset]:
    rows = reading.public(place, today).order_by().values_list("procedure", "publication")
    found = {
        f"{procedure}.{publication}": (count, on)
        for procedure, publication, count, on in rows.annotate(Count("pk"), Max("published_on"))
    }
    sets = []
    for kind in kinds().values():
        count, modified = found.get(kind.key, (0, None))
        if not count:
            continue
        key = f"notices.{kind.key}"
        files = [
            (form, frame.with_area(reverse("portal:data-notices", args=[kind.procedure, kind.publication, form])))
            for form in FORMS
        ]
        about = f"已经公开的{kind.title}，来自“{kind.procedure_title}”程序；到期撤下的不在其中。"
        shown = frame.with_area(reverse("portal:notices"), {"kind": kind.key})
        sets.append(
            Dataset(key, f"{kind.title}公开", about, "公开事项", count, modified, _page(frame, key), files, shown)
        )
    return [*sets, *_credit(frame, found, today)]


def _credit(frame: Frame, found: Mapping[str, tuple[int, date]], today: date) -> list[Dataset]:
    """双公示: penalties and licences in the national field sets, where any of them is public."""
    return [
        each for kind, name in CREDIT.items() for each in _credit_set(frame, found, today, kind, credit_table(name))
    ]


def _credit_set(
    frame: Frame, found: Mapping[str, tuple[int, date]], today: date, kind: str, defined: CreditTable
) -> list[Dataset]:
    count, modified = found.get(f"{defined.procedure}.{defined.publication}", (0, None))
    if not count:
        return []
    key = f"credit.{defined.id}"
    files = [
        (form, frame.with_area(reverse("portal:data-credit", args=[kind, form]), {"year": today.year}))
        for form in CREDIT_FORMS
    ]
    shown = frame.with_area(reverse("portal:notices"), {"kind": f"{defined.procedure}.{defined.publication}"})
    excluded = f"{defined.excluded_why}。" if defined.excluded_why else ""
    about = f"{defined.title}（双公示），按全国统一的信用信息字段；自然人只给出姓氏，不含证件号码。{excluded}"
    return [
        Dataset(key, f"信用公示：{defined.title}", about, "公开事项", None, modified, _page(frame, key), files, shown)
    ]


def fields_of_credit(defined: CreditTable) -> list[DataField]:
    """A national field set, as its table describes it."""
    how = {"text": "文字", "date": "日期（年/月/日）", "amount": "万元，六位小数"}
    return [
        DataField(
            code,
            each.title,
            how[each.type],
            "只在报送信用平台的版本里，公开版没有" if each.personal else (each.hint or ""),
        )
        for code, each in defined.fields.items()
    ]


def _reports(place: Jurisdiction) -> list[Dataset]:
    """Each published report has its own file: text, figures, what each figure counts, the root of its records."""
    sets: dict[int, Dataset] = {}
    for each in published().filter(report__jurisdiction=place).defer("content"):
        if each.report_id in sets:
            continue
        address = reverse("desk:open-report-data", args=[each.report.year, each.report_id])
        shown = reverse("desk:open-report", args=[each.report.year, each.report_id])
        about = "报告全文；每个数据附口径、来源记录数和记录摘要。"
        sets[each.report_id] = Dataset(
            key=f"reports.{each.report_id}",
            title=each.report.title,
            about=about,
            group="报告",
            count=1,
            modified=each.published_on,
            page=shown,
            files=[("json", address)],
            shown=shown,
        )
    return list(sets.values())


def _page(frame: Frame, key: str) -> str:
    return frame.with_area(reverse("portal:dataset", args=[key]))
