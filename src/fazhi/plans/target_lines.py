"""Targets as lines of text (政务服务事项网上可办率不低于95%): one a line, as they are shown and as people type them."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from fazhi.plans.building import NewTarget
from fazhi.plans.intake.draft import DraftTarget
from fazhi.plans.models import Target
from fazhi.plans.refusals import Refused

_WORDS = {
    "不低于": ">=", "不少于": ">=", "不小于": ">=", "达到": ">=", "≥": ">=", ">=": ">=", "≧": ">=",
    "不超过": "<=", "不高于": "<=", "不多于": "<=", "不大于": "<=", "≤": "<=", "<=": "<=", "≦": "<=",
    "等于": "=", "为": "=", "=": "=", "＝": "=",
}  # fmt: skip
_LINE = re.compile(
    rf"^(?P<metric>.+?)\s*(?P<word>{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\s*"
    r"(?P<value>-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>[^0-9]{0,20})$"
)


def written(targets: Iterable[DraftTarget | NewTarget]) -> str:
    """Targets as lines; `read` gives the same targets back."""
    return "\n".join(
        f"{item.metric}{Target.Comparison(item.comparison).label}{_plain(item.value)}{item.unit}" for item in targets
    )


def read(text: str) -> tuple[NewTarget, ...]:
    """The targets that somebody typed. Raises Refused, naming the line, for one that is no target."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = _LINE.match(line.strip())
        if parts is None:
            say = f"指标第 {number} 行“{line.strip()[:40]}”看不懂，请写成 指标名 + 不低于/不超过/等于 + 数值 + 单位。"
            raise Refused(f"{say}例如：案卷合格率不低于98%。", field="targets")
        found.append(
            NewTarget(parts["metric"][:200], _WORDS[parts["word"]], _number(parts["value"]), parts["unit"].strip())
        )
    return tuple(found)


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:  # pragma: no cover -- the pattern lets only numbers through
        value = Decimal(0)
    if abs(value) >= Decimal(10) ** 14:
        raise Refused(f"指标数值“{text}”过大。", field="targets")
    return round(value, 4)


def _plain(value: str | Decimal) -> str:
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
