"""Likeness 相似特征 of what people write, kept as short digests: repeats are found without reading texts again.

A text is cut into pairs of neighbouring characters, and of these a MinHash is kept: 96 numbers of 16 bits, of which as
many agree, in the mean, as the texts share pairs. Three of them together make one digest. Two texts that share half of
their pairs have one of the 32 digests in common in 99 cases of 100, two that have nothing to do with each other in
fewer than one: an index over the digests finds the few to look at among a hundred thousand.

The hash is keyed with the installation's secret. Unkeyed, whoever got hold of the table could try out which words stand
in a text that is otherwise sealed.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b, shake_256

from fazhi.registers import sealing

BANDS, ROWS = 32, 3
HASHES = BANDS * ROWS
DIGITS = 4
PLACE = "p"
LEAST = 4
"""Fewer pairs of characters than this say nothing."""

_SAID_ALWAYS = re.compile(
    r"您好|你好|尊敬的|领导|有关部门|相关部门|贵单位|贵局|请求|请尽快|尽快|请予以|予以|希望|麻烦|谢谢|感谢|盼复"
    r"|投诉|举报|反映|申请人|本人|情况|问题|处理|解决|一下|我们|他们|这个|那个|已经|现在|一直"
)
_SMALL_WORDS = re.compile(r"[的了是在和与及也都就还又很把被对从到我你他她它这那有没不个吗呢吧啊]")
_NOT_WORDS = re.compile(r"[\W_]+")
# 清和区, but neither 幸福小区 nor 幸福超市.
_DIVISION = re.compile(r"^\w{2,6}?(?:省|县|(?<![超城夜菜集门])市|(?<![小社园片矿])区)(?=.)")


def of(text: str, place: str = "") -> list[str]:
    """The digests of a text, and of a place where one is given: for `Application.likeness`. About a millisecond."""
    return [*_text_digests(text), *_place_digests(place)]


def shared(first: Iterable[str], second: Iterable[str]) -> float:
    """How much of their text two share, 0 to 1: an estimate (±0.05) of pairs in common over pairs in either."""
    mine, theirs = _numbers(first), _numbers(second)
    if not mine or not theirs:
        return 0.0
    return sum(a == b for a, b in zip(mine, theirs, strict=True)) / HASHES


def same_place(first: Iterable[str], second: Iterable[str]) -> bool:
    """Whether both name the same place."""
    return bool({each for each in first if each.startswith(PLACE)} & {each for each in second if each[0] == PLACE})


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters by which texts are compared, without courtesies and small words."""
    plain = _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).lower()
    plain = _SMALL_WORDS.sub("", _SAID_ALWAYS.sub("", plain))
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _text_digests(text: str) -> list[str]:
    found = pairs(text)
    if len(found) < LEAST:
        return []
    unpack, key = struct.Struct(f"<{HASHES}I").unpack, _key()
    rows = [unpack(shake_256(key + each.encode()).digest(4 * HASHES)) for each in found]
    least = [min(column) & 0xFFFF for column in zip(*rows, strict=True)]
    return [
        f"{band:02d}" + "".join(f"{number:0{DIGITS}x}" for number in least[band * ROWS : (band + 1) * ROWS])
        for band in range(BANDS)
    ]


def _place_digests(place: str) -> list[str]:
    """One digest; 清和区东街12号 and 东街 12 号 are one place."""
    plain = _NOT_WORDS.sub("", unicodedata.normalize("NFKC", place))
    while (shorter := _DIVISION.sub("", plain)) != plain:
        plain = shorter
    return [PLACE + blake2b(plain.lower().encode(), key=_key(), digest_size=6).hexdigest()] if len(plain) > 2 else []


def _numbers(digests: Iterable[str]) -> Sequence[str]:
    """The single numbers in the digests of a text, in their order; none where the text was too short."""
    bands = sorted(each for each in digests if each[0] != PLACE)
    if len(bands) != BANDS:
        return ()
    return [each[2 + at * DIGITS : 2 + (at + 1) * DIGITS] for each in bands for at in range(ROWS)]


def _key() -> bytes:
    return _derived(str(sealing.key_path()))


@lru_cache(maxsize=8)
def _derived(path: str) -> bytes:  # noqa: ARG001 -- one key a file
    return bytes.fromhex(sealing.find("likeness of texts", register="intake", field="likeness"))
