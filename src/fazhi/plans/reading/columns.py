"""Column names of task tables (任务分解表), shared by the two kinds of table."""

import re
from functools import lru_cache
from typing import Literal

from fazhi.plans.reading.units.labels import role_of

Column = Literal["number", "task", "detail", "heading", "lead", "support", "guide", "named", "deadline", "other"]

_PATTERNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    ("number", re.compile(r"序号|编号|号|项目号|任务编号|序列|No\.?|NO\.?|#")),
    ("other", re.compile(
        r".*(?:领导|责任人|联系人|电话|备注|负责人|联络|分值|得分|依据|形式|签字|状态|来源)|说明|进展(?:情况)?|"
        r"完成情况|落实情况"
    )),
    ("deadline", re.compile(r".*(?:时限|时间|期限|节点|进度)(?:要求|安排)?|进度安排|频次|完成日期")),
    ("lead", re.compile(r".*(?:牵头|主办|主责).*(?:单位|部门|机关)?.*")),
    ("support", re.compile(r".*(?:配合|协办|协助|协同|参与|参加|会同|支持).*")),
    ("guide", re.compile(r".*(?:指导|督导|监督)(?:单位|部门|机关).*")),
    ("named", re.compile(
        r".*(?:责任|相关|有关|负责|落实|承办|实施|承担|执行)(?:单位|部门|机关|主体|科室|处室|股室).*|"
        r"责任分工|任务分工|职责分工|单位|部门"
    )),
    ("heading", re.compile(
        r"类别|板块|领域|分类|大项|方面|任务类别|重点领域|一级(?:指标|任务|目录|事项)|任务类型|工作类别|类型|"
        r"工作领域|总体任务|模块|章节|改革领域|工作板块|所属领域"
    )),
    ("task", re.compile(r".*(?:任务|工作|事项|项目|重点|举措名称|名称|二级指标|要点|小项|指标|内容)(?:名称)?")),
    ("detail", re.compile(r".*(?:措施|内容|要求|目标|标准|举措|做法|描述|成果|成效|指标|目标值|步骤|任务分解|抓手)")),
)  # fmt: skip
_DETAIL_FIRST = re.compile(
    r".*(?:措施|要求|目标|标准|具体内容|工作内容|举措|成果|成效|指标|主要内容|任务内容|具体任务)$"
)


@lru_cache(maxsize=512)
def column_of(name: str) -> Column | None:
    """What a column named so holds; None when it is no column name."""
    dense = "".join(name.split()).strip(":：*")
    if not dense or len(dense) > 14:
        return None
    dense = re.sub(r"\([^()]*\)$", "", dense) or dense
    for column, pattern in _PATTERNS:
        if pattern.fullmatch(dense):
            if column in ("lead", "support", "named"):
                return role_column(dense)
            if column == "task" and _DETAIL_FIRST.fullmatch(dense):
                return "detail"
            return column
    return None


def role_column(name: str) -> Column:
    """The column for a name that speaks of units."""
    return {"lead": "lead", "support": "support", "guide": "guide", "named": "named"}[role_of(name)]  # type: ignore[return-value]  # the values are columns


def columns_of(names: list[str]) -> list[Column] | None:
    """The columns of a head row, or None when the row is none: it names a task and a unit, a number or a time."""
    columns = [column_of(name) for name in names]
    filled = [column for column, name in zip(columns, names, strict=True) if name.strip()]
    known = [column for column in filled if column]
    if len(known) < 2 or len(known) * 3 < len(filled) * 2:
        return None
    result: list[Column] = [column or "other" for column in columns]
    if "task" not in result:
        if "detail" not in result:
            return None
        result[result.index("detail")] = "task"
    if not {"number", "lead", "named", "support", "deadline"} & set(result):
        return None
    return _one_task_column(result)


def _one_task_column(columns: list[Column]) -> list[Column]:
    """Of several task columns before a detail column the last one is the task, those before it group it."""
    places = [i for i, column in enumerate(columns) if column == "task"]
    for place in places[:-1]:
        columns[place] = "heading"
    return columns
