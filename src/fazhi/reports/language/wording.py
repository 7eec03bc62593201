"""How the value of a figure is worded in the text of a report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from fazhi.reports.language.tokens import Form


class Standing(StrEnum):
    """What there is to state."""

    RECORDED = "recorded"
    ZERO = "zero"
    EMPTY = "empty"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "recorded": "有记录", "zero": "没有记录", "empty": "没有可比的基数", "unknown": "没有这个数据",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What the records say: the value, the parts of a ratio, and the value of the same span a year earlier."""

    number: Decimal | None
    text: str
    unit: str = ""
    is_ratio: bool = False
    of: Decimal | None = None
    to: Decimal | None = None
    note: str = ""
    previous: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Worded:
    """What stands in the text, and whether there was anything to state."""

    text: str
    standing: Standing


UNKNOWN = Worded("【没有这个数据】", Standing.UNKNOWN)
NOT_COMPARABLE = "【上年没有数据】"
FROM_NOTHING = "【上年为零，不能算增幅】"
NO_PARTS = "【不是比率】"


def worded(form: Form, known: Known | None) -> Worded:
    """The words of a value; in 【】 what a person must still mend, so that it can not slip into print unseen."""
    if known is None:
        return UNKNOWN
    if form is Form.CHANGE:
        return _change(known)
    if form in (Form.OF, Form.TO, Form.PARTS):
        return _parts(form, known)
    if known.number is None:
        return Worded(f"【{known.note or '没有基数'}】", Standing.EMPTY)
    # 0% of many is a statement; 0 of a count is the absence of records.
    standing = Standing.ZERO if known.number == 0 and not known.is_ratio else Standing.RECORDED
    return Worded(plain(known.number) if form is Form.NUMBER else known.text.replace(",", ""), standing)


def plain(number: Decimal) -> str:
    """A number without superfluous noughts and without separators: 1204, 93.1."""
    return f"{number.normalize():f}" if number else "0"


def _change(known: Known) -> Worded:
    now, before = known.number, known.previous
    if now is None or before is None or (before == 0 and not known.is_ratio):
        if now == before == 0:
            return Worded("持平", Standing.ZERO)
        return Worded(FROM_NOTHING if now is not None and before == 0 else NOT_COMPARABLE, Standing.EMPTY)
    if now == before:
        return Worded("持平", Standing.RECORDED)
    up = now > before
    if known.is_ratio:
        points = plain(_rounded(abs(now - before)))
        return Worded(f"{'提高' if up else '降低'}{points}个百分点", Standing.RECORDED)
    percent = plain(_rounded(abs(now - before) / before * 100))
    return Worded(f"{'增长' if up else '下降'}{percent}%", Standing.RECORDED)


def _parts(form: Form, known: Known) -> Worded:
    if known.of is None or known.to is None:
        return Worded(NO_PARTS, Standing.UNKNOWN)
    text = {Form.OF: plain(known.of), Form.TO: plain(known.to)}.get(form, f"{plain(known.of)}/{plain(known.to)}")
    return Worded(text, Standing.RECORDED if known.to else Standing.EMPTY)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
