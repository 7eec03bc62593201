"""The outline 提纲 of a report: its title, its sections in order, who writes each and by when."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.models import Organization, Person
from fazhi.plans.seats import required_text
from fazhi.reports.language.numbering import numbered
from fazhi.reports.locking import enter, held_by_manager, must_be_open
from fazhi.reports.models import Report, ReportEntry, Section
from fazhi.reports.refusals import Refused

LONGEST_HEADING = 100
MOST_PARTS = 20
STEP = 10


@transaction.atomic
def describe(*, actor: Actor, report: Report, title: str, addressees: str) -> Report:
    """Changes the title and whom the report addresses (主送)."""
    report = held_by_manager(report, actor)
    must_be_open(report)
    title = required_text(title, "请填写标题。", field="title")
    if len(title) > 200:
        raise Refused(f"标题最多 200 字，现有 {len(title)} 字。", field="title")
    if len(addressees) > 300:
        raise Refused("主送最多 300 字。", field="addressees")
    report.title, report.addressees = title, addressees.strip()
    report.save(update_fields=["title", "addressees"])
    return report


@transaction.atomic
def add(
    *, actor: Actor, report: Report, heading: str, level: int, after: Section | None = None, at: datetime
) -> Section:
    """Adds an empty section after another one, or at the end."""
    report = held_by_manager(report, actor)
    must_be_open(report)
    heading = _heading(heading)
    if level not in (1, 2):
        raise Refused("请选择章节层级。", field="level")
    rows = list(report.sections.all())
    where = rows.index(after) + 1 if after in rows else len(rows)
    if level == 2 and not any(row.level == 1 for row in rows[:where]):
        raise Refused("（一）级的节要放在某个一级部分下面。", field="level")
    made = Section(report=report, level=level, heading=heading, order=0)
    _must_be_countable([*rows[:where], made, *rows[where:]])
    made.save()
    _reorder([*rows[:where], made, *rows[where:]])
    enter(report, ReportEntry.Kind.OUTLINE, actor, f"增加“{heading}”。", at)
    return made


@transaction.atomic
def change(
    *,
    actor: Actor,
    section: Section,
    heading: str,
    writer_unit: Organization | None,
    writer: Person | None = None,
    due_on: date | None = None,
) -> Section:
    """Changes a section's heading, and who writes it by when."""
    report = held_by_manager(section.report, actor)
    must_be_open(report)
    section = Section.objects.get(pk=section.pk)
    if section.level:
        section.heading = _heading(heading)
    if writer_unit is not None and writer_unit.jurisdiction_id != report.jurisdiction_id:
        raise Refused("撰写单位应为本辖区的单位。", field="writer_unit")
    section.writer_unit, section.writer, section.due_on = writer_unit, writer, due_on
    section.save(update_fields=["heading", "writer_unit", "writer", "due_on"])
    return section


@transaction.atomic
def move(*, actor: Actor, section: Section, up: bool) -> None:
    """Moves a section before or behind its neighbour; a part takes its sections along."""
    report = held_by_manager(section.report, actor)
    must_be_open(report)
    blocks = _blocks(list(report.sections.all()), section.level)
    here = next(at for at, block in enumerate(blocks) if section in block)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(blocks) or blocks[there][0].level != section.level:
        raise Refused("已经在最前面。" if up else "已经在最后面。")
    blocks[here], blocks[there] = blocks[there], blocks[here]
    _reorder([row for block in blocks for row in block])


@transaction.atomic
def remove(*, actor: Actor, section: Section, at: datetime) -> None:
    """Removes a section that nobody has written anything into."""
    report = held_by_manager(section.report, actor)
    must_be_open(report)
    rows = list(report.sections.all())
    section = next(row for row in rows if row.pk == section.pk)
    following = rows[rows.index(section) + 1 : rows.index(section) + 2]
    if section.level == 1 and following and following[0].level == 2:
        raise Refused("这一部分下面还有节，请先移走或删除。")
    if section.revisions.exists() or section.comments.exists():
        raise Refused("本节已有人撰写或提出意见，不能删除。不用的内容请清空正文，或改标题另用。")
    heading = str(section)
    section.delete()
    enter(report, ReportEntry.Kind.OUTLINE, actor, f"删除“{heading}”。", at)


def _blocks(rows: Sequence[Section], level: int) -> list[list[Section]]:
    """Rows that move together: a part with its sections, or each section by itself."""
    blocks: list[list[Section]] = []
    for row in rows:
        if blocks and level == 1 and row.level == 2 and blocks[-1][0].level == 1:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _reorder(rows: Sequence[Section]) -> None:
    for at, row in enumerate(rows, start=1):
        row.order = at * STEP
    Section.objects.bulk_update(rows, ["order"])


def _heading(heading: str) -> str:
    heading = required_text(heading, "请填写章节标题。", field="heading")
    if len(heading) > LONGEST_HEADING:
        raise Refused(f"章节标题最多 {LONGEST_HEADING} 字。", field="heading")
    return heading


def _must_be_countable(rows: Sequence[Section]) -> None:
    if sum(row.level == 1 for row in rows) > MOST_PARTS or len(rows) > MOST_PARTS * 10:
        raise Refused("章节太多，请合并。", field="heading")
    list(numbered(row.level for row in rows))
