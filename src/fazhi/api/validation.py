"""What is wrong with a request before anybody looks at its meaning, in Chinese: missing, unknown, of the wrong type."""

from collections.abc import Mapping
from typing import Any

_SAID = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这一项，请删去或核对拼写",
    "date_from_datetime_inexact": "应为日期，如 2026-03-02",
    "timezone_aware": "时刻要带时区，如 2026-03-02T09:30:00+08:00",
    "string_too_long": "太长",
    "string_too_short": "不能为空",
    "too_long": "项数过多",
    "greater_than_equal": "超出范围",
    "less_than_equal": "超出范围",
    "enum": "不是可用的取值",
    "literal_error": "不是可用的取值",
}
# By how the type of the error begins: pydantic has many for one thing (int_parsing, int_type, int_from_float …).
_BEGINS = (
    ("datetime", "应为日期和时刻，如 2026-03-02T09:30:00+08:00"),
    ("date", "应为日期，如 2026-03-02"),
    ("int", "应为整数"),
    ("bool", "应为 true 或 false"),
    ("string", "应为文字"),
    ("list", "应为列表"),
    ("dict", "应为对象"),
    ("model", "应为对象"),
    ("uuid", "不是案件编号的格式"),
)


def said(error: Mapping[str, Any]) -> tuple[str, str]:
    """Where one error of pydantic lies (``data.fine``), and a sentence about it."""
    place = [str(part) for part in error.get("loc", ())][1:]  # the first says body, query, header, path or file
    # The first name is that of our own function's argument, which callers do not know.
    shown = ".".join(place[1:] if place[:1] in (["given"], ["filters"]) else place)
    kind = str(error.get("type", ""))
    words = _SAID.get(kind) or next((say for begin, say in _BEGINS if kind.startswith(begin)), "填写有误")
    if not shown:
        return "", f"请求内容：{words}。"
    return shown, f"“{shown}”：{words}。"
