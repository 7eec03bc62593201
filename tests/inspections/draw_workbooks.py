"""The workbook that an office uploads, filled in."""

from fazhi.documents.spreadsheet import Column, Sheet, write_workbook
from fazhi.inspections.draw_pools import OBJECT_COLUMNS, OFFICER_COLUMNS


def pool_workbook(*, objects: int, officers: int, body: str) -> bytes:
    """Restaurants over two streets and four classes, one of them closed; one officer recused from the first."""
    streets = ("东街街道", "西街街道")
    rows = {
        "检查对象": [
            (f"清和第{n}餐饮店", f"QH{n:06}", streets[n % 2], "ABCD"[n % 4], "已停业" if n == objects - 1 else "")
            for n in range(objects)
        ],
        "执法人员": [
            (f"执法员{n}", body, f"99010{n:03}", *(("QH000000、QH000002", "近亲属") if n == 0 else ("", "")))
            for n in range(officers)
        ],
    }
    heads = {"检查对象": OBJECT_COLUMNS, "执法人员": OFFICER_COLUMNS}
    return write_workbook(
        [
            Sheet(title=title, columns=[Column(names[0]) for names in heads[title].values()], rows=lines)
            for title, lines in rows.items()
        ]
    )
