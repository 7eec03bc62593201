"""JSON Schema of procedure files, for editors: completes keys, explains them in Chinese, marks what does not fit."""

from __future__ import annotations

import json
from typing import Any

from fazhi.procedures.language.definition import Definition

_KEYS = {
    "id": "标识", "title": "名称", "short": "简称", "edition": "版本（施行日期）", "domain": "领域",
    "begins": "启动方式", "about": "说明", "number": "编号格式", "serves": "对应业务清单", "family": "程序族",
    "subject": "案件以哪个要素为名", "cause": "案由要素", "parameters": "参数（由本地区规定的值）",
    "actors": "办理角色", "fields": "要素", "conditions": "条件", "outcomes": "办理结局", "threads": "分项",
    "steps": "步骤", "intervals": "期间", "time_limits": "期限", "instruments": "文书", "publish": "公开",
    "recording": "录入时限", "basis": "依据：法名#条.款.项: 关键词", "sources": "未核实的文件依据",
    "covers": "对应的法律事实行", "type": "类型", "hint": "填写提示", "unit": "计量单位", "options": "选项",
    "columns": "列", "holds": "须持证件；或暂缓的步骤", "personal": "个人信息", "accumulate": "逐次累加",
    "default": "缺省值", "least": "最小值", "most": "最大值", "optional": "可不填", "help": "办理提示",
    "by": "由谁办理", "after": "在哪些步骤之后", "unless": "办理这些之后不能再办", "when": "适用条件",
    "repeat": "可重复办理", "thread": "所属分项", "collect": "必填要素", "offer": "选填要素", "results": "办理结果",
    "close": "结案（办理结局）", "resets": "须重新办理的步骤", "not_by": "不得由这些步骤的经办人办理",
    "bars": "回避人员要素", "requires": "必须先办的步骤", "rules": "规则", "that": "必须成立的条件",
    "say": "不符合时的说明", "breach": "违反的后果：invalid 不得作出，defect 瑕疵，late 逾期",
    "instrument": "制作的文书", "role": "本单位角色", "entered_by": "由谁代录", "opens": "开始的步骤",
    "closes": "了结的步骤", "step": "步骤或步骤.结果", "any": "其中之一",
    "kind": "期限种类：duty 办理、right 权利、promise 承诺、wait 等待", "from": "起算", "to": "截止",
    "within": "长度", "restarts": "重新计算", "excludes": "不计入的期间", "extend": "延长", "rolls": "遇休息日顺延",
    "waived_by": "放弃权利的步骤", "deems": "届满视为办理", "each": "每次单独计算", "warn": "提前多久预警",
    "at_most": "至多", "times": "次数", "resumes": "恢复计算", "allows": "期间内只能办理", "on": "以哪个日期要素为准",
    "value": "值", "values": "按日期变化的值", "note": "说明", "since": "起始日期", "source": "来源",
    "refers_to": "所引用的清单", "fills": "由条目带出的要素", "own": "须为本单位的条目",
    "among": "取值所在的明细表和列", "joint": "其他单位的证件也可以", "supplied": "由平台填写",
    "alerts": "预警", "counts": "同时显示的数", "reaches": "达到的门槛（数字参数）",
    "proposed": "没有填时先带出哪个要素的值", "files": "首次办理的附件一并带入",
    "format": "编码格式", "revises": "使清单拟调整生效", "changes": "拟调整要素", "returns": "退回的拟调整要素",
    "records": "自动记入清单", "into": "记入的清单", "does": "列入、更新或者取消", "renamed": "清单中名称不同的选项",
    "entry": "条目要素", "leads_to": "据此立案的程序", "procedure": "程序", "carry": "带入的要素",
    "document": "依据文件要素",
    "template": "文书模板", "masked": "遮蔽的要素", "removed_after": "公开多久后撤下",
}  # fmt: skip


def schema() -> dict[str, Any]:
    """The schema as plain data."""
    made = Definition.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "程序定义"
    for part in (made, *made["$defs"].values()):
        for key, described in part.get("properties", {}).items():
            if key in _KEYS:
                described["title"] = _KEYS[key]
    return made


def schema_text() -> str:
    """The schema as it stands in the catalog."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
