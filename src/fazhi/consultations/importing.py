"""意见登记表: opinions that came by letter, meeting or survey, typed into a workbook and read back in."""

from __future__ import annotations

import re
from datetime import date

from fazhi.consultations.models import Category, Channel
from fazhi.consultations.refusals import Refused
from fazhi.consultations.speaking import MOST_AT_ONCE, Heard, Voice
from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.spreadsheet import read_table

HEADINGS = {
    "text": ("意见", "意见内容", "意见建议", "内容"),
    "channel": ("渠道", "来源", "提出方式"),
    "category": ("提出人类别", "类别", "身份", "提出人"),
    "point": ("条款", "涉及条款", "对应条款"),
    "received_on": ("收到日期", "日期", "收到时间", "提出日期"),
    "name": ("姓名", "姓名或者单位名称", "单位名称", "姓名（单位）"),
    "phone": ("电话", "联系电话", "联系方式"),
}
MOST_SHOWN = 20
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")


def heard_in(data: bytes, *, channel: str, on: date) -> list[Heard]:
    """The opinions of a workbook; ``channel`` and ``on`` are for rows that say none.

    Raises Refused for a file that is no such table, and with every line that cannot be read: nothing is taken then.
    """
    try:
        table = read_table(data, HEADINGS, required=("text",))
    except UnreadableDocument as error:
        raise Refused(str(error), field="workbook") from None
    heard: list[Heard] = []
    wrong: list[str] = []
    for row in table.rows:
        values = {key: value.strip() for key, value in row.values.items()}
        if not values.get("text"):
            continue
        try:
            heard.append(_heard(values, channel, on))
        except Refused as fault:
            wrong.append(f"第 {row.number} 行：{fault.say}")
    if wrong:
        more = f"\n……共 {len(wrong)} 行有误。" if len(wrong) > MOST_SHOWN else ""
        raise Refused("\n".join(wrong[:MOST_SHOWN]) + more, field="workbook")
    if not heard:
        raise Refused("表中没有意见。请在“意见”列填写内容。", field="workbook")
    if len(heard) > MOST_AT_ONCE:
        raise Refused(f"一次最多 {MOST_AT_ONCE} 条，表中有 {len(heard)} 条，请分几次。", field="workbook")
    return heard


def _heard(values: dict[str, str], channel: str, on: date) -> Heard:
    voice = Voice(
        text=values["text"],
        category=_key(values.get("category", ""), Category, Category.OTHER, "提出人类别"),
        point=values.get("point", ""),
        name=values.get("name", ""),
        phone=values.get("phone", ""),
    )
    return Heard(
        voice, _key(values.get("channel", ""), Channel, channel, "渠道"), _day(values.get("received_on", ""), on)
    )


def _key(said: str, choices: type[Category] | type[Channel], default: str, what: str) -> str:
    """The key of a word: its label, or a part of it (企业 for 企业、个体工商户)."""
    if not said:
        return default
    found = [each.value for each in choices if said == each.label] or [
        each.value for each in choices if said in each.label.split("、")
    ]
    if not found:
        raise Refused(f"{what}“{said}”不认识，可写：{'；'.join(str(each.label) for each in choices)}。")
    return found[0]


def _day(said: str, on: date) -> date:
    if not said:
        return on
    found = _DAY.match(said)
    try:
        return date(*(int(part) for part in found.groups())) if found else _refused(said)
    except ValueError:
        return _refused(said)


def _refused(said: str) -> date:
    raise Refused(f"日期“{said}”请写成 2026-3-5。")
