"""A pool out of a workbook: one sheet of objects, one of officers; every wrong row is said at once."""

import re
from collections.abc import Callable, Iterator

from stdnum.cn import uscc

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.spreadsheet import Column, Row, Sheet, Table, read_table, write_workbook
from fazhi.government.models import Alias, Jurisdiction, Organization
from fazhi.government.names import fold, places_of
from fazhi.inspections.drawing.model import ONE_STRATUM, Excluded, Pool, PoolObject, PoolOfficer, Recusal
from fazhi.inspections.refusals import ListRefused, Refused

OBJECT_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("检查对象", "对象名称", "企业名称", "市场主体名称", "名称"),
    "code": ("统一社会信用代码", "信用代码", "代码"),
    "stratum": ("分层", "所属街道", "街道", "街镇", "行业", "区域"),
    "risk": ("风险等级", "风险类别", "信用等级", "风险分级"),
    "excluded": ("排除原因", "不纳入原因"),
}
OFFICER_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "执法人员", "执法人员姓名"),
    "body": ("执法主体", "所在单位", "工作单位", "单位"),
    "card": ("执法证号", "执法证件号", "执法证编号", "证号"),
    "recused": ("回避对象", "应回避对象", "应当回避的对象"),
    "reason": ("回避原因", "回避事由"),
}
_OBJECTS, _OFFICERS = "检查对象", "执法人员"
_SEVERAL = re.compile(r"[、，,;；\s]+")
_USCC_LENGTH = 18
EXAMPLE = (
    (
        ("清和区示例餐饮店", "统一社会信用代码，18位", "东街街道", "B", ""),
        ("清和区示例停业店", "统一社会信用代码，18位", "东街街道", "A", "已停业；这一列填了字就不抽，原因随名单公布"),
    ),
    (("示例人员", "清和区市场监督管理局", "执法证号", "要回避的统一社会信用代码，多个用顿号分开", "回避原因不公布"),),
)


def read_pool(data: bytes, jurisdiction: Jurisdiction) -> Pool:
    """The pool that a workbook holds. Names of bodies become the full names of units where they are known.

    Raises: Refused for a file that is no such workbook; ListRefused with every row that is wrong.
    """
    try:
        objects = read_table(data, OBJECT_COLUMNS, ("name", "code"))
        officers = read_table(data, OFFICER_COLUMNS, ("name", "body", "card"))
    except UnreadableDocument as fault:
        raise Refused(str(fault), field="file") from None
    wrong = [*_object_faults(objects), *_officer_faults(officers, objects)]
    if wrong:
        raise ListRefused(f"表中有 {len(wrong)} 处需要修改，请改好后重新上传。", wrong, field="file")
    full_name = _unit_namer(jurisdiction)
    kept = [row for row in objects.rows if not row.values["excluded"]]
    return Pool(
        objects=tuple(
            PoolObject(
                _code(row), row.values["name"], _code(row), row.values["risk"], row.values["stratum"] or ONE_STRATUM
            )
            for row in kept
        ),
        officers=tuple(
            PoolOfficer(_card(row), row.values["name"], full_name(row.values["body"]), _card(row))
            for row in officers.rows
        ),
        recusals=tuple(_recusals(officers, {_code(row) for row in kept})),
        excluded=tuple(
            Excluded(_code(row), row.values["name"], _code(row), row.values["excluded"])
            for row in objects.rows
            if row.values["excluded"]
        ),
    )


def empty_workbook() -> bytes:
    """The workbook to fill in, an example row or two in each sheet."""
    sheets = zip((_OBJECTS, _OFFICERS), (OBJECT_COLUMNS, OFFICER_COLUMNS), EXAMPLE, strict=True)
    return write_workbook(
        [
            Sheet(
                title=title,
                columns=[Column(names[0], 26) for names in columns.values()],
                rows=rows,
                autofilter=False,
            )
            for title, columns, rows in sheets
        ]
    )


def _object_faults(table: Table) -> Iterator[str]:
    layered = any(row.values["stratum"] for row in table.rows)
    seen: dict[str, int] = {}
    for row in table.rows:
        code = _code(row)
        for say in _object_row(row, code, layered):
            yield _at(table, row, say)
        if code and code in seen:
            yield _at(table, row, f"统一社会信用代码“{code}”与第 {seen[code]} 行重复。")
        seen.setdefault(code, row.number)


def _object_row(row: Row, code: str, layered: bool) -> Iterator[str]:
    if not row.values["name"]:
        yield "没有检查对象名称。"
    if not code:
        yield "没有统一社会信用代码。"
    elif len(code) == _USCC_LENGTH and not uscc.is_valid(code):
        yield f"统一社会信用代码“{code}”校验不通过，请核对。"
    if layered and not row.values["stratum"] and not row.values["excluded"]:
        yield "没有填写分层，其他行填写了。"


def _officer_faults(table: Table, objects: Table) -> Iterator[str]:
    known = {_code(row) for row in objects.rows}
    seen: dict[str, int] = {}
    for row in table.rows:
        missing = [OFFICER_COLUMNS[key][0] for key in ("name", "body", "card") if not row.values[key]]
        if missing:
            yield _at(table, row, f"没有{'、'.join(missing)}。")
        card = _card(row)
        if card and card in seen:
            yield _at(table, row, f"执法证号“{card}”与第 {seen[card]} 行重复。")
        seen.setdefault(card, row.number)
        recused = _recused(row)
        for code in recused:
            if code not in known:
                yield _at(table, row, f"回避对象“{code}”不在检查对象表中，请填写统一社会信用代码。")
        if recused and not row.values["reason"]:
            yield _at(table, row, "没有填写回避原因（只在内部留存，不公布）。")


def _recusals(table: Table, objects: set[str]) -> Iterator[Recusal]:
    for row in table.rows:
        for code in _recused(row):
            if code in objects:
                yield Recusal(_card(row), code, row.values["reason"])


def _recused(row: Row) -> list[str]:
    return [code.upper() for code in _SEVERAL.split(row.values["recused"]) if code]


def _code(row: Row) -> str:
    return "".join(row.values["code"].split()).upper()


def _card(row: Row) -> str:
    return "".join(row.values["card"].split())


def _at(table: Table, row: Row, say: str) -> str:
    return f"工作表“{table.sheet}”第 {row.number} 行：{say}"


def _unit_namer(jurisdiction: Jurisdiction) -> Callable[[str], str]:
    """Finds the full name of the unit that somebody wrote, by name, short name or alias; else leaves what was written.

    A body need not be a unit of the site: a joint draw may name one of the province's.
    """
    places = places_of(jurisdiction)
    names: dict[str, str] = {}
    living = Organization.objects.filter(jurisdiction=jurisdiction, dissolved_on=None)
    for unit in living:
        names |= {fold(unit.short_name, places): unit.name, fold(unit.name, places): unit.name}
    aliases = Alias.objects.filter(jurisdiction=jurisdiction, organization__dissolved_on=None)
    for alias in aliases.select_related("organization"):
        names.setdefault(alias.key, alias.organization.name)
    return lambda written: names.get(fold(written, places), written)


def unit_name(jurisdiction: Jurisdiction, written: str) -> str:
    """The full name of a unit as `read_pool` finds it, for the bodies of items."""
    return _unit_namer(jurisdiction)(written)
