"""JSON Schema of form files, for editors: completes keys, explains them in Chinese, marks what does not fit."""

from __future__ import annotations

import json
from typing import Any

from fazhi.procedures.applications.definition import ApplicationForm

_KEYS = {
    "id": "标识", "title": "名称", "wish": "我想……（分组）", "want": "“我想”后面的话", "about": "办事须知",
    "who": "谁可以申请", "cost": "收不收费", "time": "多长时间", "need": "需要准备什么", "serves": "对应业务清单",
    "order": "排列次序", "procedure": "立案的程序", "opens": "立案的步骤", "result": "立案步骤的结果",
    "applicant": "申请人", "party": "申请人填入程序的哪个当事人要素", "kinds": "哪些人、哪些单位",
    "identity": "证件号码",
    "phone": "电话", "address": "地址", "anonymous": "可以匿名", "agent": "可以由他人代为申请",
    "agent_files": "代理人须交授权委托书", "parts": "各页", "fields": "要填写的要素", "label": "群众看到的名称",
    "help": "怎么填", "required": "必填", "when": "什么情况下才问", "sealed": "加密保存", "options": "只用这些选项",
    "own": "只随来件保存的要素", "values": "表单自己给出的值", "value": "值",
    "otherwise": "条件不成立时的值", "received": "等于收件之日的日期要素",
    "clerk_adds": "立案时请工作人员填写的要素",
    "named_by": "事由由哪些要素组成", "place": "地点", "position": "可以读取手机位置", "fills": "填入程序的哪个要素",
    "attachments": "材料", "most": "最多几个文件", "receives": "交给谁", "by": "固定、由群众选择、统一受理",
    "bodies": "单位（government/names.yaml 的 key）", "days": "审查期限", "within": "多长时间", "say": "通俗的话",
    "after": "接下来会怎样", "remedy": "超期怎么办", "follows": "各步骤群众看到什么", "says": "群众看到的话",
    "next": "接下来", "asks": "要求补正的步骤", "step": "步骤", "supplement": "记录补正材料的步骤",
    "shows": "给群众看的要素", "into": "群众的补充说明填入哪个要素", "limit": "期限", "answers": "答复的步骤",
    "papers": "可以下载的文书", "withdraw": "撤回的步骤", "urge_every": "多久可以催办一次",
    "reopens": "不满意要求重办", "again": "办结以后重办的，群众的话填入新案件的哪个要素", "rating": "评价填入哪个要素",
    "direct": "可以不立案直接答复", "remedies": "答复须写明救济途径",
    "basis": "依据：法名#条.款.项: 关键词", "sources": "未核实的文件依据", "covers": "对应的法律事实行",
    "type": "类型", "hint": "填写提示", "unit": "计量单位", "personal": "个人信息（加密保存、遮蔽显示）",
    "format": "编码格式", "least": "最小值", "default": "缺省值",
}  # fmt: skip


def schema() -> dict[str, Any]:
    """The schema as plain data."""
    made = ApplicationForm.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "办事表单"
    for part in (made, *made["$defs"].values()):
        for key, described in part.get("properties", {}).items():
            if key in _KEYS:
                described["title"] = _KEYS[key]
    return made


def schema_text() -> str:
    """The schema as it stands in the catalog."""
    return json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
