"""Rows of a task table whose cells were broken over lines, where no bar at the rows' ends says what belongs together.

The head tells how many bars a row has: lines are put together until they have as many.
"""

import re

from fazhi.plans.reading.columns import columns_of

_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第.{1,3}[章部]|附件|注|备注|说明)"
)
_RUNS_ON = frozenset(",、(《“〔【-—和及与")
_LOOK_AHEAD = 3


def wrapped_rows(lines: list[str]) -> set[int]:
    """The indexes of lines that go on with the row of the line above."""
    found: set[int] = set()
    index = 0
    while index < len(lines):
        sign = _head_sign(lines[index])
        index = _join_rows(lines, index, sign, found) if sign else index + 1
    return found


def _head_sign(line: str) -> str:
    """What parts the column names of a head row without outer bars; empty for any other line."""
    for sign in "|\t":
        if line.count(sign) >= 2 and len(line) <= 200 and line[0] != sign and line[-1] != sign:
            return sign if columns_of([name.strip() for name in line.split(sign)]) else ""
    return ""


def _join_rows(lines: list[str], head: int, sign: str, found: set[int]) -> int:
    """Note the lines to be joined in the table under `head`; returns the first line after it."""
    wanted = have = lines[head].count(sign)
    index = head + 1
    while index < len(lines):
        line = lines[index]
        bars = line.count(sign)
        if not bars:
            more = any(sign in below for below in lines[index + 1 : index + 1 + _LOOK_AHEAD])
            runs_on = index > head + 1 and (lines[index - 1][-1] in _RUNS_ON or (have < wanted and more))
            if runs_on and not _HEADING.match(line):
                found.add(index)
            elif more:
                have = wanted
            else:
                return index
        elif have < wanted and have + bars <= wanted and index > head + 1:
            found.add(index)
            have += bars
        else:
            have = bars
        index += 1
    return index
