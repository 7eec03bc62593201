"""Steps that follow each other: what was received must be accepted or otherwise disposed of (V03, V04, V10, V11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.stated import Page, Stated
from fazhi.scrutiny.contradictions.wording import plain, quoted
from fazhi.scrutiny.rounding import band_of, is_exact
from fazhi.scrutiny.units import closely_same


@dataclass(frozen=True, slots=True)
class _Step:
    """`first` and `then` name the numbers of a step, `topic` must stand in the sentence, `rest` explains a difference.

    `fewer`: whether fewer behind than before is worth saying; `more`: whether more behind than before is.
    """

    topic: re.Pattern[str]
    first: re.Pattern[str]
    then: re.Pattern[str]
    rest: re.Pattern[str]
    fewer: bool
    more: bool
    why: str


_CASES = re.compile(r"复议|申请|案件|投诉|举报|信访")
_STEPS = (
    _Step(
        _CASES,
        re.compile(r"(?:收到|新收|接收|接到)(?!.*(?:热线|来电|咨询))"),
        re.compile(r"(?<!不予)(?<!不)(?:立案)?受理"),
        re.compile(r"不予受理|不受理|未受理|告知|转送|补正|撤回|其他|另有|正在审查|待审|待受理|转办|移送|退回|结转"),
        fewer=True,
        more=True,
        why="收到数＝受理＋不予受理＋其他处理",
    ),
    _Step(
        re.compile(r"复议|申请|案件"),
        re.compile(r"(?<!不予)(?<!不)(?:立案)?受理"),
        re.compile(r"审结|办结|结案"),
        re.compile(r"结转|上年|往年|历年|旧存|存案|积案|含"),
        fewer=False,
        more=True,
        why="办结数不应多于受理数，含上年结转的请写明",
    ),
    _Step(
        re.compile(r"规范性文件|合法性审[查核]"),
        re.compile(r"合法性审[查核]|制定|印发|出台|发布"),
        re.compile(r"(?:报备|备案)(?!审查|率)"),
        re.compile(r"清理|废止|失效|其余|尚未|正在|未印发|另"),
        fewer=True,
        more=False,
        why="审查、发布、备案的件数应当对得上",
    ),
)
_ALL_CLOSED = re.compile(
    r"(?:均已|已全部|全部|全数)(?:审结|办结|结案)|(?:审结|办结|结案)率(?:为|达到?|均为)?(?:100%|百分之百)"
)
_CARRIED = re.compile(r"结转|上年|往年")
_REFUSED = re.compile(r"不予受理|不受理|未受理")
_OTHER = re.compile(r"其他|另|转送|告知|撤回|补正|转办")


def flows(page: Page) -> Iterator[Contradiction]:
    """Numbers of one step that the next does not account for."""
    for sentence in page.by_sentence:
        if len(sentence) < 2:
            continue
        text = page.sentence(sentence[0])
        for step in _STEPS:
            if step.topic.search(text):
                yield from _step(page, sentence, step)
        yield from _received(page, sentence)
        yield from _all_closed(page, sentence)


def _step(page: Page, sentence: tuple[Stated, ...], step: _Step) -> Iterator[Contradiction]:
    first = _only(sentence, step.first)
    then = _only(sentence, step.then)
    if first is None or then is None or then.order <= first.order or then.order - first.order > 2:
        return
    if not _comparable(first, then) or first.value == then.value:
        return
    text = page.sentence(first)
    explained = bool(step.rest.search(text))
    apart = first.value - then.value
    if apart > 0 and step.fewer and not explained and is_exact(first.figure) and is_exact(then.figure):
        say = f"{quoted(first)}与{quoted(then)}相差 {plain(apart)}{first.unit}，没有说明去向（{step.why}）。"
        yield Contradiction(Rule.FLOW, Severity.LOOK, say, (first.span, then.span), apart)
    elif apart < 0 and step.more and not explained and band_of(first.figure).high < band_of(then.figure).low:
        say = f"{quoted(then)}多于{quoted(first)} {plain(-apart)}{first.unit}（{step.why}）。"
        yield Contradiction(Rule.FLOW, Severity.LOOK, say, (first.span, then.span), -apart)


def _received(page: Page, sentence: tuple[Stated, ...]) -> Iterator[Contradiction]:
    """收到 against 受理 and 不予受理, where the text names both."""
    received = _only(sentence, _STEPS[0].first)
    accepted = _only(sentence, _STEPS[0].then)
    refused = _only(sentence, _REFUSED)
    if received is None or accepted is None or refused is None or not _comparable(received, accepted):
        return
    if not received.order < accepted.order < refused.order or _CARRIED.search(page.sentence(received)):
        return
    others = [
        each
        for each in sentence
        if each.order > refused.order and _OTHER.search(each.figure.what) and closely_same(each.unit, refused.unit)
    ]
    parts = [accepted, refused, *others]
    if not all(is_exact(each.figure) for each in (received, *parts)):
        return
    apart = received.value - sum(each.value for each in parts)
    if apart == 0 or received.value in (accepted.value, accepted.value + refused.value):
        return
    if apart > 0 and (not others and _OTHER.search(page.sentence(received))):
        return
    adding = "＋".join(plain(each.value) for each in parts)
    severity = Severity.CERTAIN if apart < 0 or others else Severity.LOOK
    more = "少" if apart > 0 else "多"
    unit = received.unit
    summed = f"受理、不予受理等合计 {plain(received.value - apart)}{unit}（{adding}）"
    say = f"{summed}，比{quoted(received)}{more} {plain(abs(apart))}{unit}。"
    spans = tuple(sorted((received.span, *(each.span for each in parts))))
    yield Contradiction(Rule.FLOW, severity, say, spans, abs(apart))


def _all_closed(page: Page, sentence: tuple[Stated, ...]) -> Iterator[Contradiction]:
    """全部办结, though fewer were closed than accepted."""
    text = page.sentence(sentence[0])
    said = _ALL_CLOSED.search(text)
    accepted, closed = _only(sentence, _STEPS[1].first), _only(sentence, _STEPS[1].then)
    if said is None or accepted is None or closed is None or closed.order != accepted.order + 1:
        return
    if not _comparable(accepted, closed) or not closed.value < accepted.value or "其中" in closed.left:
        return
    place = page.sentences[sentence[0].sentence][0] + said.start()
    if closed.start <= place <= closed.end:
        return
    apart = accepted.value - closed.value
    spans = (accepted.span, closed.span, page.source(place, place + len(said.group())))
    say = f"原文称“{said.group()}”，但{quoted(accepted)}、{quoted(closed)}，相差 {plain(apart)}{accepted.unit}。"
    yield Contradiction(Rule.FLOW, Severity.CERTAIN, say, tuple(sorted(spans)), apart)


def _only(sentence: tuple[Stated, ...], name: re.Pattern[str]) -> Stated | None:
    """The one number of the sentence that is named so by its own words; None where there are several."""
    found = [
        each
        for each in sentence
        if not each.is_rate and not each.is_growth and each.depth == 0 and not each.aimed and name.search(_own(each))
    ]
    return found[0] if len(found) == 1 else None


def _own(each: Stated) -> str:
    """The words of the number's own clause."""
    return re.split(r"[,;、:]", each.left.rstrip(" ,;、:"))[-1] or each.figure.what


def _comparable(one: Stated, two: Stated) -> bool:
    return closely_same(one.unit, two.unit) and one.figure.high is None and two.figure.high is None
