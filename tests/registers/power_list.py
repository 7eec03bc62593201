"""A powers list 权责清单 as a district has it: as many items as wanted, with codes and texts that might be real."""

import io
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.library import shelf

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    f'ContentType="{SHEETML}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    f'ContentType="{SHEETML}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="清单" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
BODIES = ("清和区司法局", "区市场监管局", "清和区城市管理局", "东街街道")
KINDS = ("行政处罚", "行政检查", "行政强制", "行政确认", "其他行政权力")
ACTS = ("未取得许可从事经营", "擅自占用道路", "不按规定公示价格", "违法处置建筑垃圾", "未如实记录进货查验")
OBJECTS = ("食品生产经营者", "餐饮服务提供者", "建设单位", "物业服务人", "药品零售企业", "广告发布者", "集贸市场开办者")
STATUTES = (
    "中华人民共和国食品安全法",
    "中华人民共和国行政处罚法",
    "中华人民共和国广告法",
    "城市市容和环境卫生管理条例",
)


def definition() -> RegisterDefinition:
    return shelf().get("power_items")


def item(number: int) -> dict[str, str]:
    """The cells of one item by field."""
    kind = KINDS[number % len(KINDS)]
    what = f"对{OBJECTS[number % len(OBJECTS)]}{ACTS[number % len(ACTS)]}的{kind}"
    return {
        "code": f"{number:010}",
        "implementation_code": f"11990102{number:016}",
        "name": f"{what}（{number}）",
        "kind": kind,
        "domain": "市场监管" if number % 2 else "城市管理",
        "legal_basis": f"《{STATUTES[number % len(STATUTES)]}》第{number % 90 + 1}条第一款",
        "basis_levels": "法律、行政法规" if number % 3 else "法律",
        "body": BODIES[number % len(BODIES)],
        "body_nature": "法定机关",
        "source": "法定本级行使",
        "exercise_level": "县级",
        "undertaking_office": f"综合行政执法{number % 9 + 1}中队",
        "service_targets": "自然人、企业法人",
        "statutory_limit": str(number % 60 + 30),
        "statutory_unit": "工作日",
        "promised_limit": str(number % 20 + 5),
        "promised_unit": "工作日",
        "charged": "否",
        "duties": "受理、调查、审核、决定、送达、执行和事后监管各环节依法履行职责。",
        "liability": "不履行或者不正确履行职责的，依法追究责任。",
        "remedies": "可以申请行政复议或者提起行政诉讼",
        "supervision_phone": "0990-8800123",
    }


def titles(columns: Iterable[str]) -> list[str]:
    """The headings of columns, as the register has them."""
    fields = definition().fields
    special = {"@state": "状态", "@entry": "条目编号"}
    return [special.get(each) or fields[each].title for each in columns]


def sheet(rows: Sequence[dict[str, Any]], columns: Sequence[str] | None = None) -> bytes:
    """An .xlsx with a title above its headings; the first item stands in row 3."""
    columns = columns or tuple(rows[0])
    lines = [["清和区权责清单"], titles(columns), *([str(row.get(each) or "") for each in columns] for row in rows)]
    return workbook(lines)


def workbook(lines: Iterable[Sequence[str]]) -> bytes:
    """The smallest .xlsx that holds these texts, written by hand: 20,000 rows in a second."""
    letters = [get_column_letter(at) for at in range(1, 200)]
    parts = []
    for number, line in enumerate(lines, 1):
        cells = "".join(
            f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            for letter, text in zip(letters, line, strict=False)
            if text
        )
        parts.append(f'<row r="{number}">{cells}</row>')
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in PARTS.items():
            book.writestr(name, HEAD + text)
        book.writestr(
            "xl/worksheets/sheet1.xml", f"{HEAD}<worksheet {MAIN}><sheetData>{''.join(parts)}</sheetData></worksheet>"
        )
    return file.getvalue()
