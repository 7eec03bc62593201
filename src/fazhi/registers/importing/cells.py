"""Between kept values and the cells of a sheet: what an export writes, an import reads back as the same.

Several values in one cell stand with 、 between them; where an option's own name has one, with ；. A table in a cell is
one line a row, its columns with ｜ between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from fazhi.procedures.language.fields import Column, Field, Kind, PartyKind

BAR = "｜"
_BARS = re.compile(r"[｜|]")
_LOOSE = re.compile(r"[、，,；;\n]")
_STRICT = re.compile(r"[；;\n]")
_PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00)?$")
# Controls but tab and line end, format signs, private use: categories Cc, Cf and Co of Unicode, as far as they occur.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufff9-\ufffb]"
)
_INVISIBLE = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字符", "\u200d": "零宽连字符", "\ufeff": "字节序标记",
    "\u2060": "词连接符", "\u00ad": "软连字符", "\u200e": "方向标记", "\u200f": "方向标记",
}  # fmt: skip
DIGITS_OF_A_NUMBER = 15


class Unreadable(Exception):  # noqa: N818 -- reads as what it says
    """A cell that cannot be read at all; the text says why and how to mend it."""


def written(field: Field | Column, kept: Any) -> str:
    """A kept value as the text of a cell; "" for none."""
    if kept is None or kept in ("", [], {}):
        return ""
    write = _WRITTEN.get(field.type)
    return write(field, kept) if write else str(kept)


def read(field: Field, text: str) -> Any:
    """What a cell says, as `fit` and the engine of registers take it; None for an empty cell. Raises Unreadable."""
    if not text:
        return None
    _refuse_invisible(field, text)
    understand = _READ.get(field.type)
    return understand(field, text) if understand else text


def split_choices(field: Field, text: str) -> list[str]:
    """The options that a cell names. An option with 、 in its own name is found whole, whatever stands between them."""
    known = {*field.options, *field.options.values()}
    if text in known:
        return [text]
    found: list[str] = []
    for part in _STRICT.split(text):
        found += [part.strip()] if part.strip() in known else _loosely(part, known)
    return [each for each in found if each]


def _loosely(text: str, known: Collection[str]) -> list[str]:
    """From each sign that parts, the longest stretch that is an option; else up to the next such sign."""
    ends = [*(mark.start() for mark in _LOOSE.finditer(text)), len(text)]
    found, start = [], 0
    while start <= len(text):
        ahead = [end for end in ends if end >= start]
        whole = next((end for end in reversed(ahead) if text[start:end].strip() in known), ahead[0])
        found.append(text[start:whole].strip())
        start = whole + 1
    return found


def separator(field: Field | Column) -> str:
    """What stands between several options in a cell: ； where an option's own name has what else would part them."""
    return "；" if any(_LOOSE.search(label) for label in field.options.values()) else "、"


def _named(kept: Mapping[str, Any], outside: str) -> str:
    name = str(kept.get("name", ""))
    return name if kept.get("id") or name.endswith("）") else f"{name}{outside}"


def _party(kept: Mapping[str, Any]) -> str:
    """Name, kind, number of the document, address, telephone: as many as there are."""
    kind = PartyKind(kept["kind"]).label if kept.get("kind") else ""
    parts = [str(kept.get("name", "")), kind, *(str(kept.get(each, "")) for each in ("id_number", "address", "phone"))]
    return BAR.join(parts).rstrip(BAR)


def _read_party(text: str) -> dict[str, str]:
    parts = [part.strip() for part in _BARS.split(text)]
    kinds = {kind.label: kind.value for kind in PartyKind}
    names = ("name", "kind", "id_number", "address", "phone")
    if len(parts) > len(names):
        raise Unreadable("当事人按“姓名｜类别｜证件号码｜地址｜电话”填写，最多五项，请删去多的部分。")
    party = {name: part for name, part in zip(names, parts, strict=False) if part}
    if "kind" in party:
        party["kind"] = kinds.get(party["kind"], party["kind"])
    return party


def _line(field: Field, row: Mapping[str, Any]) -> str:
    cells = (written(column, row.get(name)).replace("\n", " ") for name, column in field.columns.items())
    return BAR.join(cells)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _read_line(field: Field, line: str, number: int) -> dict[str, str]:
    parts = [part.strip() for part in _BARS.split(line)]
    if len(parts) > len(field.columns):
        heads = BAR.join(column.title for column in field.columns.values())
        raise Unreadable(f"“{field.title}”第{number}行有{len(parts)}项，应按“{heads}”填写，请删去多的部分。")
    return {name: part for name, part in zip(field.columns, parts, strict=False) if part}


def _day(text: str) -> str:
    """A day as dates in sheets look: with a midnight, packed, in full width."""
    plain = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", text).strip())
    packed = _PACKED_DAY.fullmatch(plain)
    return "-".join(packed.groups()) if packed else re.sub(r"\s*([年月日./-])\s*", r"\1", plain)


def _uncut(field: Field, text: str) -> str:
    """Spreadsheet programs keep fifteen digits of a number; a longer code typed as a number has lost its end."""
    if field.format and text.isdigit() and len(text) > DIGITS_OF_A_NUMBER and text.endswith("000"):
        raise Unreadable(f"“{field.title}”的末几位像是被表格软件改成了 0，请把这一列设为文本格式后重新填写。")
    return text


def _refuse_invisible(field: Field, text: str) -> None:
    found = _UNSEEN.search(text)
    if found is None:
        return
    place, sign = found.start(), found[0]
    what = _INVISIBLE.get(sign, f"字符 U+{ord(sign):04X}")
    where = f"“{text[max(0, place - 4) : place]}”之后" if place else "开头"
    raise Unreadable(f"“{field.title}”{where}有看不见的{what}，请删去这一格后重新输入，不要粘贴。")


def joined(headings: Sequence[str]) -> str:
    """Headings in a sentence."""
    return "、".join(f"“{heading}”" for heading in headings)


def _write_rows(field: Field | Column, kept: Any) -> str:
    assert isinstance(field, Field)
    return "\n".join(_line(field, row) for row in kept)


def _write_moment(_field: Field | Column, kept: Any) -> str:
    return f"{datetime.fromisoformat(kept):%Y-%m-%d %H:%M}"


def _write_choices(field: Field | Column, kept: Any) -> str:
    return separator(field).join(field.options.get(each, str(each)) for each in kept)


_WRITTEN: Mapping[Kind, Callable[[Field | Column, Any], str]] = {
    Kind.CHOICE: lambda field, kept: field.options.get(kept, str(kept)),
    Kind.CHOICES: _write_choices,
    Kind.BOOLEAN: lambda _, kept: "是" if kept else "否",
    Kind.MOMENT: _write_moment,
    Kind.MONEY: lambda _, kept: str(kept).removesuffix(".00"),
    Kind.PERSON: lambda _, kept: _named(kept, "（外部人员）"),
    Kind.PEOPLE: lambda _, kept: "、".join(_named(each, "（外部人员）") for each in kept),
    Kind.ORGANIZATION: lambda _, kept: _named(kept, "（外单位）"),
    Kind.PARTY: lambda _, kept: _party(kept),
    Kind.PARTIES: lambda _, kept: "；".join(_party(each) for each in kept),
    Kind.ENTRY: lambda _, kept: str(kept.get("title", "")),
    Kind.ENTRIES: lambda _, kept: "；".join(str(each.get("title", "")) for each in kept),
    Kind.ROWS: _write_rows,
}

_READ: Mapping[Kind, Callable[[Field, str], Any]] = {
    Kind.CHOICE: lambda _, text: unicodedata.normalize("NFC", text),
    Kind.CHOICES: split_choices,
    Kind.DATE: lambda _, text: _day(text),
    Kind.MOMENT: lambda _, text: text.replace("/", "-"),
    Kind.NUMBER: lambda _, text: unicodedata.normalize("NFKC", text),
    Kind.MONEY: lambda _, text: unicodedata.normalize("NFKC", text),
    Kind.TEXT: lambda field, text: _uncut(field, text),
    Kind.PARTY: lambda _, text: _read_party(text),
    Kind.PARTIES: lambda _, text: [_read_party(each.strip()) for each in _STRICT.split(text) if each.strip()],
    Kind.ROWS: lambda field, text: [_read_line(field, line, number) for number, line in enumerate(_lines(text), 1)],
}
