"""A part that is greater than its whole: 36名…其中现场述法40人; and rates above 100% that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.stated import Page
from fazhi.scrutiny.contradictions.wording import named, plain, quoted, written
from fazhi.scrutiny.rounding import band_of
from fazhi.scrutiny.units import closely_same

_AMONG = re.compile(r"其中[^,;。]{0,24}$")
_MOST = re.compile(
    r"(?:覆盖|合格|满意|公开|出庭(?:应诉)?|成功|备案|报备|整改|通过|及时|准确|知晓|到位|办复|答复|回复|规范|持证|入网|按[时期][^率]{0,4}|"
    r"达标|优良|参与|参评|开庭|送达|审查|公示|建成|抽查|上线|网办|可办|即办)率"
)
_MAY_EXCEED = re.compile(r"增长|增速|增幅|完成|目标|任务|收结|结收|执行率|同比|倍|比重")


def greater_parts(page: Page) -> Iterator[Contradiction]:
    """A number behind 其中 that exceeds every number of its kind before it."""
    for each in page.stated:
        if not _AMONG.search(each.left) or each.is_rate or each.is_growth or each.aimed:
            continue
        wholes = [
            other
            for other in page.by_sentence[each.sentence]
            if other.order < each.order and closely_same(other.unit, each.unit) and other.depth <= each.depth
        ]
        if not wholes or not all(band_of(other.figure).high < band_of(each.figure).low for other in wholes):
            continue
        if any("每" in other.left or other.aimed for other in wholes):
            continue
        whole = wholes[-1]
        apart = each.value - whole.value
        severity = Severity.CERTAIN if len(wholes) == 1 and not whole.is_growth else Severity.LOOK
        say = f"其中的{quoted(each)}大于总数{quoted(whole)}，多 {plain(apart)}{each.unit}。"
        yield Contradiction(Rule.PART, severity, say, (whole.span, each.span), apart)


def above_hundred(page: Page) -> Iterator[Contradiction]:
    """Shares of a whole above 100%."""
    for each in page.stated:
        if each.unit != "%" or each.value <= 100 or each.is_growth or "以上" in each.figure.qualifiers:
            continue
        tail = page.text[max(0, each.start - 24) : each.start].rsplit("。", 1)[-1]
        if not _MOST.search(each.figure.what + tail) and not re.search(r"占比?(?:为|达)?$", each.left.rstrip()):
            continue
        if _MAY_EXCEED.search(each.figure.what + tail):
            continue
        say = f"“{named(each)}”写作 {written(each)}，不可能超过 100%。"
        yield Contradiction(Rule.ABOVE, Severity.CERTAIN, say, (each.span,), each.value - 100)
