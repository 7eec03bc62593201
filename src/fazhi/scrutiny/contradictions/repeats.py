"""One quantity stated twice with two values: in the summary and in the body, in prose and in a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from fazhi.figures.reading import FigureKind
from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.stated import Page, Stated
from fazhi.scrutiny.contradictions.wording import named, plain, quoted, written
from fazhi.scrutiny.normalizing import normal
from fazhi.scrutiny.periods import period_of
from fazhi.scrutiny.rounding import band_of, is_exact

_SHORTEST, _SURE = 6, 7
_FAR = 3.0
_ANY_YEAR, _LOOKED_BACK = 2000, 4000
_SETTING = re.compile(
    r"(?P<long>[两三四五]年来|过去[两三四五]年|[这近][两三四五]年|“?十[二三四五]五”?(?:时期|期间|以来)|年以来)|(?P<year>[去今]年|一年来|(?:19|20)\d\d年|全年|本年度)"
)
_NO_NAME = re.compile(r"^(?:提升|提高|达到|增加|下降|降低|上升|增长)[到至]")
# Words of the sentence that say whose the number is; where they differ, so may the numbers.
_SCOPE = re.compile(
    r"[市区县省]本级|[\u4e00-\u9fff]{2,8}?(?:局|厅|委员会办公室|办公室|法院|检察院|街道|镇|乡|社区|村|支队|大队|中心|委员会)(?=[^,;。]{0,20}$)|首次|首批|第[一二三四]|新增|另|再|又|还|同时|重点|个别|部分|下达|争取"
)
_TIMES_HELD = frozenset({"次", "场", "期", "批", "批次", "轮", "场次", "届"})
_ABOUT_UNIT = re.compile(r"平均|人均|每|最[高低大多少]|单[日个]|增量|目标|其中|另|分别")
_PART = re.compile(r"其中[^。;]*$|上年|去年|同期|本级[^,。;]*$")
_GENERIC = re.compile(
    r"会议|培训|活动|调研|检查|讲座|宣传|走访|学习|演练|督查|宣讲|座谈|专题|检查组|部门|单位$|制度|文件$|项目|措施|任务"
)
_BARE_RATES = frozenset(
    {"满意率", "办结率", "覆盖率", "完成率", "合格率", "化解率", "调解率", "办复率", "答复率", "通过率"}
)


def repeats(page: Page, year: int | None) -> Iterator[Contradiction]:
    """Numbers of one thing, one unit and one period in different sentences that exclude each other."""
    groups: dict[tuple[str, str, str, str], list[Stated]] = defaultdict(list)
    for each in page.stated:
        if _is_comparable(each):
            groups[_key(page, each, year)].append(each)
    for (what, *_), members in groups.items():
        pair = _excluding(members)
        if pair is not None:
            yield _found(page, what, *pair, members)


def _is_comparable(each: Stated) -> bool:
    what = each.figure.what
    return (
        len(normal(what)) >= _SHORTEST
        and not _NO_NAME.search(what)
        and normal(what) not in _BARE_RATES
        and not each.aimed
        and not each.is_growth
        and each.figure.high is None
        and each.figure.kind is not FigureKind.DURATION
        and each.unit not in _TIMES_HELD
        and not _ABOUT_UNIT.search(what + each.left[-6:])
        and not _GENERIC.search(what)
        and not re.search(r"以内|以上|以下", "".join(each.figure.qualifiers))
        and not re.search(r"上年|去年|同期|此前|原来|由[^,]{0,12}$", each.left)
    )


def _key(page: Page, each: Stated, year: int | None) -> tuple[str, str, str, str]:
    start = page.sentences[each.sentence][0]
    period = period_of(page.text[start : each.start], year or _ANY_YEAR)
    return normal(each.figure.what), each.unit, period.words, _setting(page, each)


def _setting(page: Page, each: Stated) -> str:
    """Whether the text around speaks of several years or of one, by the last word before that tells."""
    before = page.text[max(0, each.start - _LOOKED_BACK) : each.start]
    told = list(_SETTING.finditer(before))
    return "long" if told and told[-1].lastgroup == "long" else ""


def _excluding(members: Sequence[Stated]) -> tuple[Stated, Stated] | None:
    """The first two that stand in different sentences and cannot both be right."""
    for at, one in enumerate(members):
        for two in members[at + 1 :]:
            if one.sentence != two.sentence and not band_of(one.figure).meets(band_of(two.figure)):
                return one, two
    return None


def _found(page: Page, what: str, one: Stated, two: Stated, members: Sequence[Stated]) -> Contradiction:
    apart = abs(one.value - two.value)
    low, high = sorted((one.value, two.value))
    alike = low > 0 and high / low <= _FAR
    same_scope = _scope(page, one) == _scope(page, two)
    sure = (
        len(what) >= _SURE
        and alike
        and same_scope
        and len({each.value for each in members}) == 2
        and is_exact(one.figure)
        and is_exact(two.figure)
        and one.section != two.section
        and one.figure.kind is not FigureKind.RATE
    )
    unit = " 个百分点" if one.unit == "%" else one.unit
    say = (
        f"“{named(two)}”前后两处不一致：一处写 {written(one)}，另一处写 {written(two)}，"
        f"相差 {plain(round(apart, 2))}{unit}。"
    )
    if not sure:
        say += "如口径或者期间不同，请分别写明。"
    return Contradiction(Rule.REPEAT, Severity.CERTAIN if sure else Severity.LOOK, say, (one.span, two.span), apart)


def said_twice(
    stated: Sequence[Stated],
    meant: Sequence[tuple[str, object] | None],
    known: Sequence[Contradiction],
    titles: Mapping[str, str],
) -> list[Contradiction]:
    """Numbers of one figure in two wordings that exclude each other (办结15件, 审理完结16件).

    `meant`: the figure of each number and its period; `known`: what was found already and is not said again.
    """
    groups: dict[tuple[str, object, str], list[Stated]] = defaultdict(list)
    for each, figure in zip(stated, meant, strict=True):
        if figure is not None and not each.is_growth and each.figure.high is None and not _PART.search(each.left):
            groups[*figure, each.unit].append(each)
    found = []
    for (figure_id, *_), members in groups.items():
        pair = _excluding(members)
        if pair is None or any({each.span for each in pair} <= set(fault.spans) for fault in known):
            continue
        one, two = pair
        apart = abs(one.value - two.value)
        unit = " 个百分点" if one.unit == "%" else one.unit
        say = f"{quoted(one)}和{quoted(two)}都像是“{titles[figure_id]}”，相差 {plain(round(apart, 2))}{unit}。"
        say += "是同一个数的请统一，口径或者期间不同的请分别写明。"
        found.append(Contradiction(Rule.REPEAT, Severity.LOOK, say, (one.span, two.span), apart))
    return found


def _scope(page: Page, each: Stated) -> tuple[str, ...]:
    start = page.sentences[each.sentence][0]
    return tuple(sorted(set(_SCOPE.findall(page.text[max(start, each.start - 40) : each.start]))))
