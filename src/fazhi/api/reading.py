"""Reads JSON bodies exactly: numbers as decimals, text that the database and the record can hold, nothing else."""

import json
from decimal import Decimal
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

LARGEST_NUMBER = 2**63 - 1


class UnreadableBody(ValueError):  # noqa: N818 -- reads as what it says
    """A body that is no JSON we take; the text says why."""


class ExactParser(Parser):
    """JSON as the record can hold it. 0.1 stays 0.1, for money must not pass through binary fractions."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read_json(request.body)


def read_json(data: bytes) -> Any:
    """The value of a JSON text. Raises UnreadableBody for everything else, NaN and half characters included."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableBody("请求内容不是 UTF-8 编码的文字。") from None
    try:
        value = json.loads(
            text, parse_float=Decimal, parse_int=_whole, parse_constant=_no_number, object_pairs_hook=_object
        )
    except UnreadableBody:
        raise
    except json.JSONDecodeError as error:
        raise UnreadableBody(f"请求内容不是 JSON：第{error.lineno}行第{error.colno}列起无法读取。") from None
    except (ValueError, RecursionError):
        raise UnreadableBody("请求内容嵌套过深，或者数字过长。") from None
    if "\\u" in text and (trouble := _unfit_text(value)):
        raise UnreadableBody(f"请求内容含有{trouble}，请删去。")
    return value


def _whole(digits: str) -> int:
    number = int(digits)
    if abs(number) > LARGEST_NUMBER:
        raise UnreadableBody("请求内容里有超出范围的整数，长的编号请写成文字（加引号）。")
    return number


def _no_number(word: str) -> NoReturn:
    raise UnreadableBody(f"请求内容里的 {word} 不是数。")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise UnreadableBody("请求内容里有同名的项，不知以哪个为准，请删去重复的。")
    return made


def _unfit_text(value: Any) -> str:
    """What is wrong with some text in it: only escapes can bring in NUL or half of a character."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    if "\\u0000" in text:
        return "空字符（NUL）"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "不完整的字符（单独的代理项）"
    return ""
