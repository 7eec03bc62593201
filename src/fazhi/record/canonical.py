"""Canonical JSON: one value, one sequence of bytes. Section 1 of docs/record.md."""

import json
from typing import Any

from pydantic_core import from_json, to_json

from fazhi.record.errors import RecordError

# Every reader of JSON holds these integers exactly, those that keep numbers as 64-bit floats included.
LARGEST_INTEGER = 2**53 - 1
DEEPEST = 64
_KNOWN_KEYS_KEPT = 4096

_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
# Acts of one step have the same keys: what was found to be in order once is not sorted again.
_ordered_keys: set[tuple[str, ...]] = set()


def canonical(value: object) -> bytes:
    """The canonical bytes of a value of dict, list, tuple (as a list), str, int, bool and None.

    Raises: RecordError, naming the place, for decimals, integers beyond ±(2^53-1), keys that are not text, text with
    lone surrogates, nesting deeper than 64, and anything that JSON has no form for.
    """
    _check(value, (), 1)
    try:
        return _encoder.encode(value).encode()
    except UnicodeEncodeError as fault:
        wrong = fault.object[fault.start : fault.end]
        raise RecordError(f"文本中有不成对的代理字符 {wrong!a}，无法写成 UTF-8。请删去乱码后重试。") from None


def parse(body: bytes) -> dict[str, Any]:
    """The object that canonical bytes hold. Raises RecordError where the bytes are not what `canonical` would write.

    Reads and writes again with another JSON library than `canonical` uses, so that a fault of one shows in the other.
    """
    try:
        value = from_json(body, allow_inf_nan=False, cache_strings="keys")
    except ValueError as fault:
        raise RecordError(f"不是 UTF-8 的 JSON（{fault}）。") from None
    if type(value) is not dict:
        raise RecordError("不是一个 JSON 对象。")
    # The same byte for byte: no spaces, no duplicate keys, no other escapes. What that cannot show is checked apart.
    if to_json(value) != body:
        raise RecordError("不是规范形式的 JSON：有多余的空白、重复的键，或写法不唯一的字符、数字。")
    _check_parsed(value)
    return value


def _check_parsed(value: dict[str, Any]) -> None:
    """Order of keys, kinds of numbers, depth. It runs for every act ever recorded: level by level, without calls."""
    level: list[Any] = [value]
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise RecordError(f"JSON 嵌套超过 {DEEPEST} 层。")
        below = []
        for items in level:
            if type(items) is dict:
                keys = tuple(items)
                if keys not in _ordered_keys:
                    _check_order(keys)
                items = items.values()
            for item in items:
                kind = type(item)
                if kind is str or item is None or kind is bool:
                    continue
                if kind is dict or kind is list:
                    below.append(item)
                elif kind is float or not -LARGEST_INTEGER <= item <= LARGEST_INTEGER:
                    raise RecordError(f"不是规范形式的 JSON：有小数，或绝对值超过 {LARGEST_INTEGER} 的整数。")
        level = below


def _check_order(keys: tuple[str, ...]) -> None:
    if list(keys) != sorted(keys):
        raise RecordError("不是规范形式的 JSON：键没有按码位排序。")
    if len(_ordered_keys) < _KNOWN_KEYS_KEPT:
        _ordered_keys.add(keys)


def _check(value: object, path: tuple[object, ...], depth: int) -> None:
    if depth > DEEPEST and isinstance(value, dict | list | tuple):
        raise RecordError(f"“{_place(path)}”嵌套超过 {DEEPEST} 层，无法记录。")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise RecordError(f"“{_place(path)}”的键 {key!r} 不是文本，请把键写成文本。")
            _check(item, (*path, key), depth + 1)
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            _check(item, (*path, place), depth + 1)
    elif isinstance(value, int):
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            raise RecordError(f"“{_place(path)}”的整数绝对值超过 {LARGEST_INTEGER}，请写成文本。")
    elif isinstance(value, float):
        raise RecordError(f'“{_place(path)}”是小数 {value!r}，记录中不用小数；金额、比例请写成文本，如 "5000.00"。')
    elif not (value is None or isinstance(value, str)):
        raise RecordError(f"“{_place(path)}”是 {type(value).__name__}，JSON 没有这种值；日期、时间、金额请写成文本。")


def _place(path: tuple[object, ...]) -> str:
    return ".".join(str(part) for part in path).encode("utf-8", "replace").decode() or "整个值"
