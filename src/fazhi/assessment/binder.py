"""The evidence binder 佐证材料汇编 of a body: one .zip with an index, frozen lists, files, and the digest of each.

The same sheet gives the same bytes: nothing in it says when it was made, and every time inside the archives is fixed.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from fazhi.assessment.language.definition import plain
from fazhi.assessment.models import BodyAssessment, Evidence, EvidenceKind
from fazhi.assessment.queries import evidence_of
from fazhi.assessment.scoring.sheet import ItemLine, Sheet
from fazhi.assessment.sheets import Stage, sheet_of
from fazhi.documents.digest import sm3_hex
from fazhi.documents.spreadsheet.writing import CellValue, Column, write_workbook
from fazhi.documents.spreadsheet.writing import Sheet as Grid
from fazhi.files import store
from fazhi.record.canonical import canonical
from fazhi.record.export import member

_BAD = re.compile(r'[\\/:*?"<>|\s]+')
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
LIST_HEADER = ("编号", "内容", "日期", "计入分子")
README = """本汇编由系统按考核记录生成，同一份考核表任何时候导出，内容逐字节相同。

目录.xlsx        得分、佐证、计分过程三张表
清单/            系统数据背后的记录清单，CSV 供阅读；同名 .json 是固定时的原文，其 SM3 摘要即目录中的摘要
材料/            上传的材料，原样
SM3.txt          每个文件的 SM3 摘要，可用任何支持国密杂凑算法的工具核对
"""


@dataclass(frozen=True)
class _Placed:
    """A piece of evidence, the item it belongs to, and its path in the binder ('' for an act)."""

    evidence: Evidence
    line: ItemLine
    path: str


def binder(body: BodyAssessment, stage: Stage) -> bytes:
    """The .zip of a body's sheet at a stage. Raises FileRefused where a kept file is lost or was changed."""
    made = sheet_of(body, body.assessment.edition.system, stage)
    placed = _placed(body, made)
    files = {"说明.txt": README.encode(), "目录.xlsx": _index(body, made, placed, stage)}
    for each in placed:
        if each.path and each.evidence.kind == EvidenceKind.FILE:
            assert each.evidence.file is not None
            files[each.path] = store.content(each.evidence.file)
        elif each.path:
            files[each.path] = _csv(each.evidence.records)
            files[f"{each.path.removesuffix('.csv')}.json"] = canonical(each.evidence.records)
    digests = "".join(f"{sm3_hex(data)}  {name}\n" for name, data in sorted(files.items()))
    files["SM3.txt"] = digests.encode()
    return _zipped(files)


def _placed(body: BodyAssessment, made: Sheet) -> list[_Placed]:
    lines = {line.item.id: (number, line) for number, line in enumerate((*made.lines, *made.bonus_lines), 1)}
    found = []
    for each in evidence_of(body).order_by("id"):
        if each.item not in lines:
            continue
        number, line = lines[each.item]
        found.append((number, each, line))
    found.sort(key=lambda row: (row[0], row[1].pk))
    return [_Placed(each, line, _path(number, each)) for number, each, line in found]


def _path(number: int, each: Evidence) -> str:
    if each.kind == EvidenceKind.QUERY:
        # one figure shows several items: its list stands in the binder once; its title ends where its value begins
        return f"清单/{_BAD.sub('_', each.title.partition('：')[0])[:60] or each.figure}.csv"
    if each.kind == EvidenceKind.FILE and each.file is not None:
        return f"材料/{number:03d}-{each.pk}-{_BAD.sub('_', each.file.name)[:80]}"
    return ""


def _index(body: BodyAssessment, made: Sheet, placed: Sequence[_Placed], stage: Stage) -> bytes:
    heading = f"{body.assessment.title}　{body.organization.name}"
    scores = Grid(
        "得分",
        (
            Column("一级指标", 18, merge_down=True),
            Column("二级指标", 18, merge_down=True),
            Column("项目", 30),
            Column("分值", 8),
            Column(f"{stage.label}得分", 10),
            Column("佐证", 8),
        ),
        list(_scores(made, placed)),
        heading=heading,
        subheading=f"总分 {plain(made.total)} 分{f'，{made.grade}' if made.grade else ''}",
    )
    evidence = Grid(
        "佐证",
        (
            Column("项目", 28),
            Column("方式", 10),
            Column("名称", 40),
            Column("文件", 34),
            Column("SM3 摘要", 34),
            Column("记录根值", 34),
            Column("添加人", 10),
            Column("时间", 18),
        ),
        [_evidence_row(each) for each in placed],
    )
    working = Grid(
        "计分过程", (Column("项目", 28, merge_down=True), Column("步骤", 80)), list(_working(made)), landscape=False
    )
    return _fixed(write_workbook([scores, evidence, working]))


def _scores(made: Sheet, placed: Sequence[_Placed]) -> Iterator[Sequence[CellValue]]:
    count = {line.item.id: 0 for line in (*made.lines, *made.bonus_lines)}
    for each in placed:
        count[each.evidence.item] += 1
    for line in made.lines:
        assert line.part is not None
        assert line.indicator is not None
        points: CellValue = line.points if line.applicable else "不适用"
        yield line.part.title, line.indicator.title, line.item.title, line.full, points, count[line.item.id]
    for line in made.bonus_lines:
        yield "加分", "", line.item.title, line.full, line.points, count[line.item.id]
    for title, points in made.explanation:
        yield "合计", "", title, None, points, None
    yield "合计", "", "总分", made.system.total, made.total, None


def _working(made: Sheet) -> Iterator[Sequence[CellValue]]:
    for line in (*made.lines, *made.bonus_lines):
        for step in line.working or ("不适用",):
            yield line.item.title, step


def _evidence_row(placed: _Placed) -> Sequence[CellValue]:
    each = placed.evidence
    at = f"{timezone.localtime(each.at):%Y-%m-%d %H:%M}"
    return (
        placed.line.item.title,
        each.get_kind_display(),
        each.title,
        placed.path or "（见案件记录）",
        each.digest,
        each.root,
        each.by.name,
        at,
    )


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With a byte-order mark: spreadsheet programs take a CSV without one for GBK."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(LIST_HEADER)
    for row in rows:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            archive.writestr(member(name), data)
    return out.getvalue()


def _fixed(workbook: bytes) -> bytes:
    """A workbook without the moment it was written: packed again with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MADE.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", data)
            new.writestr(member(name), data)
    return out.getvalue()
