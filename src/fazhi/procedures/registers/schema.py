"""JSON Schema of register files, for editors: completes keys, explains them in Chinese, marks what does not fit."""

from __future__ import annotations

import json
from typing import Any

from fazhi.procedures.registers.definition import RegisterDefinition

_KEYS = {
    "id": "标识", "title": "名称", "entry": "一个条目叫什么", "family": "类别", "about": "说明",
    "serves": "对应业务清单", "kept_by": "谁维护：central 统一维护，unit 各单位维护",
    "changed_by": "只能经哪个程序变更", "fields": "要素", "required": "必填要素", "key": "唯一标识（不再变更）",
    "unique": "不得重复的要素组合", "named_by": "以哪个要素为名称", "organization": "条目属于哪个单位（要素）",
    "beyond": "可以是本辖区以外的单位（只限统一维护的清单）",
    "validity": "有效期", "starts": "起（日期要素）", "ends": "止（日期要素）", "warn": "届满前多久提醒",
    "credential": "证件、资格", "kind": "证件种类", "holder": "持证人要素", "number": "证号要素",
    "rules": "规则", "that": "必须成立的条件", "say": "不符合时的说明", "counted": "按哪些单选要素计数",
    "list": "列表", "columns": "列", "filters": "筛选", "order": "排序（前加 - 为倒序）", "publish": "公开",
    "masked": "遮蔽的要素", "basis": "依据：法名#条.款.项: 关键词", "sources": "未核实的文件依据",
    "covers": "对应的法律事实行", "type": "类型", "hint": "填写提示", "unit": "计量单位", "options": "选项",
    "personal": "个人信息（加密保存、遮蔽显示）", "format": "编码格式", "refers_to": "所指的清单",
    "default": "缺省值", "least": "最小值", "most": "最大值", "optional": "可不填",
}  # fmt: skip


def schema() -> dict[str, Any]:
    """The schema as plain data."""
    made = RegisterDefinition.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "清单定义"
    for part in (made, *made["$defs"].values()):
        for key, described in part.get("properties", {}).items():
            if key in _KEYS:
                described["title"] = _KEYS[key]
    return made


def schema_text() -> str:
    """The schema as it stands in the catalog."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
