"""`fazhi draw replay FILE [--digest DIGEST]`: draws again from a published file, without Django or a database."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from fazhi.inspections.drawing.replaying import replay
from fazhi.inspections.drawing.resultfile import Result

USAGE = "用法：fazhi draw replay 结果文件.json [--digest 抽取前公布的名单摘要]\n"
AGREES, DIFFERS, NOT_UNDERSTOOD = 0, 1, 2


def run(words: list[str]) -> int:
    """Prints 一致, or 不一致 with the first difference. Returns 0, 1, or 2 for a command that is not understood."""
    parser = _Parser(prog="fazhi draw replay", allow_abbrev=False)
    parser.add_argument("file", type=Path)
    parser.add_argument("--digest", default="")
    try:
        asked = parser.parse_args(words)
    except _NotUnderstood:
        sys.stderr.write(USAGE)
        return NOT_UNDERSTOOD
    try:
        data = asked.file.read_bytes()
    except OSError as fault:
        sys.stderr.write(f"无法读取 {asked.file}（{fault.strerror}）。\n")
        return NOT_UNDERSTOOD
    verdict = replay(data, asked.digest)
    sys.stdout.write(f"{'一致' if verdict.agrees else '不一致'}：{verdict.say}\n")
    if verdict.agrees and verdict.result:
        sys.stdout.write(_facts(verdict.result, compared=bool(asked.digest)))
    return AGREES if verdict.agrees else DIFFERS


def _facts(result: Result, *, compared: bool) -> str:
    """What the file says, and what it cannot prove by itself: that its pool is the one that was announced."""
    pool = result.frozen.pool
    lines = [
        f"{result.frozen.heading.title}（{result.frozen.heading.organization}）",
        f"名单：{len(pool.objects)} 个对象、{len(pool.officers)} 名执法人员；抽中 {len(result.result)} 个。",
        f"名单摘要：SHA-256 {result.digests.sha256}，SM3 {result.digests.sm3}。",
        *(f"随机数：{part.text}（{part.source}）。" for part in result.parts),
        f"种子：{result.seed}。",
    ]
    if result.events:
        lines.append(f"抽取后替换 {len(result.events)} 次。")
    if not compared:
        lines.append("请核对名单摘要与抽取前公布的是否相同（可加 --digest），并按来源核对随机数。")
    return "\n".join(lines) + "\n"


class _NotUnderstood(Exception):  # noqa: N818 -- never leaves this module
    pass


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:  # noqa: ARG002 -- argparse says it in English
        raise _NotUnderstood

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 -- the usage is ours
        sys.stdout.write(USAGE)
