"""One statement about units ("X牵头，Y、Z配合", "责任单位：X、Y") taken apart into names and roles.

A statement is read as a stream of names; a label sets the role of what follows it, a verb the role of what stands
before it. What 责任 and 负责 mean is settled at the end, when it is known what stands beside them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from fazhi.plans.reading.units import names
from fazhi.plans.reading.units.labels import Label
from fazhi.plans.reading.units.times import without_times
from fazhi.plans.reading.units.wordings import FIRST_IS_LEAD
from fazhi.plans.reading.wordlists import words

Span = tuple[int, int]
Part = Literal["lead", "support", "guide", "duty", "named"]
"""As written: 牵头; 配合, 会同, 参与; 指导; 负责; no verb (责任单位：, 相关单位：)."""

_ADVERB = (
    r"(?:共同|予以|积极|主动|联合|分别|具体|统一|统筹|分工|密切|全力|依法|各司其职|各负其责|结合职责|(?:按照?|依|依据|根据)(?:照)?(?:各自|部门|"
    r"单位)?(?:的)?(?:职责|职能|分工|职责分工|任务分工|责任分工|职权|权限|任务)+"
    r"(?:范围内?)?(?:要求)?(?:和分工)?)*"
)
_VERB_WORD = (
    "牵头负责|负责牵头|总牵头|牵头|主办|主责|抓总|领衔|统筹协调|统筹|为主|负责指导|负责配合|负责|配合|协助|协同|协办|协作|会办|参与|参加|支持|"
    "指导|督导|督办|监督|承办|落实|实施|组织实施|承担|抓好落实|推进|办理"
)
_TAIL = r"(?:负责|落实|实施|组织实施|抓好落实|推进|推进落实|办理|做好|开展|完成|配合|执行|组织)*"
# Copies from PDF files scatter blanks: 牵 头.
_SPACED_VERB = "|".join(" ?".join(verb) for verb in _VERB_WORD.split("|"))
_VERB = re.compile(rf"(?P<adverb>{_ADVERB})(?P<verb>(?!(?<=政)协办)(?:{_SPACED_VERB})){_TAIL}$")
_ONLY_ADVERB = re.compile(rf"{_ADVERB}$")
_TAG = re.compile(r"\((?P<tag>牵头|主办|配合|协办|责任|参与)(?:单位|部门)?\)$")
_DUTY = re.compile(r"\((?P<duty>[^()市县区省镇乡街州旗盟含、]{2,4})\)$")
# 市司法局(市财政局、市人社局配合): the bracket has a say of its own.
_HELPERS_INSIDE = re.compile(r"\([^()]{2,60}(?:牵头|配合|参与|协助|协办)\)$")
_TOGETHER = re.compile(r"会同|协同(?=[\u4e00-\u9fff])(?!推进|配合|落实)|(?<=[局委办院府厅部])商(?=[省市县区各])")
_AND_OTHERS = re.compile(
    r"等(?:\d+|[一二三四五六七八九十]+)?个?(?:成员|相关|有关|市级|县级|区级|省级|各级|市直|县直|区直|责任|"
    r"其他|执法|行业|职能|业务|主管|监管|行政|政府|党政)*(?:单位|部门|地区|机关|机构)?(?:和单位|及单位|和地区|和部门)?$"
)
_NOT_OTHERS = ("高等", "同等", "对等", "平等", "优等", "中等", "初等", "等级")
_LEADING_WORDS = re.compile(
    r"^(?:由|以(?!上|下|及)|请|及|和|与|以及|并由|并|或|其中|同时|再由|分别由|共同由|以及由)+(?=[\u4e00-\u9fff(])"
)
_SIGNS = frozenset("★☆*※▲△#")
# 下同, and what a statement says of the rest of its own list.
_NO_UNIT = re.compile(
    r"(?:以下|下|后|其他|其余)(?:各项|各条)?(?:均|皆|类)?(?:相?同|类推|同此)(?:此|上)?|同下|以?此类推|依次类推"
    r"|(?:其余|其他|其它|余下|余|后面|后者)[^,;、]{0,8}[为是系][^,;、]{0,10}"
)
# Beside 列第一位者为牵头单位: 涉及多个部门的, 责任单位中, 其余单位.
_ABOUT_LIST = re.compile(
    r".*(?:的|(?:单位|部门|分工|括号)[中里内]|列后|分工|任务)|[为是系即].*|负责|.*(?:多个|两个以上|一栏|[括每]项|每项任务|各项任务).*"
    r"|(?:其余|其他|其它|余下|后面|各)(?:各)?(?:责任|承办|配合|参与|协办)?(?:的)?(?:单位|部门)?"
    r"|(?:以上|上述|所列)?(?:责任|承办|配合|牵头)(?:单位|部门)"
)
# Who leads in person (牵头领导) is not among the units.
_PERSON = re.compile(
    r"(?:[省市县区镇乡州盟旗局厅部科所站队组会院处]长|秘书长|书记|常委|主任|主席|领导|同志|负责人|责任人|[正副]职)$"
)
_NOBODY = re.compile(r"[/\\\-—–~·.无空略\s]*|同上|另行通知|待定")

_PARTS: dict[Part, tuple[str, ...]] = {
    "lead": words("牵头 总牵头 负责牵头 牵头负责 主办 主责 抓总 领衔 统筹 统筹协调 为主"),
    "support": words("配合 负责配合 协助 协同 协办 协作 会办 参与 参加 支持"),
    "guide": words("指导 负责指导 督导 督办 监督"),
}
_PART_OF_VERB: dict[str, Part] = {verb: part for part, verbs in _PARTS.items() for verb in verbs}
_EDGES = frozenset(" \t\n、,;。:.*★☆※▲△#")
_PART_OF_TAG: dict[str, Part] = {"牵头": "lead", "主办": "lead", "责任": "named"}


@dataclass(slots=True)
class Entry:
    """One name in a statement; `part` is None until a verb or the end of its label decides."""

    start: int
    end: int
    part: Part | None = None
    signed: bool = False
    """A sign (★, *) stands beside the name, as plans mark the lead among several."""


@dataclass(slots=True)
class Statement:
    """What one statement says. `first_is_lead`: it holds the words 列第一位者为牵头单位."""

    start: int
    end: int
    entries: list[Entry] = field(default_factory=list)
    first_is_lead: bool = False
    has_verb: bool = False
    formal: bool = True
    """It has a label or a bracket of its own, and is no clause of running text."""
    refused: int = 0
    """Pieces of its lists that can be no names: it may be a sentence, not a statement about units."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The names of a statement by role, as spans."""

    lead: tuple[Span, ...]
    supporting: tuple[Span, ...]
    named: tuple[Span, ...]


def read_statement(text: str, start: int, end: int, labels: Sequence[Label] = ()) -> Statement:
    """Take text[start:end] apart; `labels` are those that stand in it."""
    statement = Statement(start, end, first_is_lead=bool(FIRST_IS_LEAD.search(text, start, end)))
    place = start
    part: Part | None = None
    role_known = True
    for label in labels:
        _read_list(text, place, label.start, statement, part, active=role_known)
        role_known = label.role is not None
        part = {"lead": "lead", "support": "support", "guide": "guide", "named": "named"}.get(label.role or "")  # type: ignore[assignment]  # the keys are the parts
        place = label.end
    _read_list(text, place, end, statement, part, active=role_known)
    if statement.first_is_lead:
        statement.entries = [e for e in statement.entries if not _ABOUT_LIST.fullmatch(text, e.start, e.end)]
    return statement


def _read_list(text: str, start: int, end: int, statement: Statement, part: Part | None, *, active: bool) -> None:
    """Read the names between two labels. `part` is the label's, for names that no verb follows."""
    first = len(statement.entries)
    if not active:
        return
    for piece in names.split_list(text, start, end):
        _read_piece(text, piece, statement, first)
    for entry in statement.entries[first:]:
        if entry.part is None:
            entry.part = part or "named"


def _read_piece(text: str, piece: Span, statement: Statement, first: int) -> None:
    begin, end = _stripped(text, *without_times(text, *_stripped(text, *piece)))
    end = _without_convention(text, begin, end)
    inner = _HELPERS_INSIDE.search(text, begin, end)
    if inner and inner.start() > begin:
        _add_with_verb(text, begin, inner.start(), statement, first)
        rest = len(statement.entries)
        for part in names.split_list(text, inner.start() + 1, inner.end() - 1):
            _read_piece(text, part, statement, rest)
        return
    if begin >= end or _NO_UNIT.fullmatch(text, begin, end):
        return
    if FIRST_IS_LEAD.search(text, begin, end):
        # What follows speaks of the list as a whole: 首位单位牵头,其余单位配合.
        _assign(statement, first, "named")
        return
    together = _TOGETHER.search(text, begin, end)
    if together and (together.start() == begin or names.is_name(text[begin : together.start()])):
        _add(text, begin, together.start(), statement)
        _assign(statement, first, "lead")
        statement.has_verb = True
        begin = together.end()
        rest = len(statement.entries)
        _add_with_verb(text, begin, end, statement, first)
        for entry in statement.entries[rest:]:
            entry.part = "support"
        statement.entries[rest:] = [e for e in statement.entries[rest:] if e.start < e.end]
        return
    _add_with_verb(text, begin, end, statement, first)


def _without_convention(text: str, begin: int, end: int) -> int:
    """The end of a piece without its bracket: 县财政局(排在第一位的为牵头单位,下同)."""
    if begin < end and text[end - 1] == ")":
        opening = text.rfind("(", begin, end)
        if opening > begin and FIRST_IS_LEAD.search(text, opening, end):
            return opening
    return end


def _add_with_verb(text: str, begin: int, end: int, statement: Statement, first: int) -> None:
    match = _VERB.search(text, max(begin, end - 40), end)
    if not match:
        adverb = _ONLY_ADVERB.search(text, max(begin, end - 24), end)
        _add(text, begin, adverb.start() if adverb else end, statement)
        return
    _add(text, begin, match.start(), statement)
    statement.has_verb = True
    _assign(statement, first, _PART_OF_VERB.get(match["verb"].replace(" ", ""), "duty"))


def _assign(statement: Statement, first: int, part: Part) -> None:
    """Give all names since the last verb their part."""
    for entry in statement.entries[first:]:
        if entry.part is None:
            entry.part = part


def _add(text: str, begin: int, end: int, statement: Statement) -> None:
    begin, end = _stripped(text, begin, end)
    tag = _TAG.search(text, begin, end)
    if tag:
        end = tag.start()
    end = _without_duty(text, begin, _without_others(text, begin, end))
    begin, end = _stripped(text, begin, end)
    name = text[begin:end]
    if not name or _NOBODY.fullmatch(name) or _PERSON.search(name) or _NO_UNIT.fullmatch(name):
        return
    if not names.may_be_listed(name):
        statement.refused += 1
        return
    part: Part | None = _PART_OF_TAG.get(tag["tag"], "support") if tag else None
    signed = text[begin - 1 : begin] in _SIGNS or text[end : end + 1] in _SIGNS
    statement.entries.append(Entry(begin, end, part, signed))


def _without_others(text: str, begin: int, end: int) -> int:
    """The end of the name without 等, 等部门, 等有关单位."""
    match = _AND_OTHERS.search(text, max(begin, end - 16), end)
    if not match or text[max(begin, match.start() - 1) : match.start() + 2].startswith(_NOT_OTHERS):
        return end
    return match.start()


def _without_duty(text: str, begin: int, end: int) -> int:
    """The end of the name without a bracket that says what it does there: 区委编办(评估)."""
    match = _DUTY.search(text, max(begin, end - 8), end)
    if not match or match.start() <= begin or names.is_name(match["duty"]):
        return end
    return match.start()


def _stripped(text: str, begin: int, end: int) -> Span:
    """The span without blanks, stray signs and connecting words at its ends."""
    while begin < end and text[begin] in _EDGES:
        begin += 1
    while end > begin and text[end - 1] in _EDGES:
        end -= 1
    match = _LEADING_WORDS.match(text[begin : min(end, begin + 8)])
    if match:
        begin += match.end()
    # A bracket without its partner is a rest of the statement's own brackets.
    if text.count("(", begin, end) < text.count(")", begin, end) and text[end - 1] == ")":
        end -= 1
    if text.count("(", begin, end) > text.count(")", begin, end) and text[begin] == "(":
        begin += 1
    return begin, end


def settle(statement: Statement, *, first_is_lead: bool, signed_is_lead: bool = False) -> Settled:
    """Decide what 责任, 负责 and bare names mean, from what stands beside them.

    Beside a lead they support it. Without one, they lead if others 配合; where the text says that the first is the
    lead, so it is; else they are named with no distinction. Those who only guide (指导) make nobody a lead.
    """
    of: dict[Part, list[Span]] = {"lead": [], "support": [], "guide": [], "duty": [], "named": []}
    for entry in statement.entries:
        of[entry.part or "named"].append((entry.start, entry.end))
    signed = [(e.start, e.end) for e in statement.entries if e.signed]
    if signed and not of["lead"] and (signed_is_lead or len(signed) < len(statement.entries)):
        others = [(e.start, e.end) for e in statement.entries if not e.signed]
        return Settled(tuple(signed), tuple(others), ())
    lead = of["lead"]
    helping = sorted(of["support"] + of["guide"])
    plain = sorted(of["duty"] + of["named"])
    if lead:
        return Settled(tuple(lead), tuple(sorted(helping + plain)), ())
    if plain and (first_is_lead or statement.first_is_lead):
        return Settled((plain[0],), tuple(sorted(helping + plain[1:])), ())
    if plain and of["support"]:
        if of["duty"] and of["named"]:
            return Settled(tuple(of["duty"]), tuple(sorted(helping + of["named"])), ())
        return Settled(tuple(plain), tuple(helping), ())
    return Settled((), tuple(helping), tuple(plain))
