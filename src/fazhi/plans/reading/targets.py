"""Targets of a task (指标): the numbers it must reach, with what is measured and how it is compared.

Numbers come from quantities.py. A number is a target when its frame says so (frames.py), and not before:
1. Names, dates, ordinals, past achievements and scopes (对3个县区, 联合8个部门) are none.
2. A comparison (达到, 不少于, 控制在, 以上) makes one.
3. A measure or a change right before it (审结率100%, 压减30%) makes one.
4. A count is one behind a verb of making or doing (举办2期培训, 聘任监督员20名), and Chinese numerals, which live in
   names and idioms (三项制度, 一支队伍), only there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from fazhi.plans.reading.clauses import Clauses, split_clauses
from fazhi.plans.reading.comparators import read_comparison
from fazhi.plans.reading.coverage import find_coverage
from fazhi.plans.reading.deadlines import time_places
from fazhi.plans.reading.frames import Frame, counted_noun, is_asked_for, new_state
from fazhi.plans.reading.metrics import MEASURE_ENDS, phrase_before, split_measures, without_bound
from fazhi.plans.reading.numerals import half_width
from fazhi.plans.reading.quantities import SHARE_UNITS, Quantity, scan_quantities
from fazhi.plans.reading.wordlists import words

_LONGEST_SERIES = 8
_JOINTS = ("以及", "、", "和", "及", "与")
_OPENING_VERBS = words("开展 举办 组织 加强 推进 推行 推动 做好 强化 实施 抓好 提升 提高 深化 落实 规范 完善 健全")


@dataclass(frozen=True, slots=True)
class Target:
    """A target in a task's text: text == task[start:end].

    op is >=, <= or =. value is in `unit`, with 万 and 亿 multiplied out; shares are in %; the unit of 零新增 is "".
    """

    start: int
    end: int
    text: str
    metric: str
    op: str
    value: float
    unit: str


@dataclass(slots=True)
class _Series:
    """What one number hands on to the next: its verb, its measures (分别), its comparison and its metric."""

    end: int = 0
    verb: str = ""
    spread: list[str] = field(default_factory=list)
    given: int = 0
    op: str = ""
    metric: str = ""
    unit: str = ""


def find_targets(text: str, *, title: str = "") -> list[Target]:
    """The targets of one task, in order of the text.

    `title` is the task's title: its noun stands in where the text leaves the measure out (年内不少于4期).
    """
    folded = half_width(text)
    clauses = split_clauses(folded)
    found = list(_numbered(clauses, _title_noun(half_width(title))))
    found.extend(Target(c.start, c.end, "", c.metric, "=", c.value, c.unit) for c in find_coverage(clauses))
    found.sort(key=lambda t: (t.start, t.end))
    return [Target(t.start, t.end, text[t.start : t.end], t.metric, t.op, t.value, t.unit) for t in found]


def _title_noun(title: str) -> str:
    noun = title.strip(" 。")
    for verb in _OPENING_VERBS:
        noun = noun.removeprefix(verb)
    return noun


def _numbered(clauses: Clauses, title_noun: str) -> Iterator[Target]:
    quantities, times = _candidates(clauses)
    series = _Series()
    for index, quantity in enumerate(quantities):
        following = quantities[index + 1].start if index + 1 < len(quantities) else len(clauses.text)
        frame, lead = _frame(clauses, quantity, following, series, times)
        if not is_asked_for(frame) or _lists_parts(clauses, quantities, index):
            series = _Series(end=quantity.end, metric=series.metric, unit=series.unit)
            continue
        series = _carry_on(frame, series)
        metrics = _metrics(frame, series, title_noun)
        start, end = _span(frame, lead)
        series.metric, series.unit = metrics[-1], quantity.unit
        for metric in metrics:
            yield Target(start, end, "", metric, series.op, quantity.value, quantity.unit)


def _frame(clauses: Clauses, quantity: Quantity, following: int, series: _Series, times: bytes) -> tuple[Frame, int]:
    """The quantity's frame and the place where the words that belong to it begin."""
    start = lead = clauses.start(quantity.start)
    connected = series.end > start
    if connected:
        lead = _after_joint(clauses.text, series.end, quantity.start)
        if lead == series.end and not series.op:  # the number before was no target: it is a part of this one's phrase
            lead = start
    comparison = read_comparison(clauses.text, lead, quantity.start, quantity.end)
    phrase, bound = without_bound(phrase_before(clauses, lead, quantity.start - comparison.before, times))
    if bound and comparison.op == "=":
        comparison = replace(comparison, op=bound)
    end = quantity.end + comparison.after
    noun = counted_noun(clauses, end, min(clauses.end(end), following))
    continues = connected and series.op != "" and not phrase.words and not comparison.word
    return Frame(clauses, quantity, comparison, phrase, noun, continues), lead


def _after_joint(text: str, start: int, end: int) -> int:
    """Where the next member of a series begins: behind the first 、, or behind the 和 that stands right there."""
    at = text.find("、", start, end)
    if at >= 0:
        return at + 1
    for joint in _JOINTS:
        if text.startswith(joint, start):
            return start + len(joint)
        if text.endswith(joint, start, end):
            return end
    return start


def _carry_on(frame: Frame, series: _Series) -> _Series:
    """The series with this number in it: what it says itself, and what it takes over from the one before."""
    comparison = frame.comparison
    own = comparison.word or comparison.after
    op = ">=" if frame.quantity.high is not None and not own else comparison.op
    if frame.continues:
        return replace(
            series, end=frame.quantity.end + comparison.after, op=op if own else series.op, given=series.given + 1
        )
    phrase = frame.phrase.words
    spread = split_measures(phrase) if phrase and "分别" in frame.before else []
    verb = phrase if frame.noun.words and len(phrase) <= 8 else ""
    return _Series(frame.quantity.end + comparison.after, verb, spread, 0, op, series.metric, series.unit)


def _metrics(frame: Frame, series: _Series, title_noun: str) -> list[str]:
    """The measures this number is for, at least one."""
    share = frame.quantity.unit in SHARE_UNITS
    phrase, noun = frame.phrase.words, frame.noun.words
    if series.spread:
        return [series.spread[min(series.given, len(series.spread) - 1)]]
    if share and noun and not frame.comparison.word and frame.after.startswith("的"):  # 全县80%以上的村建成…
        return [frame.after.lstrip("的 ")]
    if phrase:
        return split_measures(phrase) if share or not noun else [phrase + noun]
    if noun:
        return [new_state(frame) or (series.verb if frame.continues else "") + noun]
    if series.metric and (series.unit == frame.quantity.unit or not title_noun):
        return [_measure_of(series.metric) if share else series.metric]
    if share:
        return _measures_before(frame)
    return [title_noun or series.metric] if title_noun or series.metric else _measures_before(frame)


def _measures_before(frame: Frame) -> list[str]:
    """The measures of the clause before: 知晓率和满意率逐年提升,均达到90%. [""] when there is none."""
    start = frame.clauses.start(frame.quantity.start)
    earlier = frame.clauses.start(start - 1) if start > 1 else 0
    clause = frame.clauses.text[earlier : max(earlier, start - 1)].strip(" ")
    if frame.quantity.unit not in SHARE_UNITS:
        return [clause]
    return split_measures(_measure_of(clause))


def _measure_of(phrase: str) -> str:
    """The phrase up to its measure: 达标率每年提升 goes on as 达标率."""
    ends = [at + len(word) for word in MEASURE_ENDS if (at := phrase.rfind(word)) >= 0]
    return phrase[: max(ends, default=len(phrase))]


def _span(frame: Frame, lead: int) -> tuple[int, int]:
    """The target's words: from its measure (from its time, where the measure is said before) to its number or noun."""
    text, quantity = frame.clauses.text, frame.quantity
    start = lead
    while start < quantity.start and text[start] in " 、,":
        start += 1
    if frame.phrase.words:
        start = frame.phrase.start
    end = quantity.end + frame.comparison.after
    if frame.noun.words and (quantity.unit not in SHARE_UNITS or not frame.phrase.words):
        end = frame.clauses.end(end) if new_state(frame) else frame.noun.end
    return start, end


def _candidates(clauses: Clauses) -> tuple[list[Quantity], bytes]:
    """The quantities that may be targets, and the places of times, which are none of them.

    A baseline (由80%提升至95%) is hidden like a time: it only says from where.
    """
    text, kept, times = clauses.text, [], bytearray(time_places(clauses))
    quantities = scan_quantities(text)
    for index, quantity in enumerate(quantities):
        if clauses.named(quantity.start, quantity.end) or 1 in times[quantity.start : quantity.end]:
            continue
        after = quantities[index + 1] if index + 1 < len(quantities) else None
        start = quantity.start
        if after is not None and after.start == quantity.end:  # 达到3个100%: the 100% begins where the 3 does
            quantities[index + 1] = replace(after, start=start)
        elif after is not None and _is_baseline(clauses, quantity, after):
            start = max(text.rfind(word, max(0, start - 10), start) for word in ("由", "从"))
            times[start : quantity.end] = b"\1" * (quantity.end - start)
        else:
            kept.append(quantity)
    return kept, bytes(times)


def _is_baseline(clauses: Clauses, quantity: Quantity, after: Quantity) -> bool:
    before = clauses.text[max(0, quantity.start - 10) : quantity.start]
    opened = max(before.rfind("由"), before.rfind("从"))
    moved = clauses.text[quantity.end : after.start]
    return (
        opened >= 0 and not set(before[opened:]) & set(",。;、") and len(moved) <= 12 and not set(moved) & set(",。;、")
    )


def _lists_parts(clauses: Clauses, quantities: list[Quantity], index: int) -> bool:
    """一级指标6个、二级指标20个的考核体系 describes a thing: the whole series hangs on the 的 at its end."""
    text = clauses.text
    for at in range(index, min(index + _LONGEST_SERIES, len(quantities) - 1)):
        here, following = quantities[at], quantities[at + 1]
        if text[here.end : here.end + 1] != "、" or following.start - here.end > 20:
            return False
        if text[following.end : following.end + 1] == "的":
            return following.unit not in SHARE_UNITS
    return False
