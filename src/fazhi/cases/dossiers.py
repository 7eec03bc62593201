"""The dossier 案卷 of a case: cover 封面, list of what is in it 卷内文件目录, and remarks 备考表, from its record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from fazhi.cases.models import Act, Attachment, Case, Paper
from fazhi.cases.models.act import ActKind
from fazhi.documents.instrument_docx import Form, Grid, InstrumentDocument, Line, Seal, write_instrument
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.instruments.values import written

HEADER = ("序号", "文书（材料）名称", "文号", "日期", "页号", "备注")
_BLANK = "　"


def dossier(case: Case, *, at: datetime | None = None) -> bytes:
    """The three papers 54–56 as one .docx, in the order of the acts; three queries beside the case's own.

    Pages are numbered by hand when the papers are bound: the platform does not know how they were printed.
    """
    acts = list(case.acts.select_related("person").order_by("seq"))
    papers = list(case.papers.select_related("file").order_by("seq", "id"))
    attachments = list(case.attachments.select_related("file").order_by("seq", "id"))
    rows = list(_contents(case, acts, papers, attachments))
    return write_instrument(_cover(case, acts, len(rows), at), _list(rows), _remarks(case, acts, papers, attachments))


def _cover(case: Case, acts: list[Act], count: int, at: datetime | None) -> InstrumentDocument:
    definition = case.definition
    subject = definition.subject
    party = written(definition.fields[subject], case.data.get(subject)) if subject else ""
    officers = dict.fromkeys(
        act.person.name for act in acts if act.person and act.kind == ActKind.STEP and "handler" in act.content["role"]
    )
    rows = [
        ("案号", case.number),
        ("名称", case.title),
        (definition.fields[subject].title if subject else "当事人", party or _BLANK),
        ("开始日期", chinese_day(case.opened_on), "办结日期", _day(case.closed_on)),
        ("办理结果", case.outcome_title or "未办结"),
        ("承办人", "、".join(officers) or case.handler.name),
        ("归档日期", _BLANK, "归档号", _BLANK),
        ("保管期限", _BLANK, "卷内件数", f"{count}件　　　页"),
    ]
    return InstrumentDocument(
        title=(case.organization.name, f"{definition.title}案卷"),
        parts=(Form(rows),),
        large=True,
        author=case.organization.name,
        made_at=at,
    )


def _list(rows: list[tuple[str, ...]]) -> InstrumentDocument:
    return InstrumentDocument(title=("卷内文件目录",), parts=(Grid(HEADER, rows),))


def _contents(
    case: Case, acts: list[Act], papers: list[Paper], attachments: list[Attachment]
) -> Iterator[tuple[str, ...]]:
    """A line for every paper and every attachment; a printed paper is one line and not also an attachment."""
    number = 0
    for act in acts:
        lines = [
            (case.definition.instruments[each.instrument].title, each.number, "" if each.file_id else "未打印")
            for each in papers
            if each.seq == act.seq
        ]
        if act.kind != ActKind.PAPER:
            lines += [(each.file.name, "", f"SM3 {each.file.sm3[:8]}") for each in attachments if each.seq == act.seq]
        for title, said, note in lines:
            number += 1
            yield str(number), title, said, act.performed_on.isoformat(), "", note


def _remarks(case: Case, acts: list[Act], papers: list[Paper], attachments: list[Attachment]) -> InstrumentDocument:
    printed = {each.seq for each in acts if each.kind == ActKind.PAPER}
    files = sum(each.seq not in printed for each in attachments)
    return InstrumentDocument(
        title=("卷内备考表",),
        parts=(
            Line(f"案号：{case.number}"),
            Line(f"办理记录{len(acts)}条，文书{len(papers)}件，附件{files}件。"),
            Line(f"电子办理记录末条的 SM3 摘要：{bytes(case.head_hash).hex()}，可以据此核对电子案卷没有改动。"),
            Form([("本卷情况说明", None), ("立卷人", None), ("检查人", None)]),
            Seal(("立卷日期：　　年　　月　　日",)),
        ),
    )


def _day(day: date | None) -> str:
    return chinese_day(day) if day else _BLANK
