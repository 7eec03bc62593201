"""Puts the errors of the YAML parser and of pydantic into Chinese: what is wrong, and how to mend it."""

from __future__ import annotations

from pydantic_core import ErrorDetails

Explanation = tuple[str, str]

# Parts of PyYAML's messages, in the order they are looked for.
_YAML_ERRORS: tuple[tuple[str, Explanation], ...] = (
    ("'\\t'", ("用了制表符", "缩进和对齐请一律用空格")),
    ("mapping values are not allowed", ("冒号的位置不对", "请检查缩进；值中含英文冒号时请加引号")),
    ("could not find expected ':'", ("键名后面缺少冒号", "请写成“键名: 值”，用英文冒号，后面留一个空格")),
    ("found unexpected end of stream", ("引号没有成对", "请补上缺少的引号")),
    ("expected <block end>", ("缩进不一致", "同一层的键和列表项请左对齐")),
    ("expected ',' or", ("括号没有成对，或缺少逗号", "请检查方括号、花括号和其中的英文逗号")),
    ("undefined alias", ("不支持 YAML 锚点（& 与 *）", "值以 * 开头时请加引号，其余请把内容完整写出")),
    ("cannot start any token", ("有一个值以特殊符号开头", "请给该值加上引号")),
    ("but found another document", ("一个文件里写了几份内容", "请删去分隔线“---”，一个文件只写一份")),
)

_TYPES = {
    "string_type": ("应为文字", "请给值加上引号"),
    "int_type": ("应为整数", "请写阿拉伯数字，不加引号和单位"),
    "float_type": ("应为数字", "请写阿拉伯数字，不加引号和单位"),
    "bool_type": ("应为 true（是）或 false（否）", "请改为 true 或 false，不加引号"),
    "tuple_type": ("应为列表", "请写成以“- ”开头的若干行，或放入方括号"),
    "model_type": ("应为若干“键名: 值”", "请在下一行缩进后逐行填写"),
    "dict_type": ("应为若干“键名: 值”", "请在下一行缩进后逐行填写"),
    "date_type": ("应为日期", "请写成 2026-03-31 的形式"),
    "date_parsing": ("不是有效的日期", "请写成 2026-03-31 的形式"),
    "date_from_datetime_parsing": ("不是有效的日期", "请写成 2026-03-31 的形式"),
    "missing": ("缺少必填项", "请补上这一项"),
    "extra_forbidden": ("没有这个键", "请检查拼写，或删去这一项"),
    "json_invalid": ("含有不成字的编码", "请删去 \\u 或 \\x 开头的转义，直接写文字"),
    "string_too_short": ("不能为空", "请填写内容"),
}

# The limit stands in the error's context under the second name.
_LIMITS = {
    "greater_than_equal": ("不能小于 {}", "ge"),
    "greater_than": ("必须大于 {}", "gt"),
    "less_than_equal": ("不能大于 {}", "le"),
    "less_than": ("必须小于 {}", "lt"),
    "string_too_long": ("不能超过 {} 个字", "max_length"),
    "too_short": ("至少要有 {} 项", "min_length"),
    "too_long": ("至多只能有 {} 项", "max_length"),
}

# What the patterns of the catalog's schemas ask for, in words.
_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "请用小写字母、数字和下划线，以字母开头",
    r"^[a-z][a-z0-9-]*$": "请用小写字母、数字和连字符，以字母开头",
    r"^[a-z0-9][a-z0-9_-]*$": "请用小写字母、数字、下划线和连字符",
    r"^[a-z]+\.[a-z]+$": "请写成“姓.名”的拼音，如 zhang.minhua",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": "请写成 09:30 的形式",
    r"^[0-9]+$": "请只写数字，并加引号",
    r"^99[0-9]{4}$": "请写以 99 开头的六位数字，并加引号",
    r"^[A-Z][0-9]{2}$": "请写一个大写字母加两位数字，如 A08",
}


def explain_yaml_error(message: str) -> Explanation:
    for fragment, explanation in _YAML_ERRORS:
        if fragment in message:
            return explanation
    return f"不是有效的 YAML（{message}）", "请检查缩进、冒号后的空格和引号"


def explain_schema_error(detail: ErrorDetails) -> Explanation:
    kind = detail["type"]
    context = detail.get("ctx", {})
    given = _given(detail)
    if kind == "catalog":
        return context["wrong"], context["mend"]
    if kind in _TYPES:
        wrong, mend = _TYPES[kind]
        return wrong + given, mend
    if kind in ("enum", "literal_error"):
        allowed = str(context["expected"]).replace(" or ", ", ").replace("'", "")
        return f"不是可选的值{given}", f"请从下列值中选一个：{allowed.replace(', ', '、')}"
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return f"格式不符{given}", _PATTERNS.get(pattern, f"请写成符合 {pattern} 的文字")
    if kind in _LIMITS:
        text, name = _LIMITS[kind]
        return text.format(context[name]) + given, "请按要求修改"
    return f"内容不符合要求（{detail['msg']}）", "请参照同目录其他文件修改"


def _given(detail: ErrorDetails) -> str:
    """The value found in the file, where showing it helps to find the mistake."""
    value = detail["input"]
    if detail["type"] in ("extra_forbidden", "missing", "json_invalid") or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, bool):
        value = str(value).lower()
    text = str(value)
    return f"，现为“{text[:40]}{'…' if len(text) > 40 else ''}”"
