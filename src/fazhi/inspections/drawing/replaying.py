"""Holding a published draw again from its file, and naming the first thing that does not come out the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from fazhi.inspections.drawing import resultfile
from fazhi.inspections.drawing.checking import problems
from fazhi.inspections.drawing.holding import hold
from fazhi.inspections.drawing.model import Assignment, CannotDraw
from fazhi.inspections.drawing.resultfile import Result
from fazhi.inspections.drawing.seeds import hexadecimal, seed_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the file holds; `say` names the first difference. `result` is None for a file that cannot be read."""

    agrees: bool
    say: str
    result: Result | None = None


def replay(data: bytes, announced: str = "") -> Verdict:
    """Draws again from a result file.

    Args: `announced` the digest that was published before the seed (SHA-256 or SM3), where the reader has it.
    """
    try:
        result = resultfile.read(data)
    except CannotDraw as fault:
        return Verdict(False, fault.say)
    difference = next(_differences(result, announced.strip().lower()), "")
    return Verdict(not difference, difference or "重新抽取的结果与文件逐项相同。", result)


def _differences(result: Result, announced: str) -> Iterator[str]:
    digested, stated = result.digested, result.digests
    if announced and announced not in (digested.sha256, digested.sm3):
        yield f"文件中的名单不是抽取前公布的名单：公布的摘要是 {announced}，文件中名单的摘要是 {digested.sha256}。"
    if stated.sha256 != digested.sha256:
        yield f"名单摘要（SHA-256）不符：文件写 {stated.sha256}，按名单计算得 {digested.sha256}。名单改动过。"
    if stated.sm3 != digested.sm3:
        yield f"名单摘要（SM3）不符：文件写 {stated.sm3}，按名单计算得 {digested.sm3}。"
    for part in result.parts:
        if part.commitment and part.commitment != hexadecimal(part.text):
            yield f"{part.source}公开的随机数“{part.text}”与其事先的承诺不符。"
    if not result.parts:
        yield "文件中没有随机数。"
    seed = seed_of(digested.sha256, result.parts)
    if seed != result.seed:
        yield f"种子不符：文件写 {result.seed}，按名单摘要和随机数计算得 {seed}。"
    yield from _drawn(result)


def _drawn(result: Result) -> Iterator[str]:
    frozen = result.frozen
    wrong = problems(frozen.items, frozen.pool, frozen.rule)
    if wrong:
        yield f"名单和规则不能抽取：{wrong[0]}"
        return
    try:
        again = hold(
            seed=result.seed, items=frozen.items, pool=frozen.pool, rule=frozen.rule, withdrawals=result.events
        )
    except CannotDraw as fault:
        yield f"不能重新抽取：{fault.say}"
        return
    for number, (stated, computed) in enumerate(zip_longest(result.result, again), 1):
        if stated != computed:
            yield f"结果第 {number} 项不符：文件写{_words(stated)}，重新抽取得{_words(computed)}。"


def _words(assignment: Assignment | None) -> str:
    if assignment is None:
        return "“没有这一项”"
    return f"“{assignment.object}，{'、'.join(assignment.officers)}，{assignment.ticket}”"
