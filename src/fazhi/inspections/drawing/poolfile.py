"""The frozen pool as a file: one JSON text, the same bytes from the same pool, whose digest is published beforehand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from fazhi.inspections.drawing.model import (
    MOST_WEIGHT,
    RATE_PARTS,
    CannotDraw,
    Excluded,
    Item,
    Pool,
    PoolObject,
    PoolOfficer,
    Recusal,
    Rule,
    Source,
    SourceKind,
    StratumRule,
)
from fazhi.record.canonical import canonical, parse
from fazhi.record.errors import RecordError
from fazhi.record.sm3 import sm3

FORMAT = "fazhi-draw-pool-1"
Row = TypeVar("Row")
_TEXT = {str}


@dataclass(frozen=True, slots=True)
class Heading:
    """What the draw is: its identifier (so that two draws of one pool differ), who holds it, when it was frozen."""

    draw: str
    title: str
    jurisdiction: str
    organization: str
    frozen_at: datetime


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen pool with all that the draw follows from, but the seed."""

    heading: Heading
    items: tuple[Item, ...]
    pool: Pool
    rule: Rule
    source: Source


@dataclass(frozen=True, slots=True)
class Digests:
    """SHA-256, from which the seed is made and which every citizen's Python knows; SM3, for the official record."""

    sha256: str
    sm3: str


def digests_of(data: bytes) -> Digests:
    return Digests(sha256(data).hexdigest(), sm3(data).hex())


def write(frozen: Frozen) -> bytes:
    """The canonical bytes; everything is sorted, so that the order in which a pool came together leaves no trace.

    Reasons of recusal are left out: they are about persons, and the file is published.
    Raises CannotDraw for text that no UTF-8 file can hold.
    """
    heading, pool = frozen.heading, frozen.pool
    document = {
        "format": FORMAT,
        "draw": heading.draw,
        "title": heading.title,
        "jurisdiction": heading.jurisdiction,
        "organization": heading.organization,
        "frozen_at": heading.frozen_at.isoformat(),
        "items": [{"name": item.name, "body": item.body} for item in frozen.items],
        "rule": _rule(frozen.rule),
        "source": _source(frozen.source),
        "objects": [
            {"id": each.id, "name": each.name, "code": each.code, "risk": each.risk, "stratum": each.stratum}
            for each in sorted(pool.objects, key=lambda each: each.id)
        ],
        "officers": [
            {"id": each.id, "name": each.name, "body": each.body, "card": each.card}
            for each in sorted(pool.officers, key=lambda each: each.id)
        ],
        "recusals": [
            {"officer": officer, "object": object_id}
            for officer, object_id in sorted({(each.officer, each.object) for each in pool.recusals})
        ],
        "excluded": [
            {"id": each.id, "name": each.name, "code": each.code, "reason": each.reason}
            for each in sorted(pool.excluded, key=lambda each: each.id)
        ],
    }
    try:
        return canonical(document)
    except RecordError as fault:
        raise CannotDraw(f"名单不能写成文件：{fault}") from None


def write_reasons(recusals: Sequence[Recusal]) -> bytes:
    """The reasons of recusal, kept beside the pool and not published."""
    rows = sorted((each.officer, each.object, each.reason) for each in recusals)
    return canonical([{"officer": officer, "object": object_id, "reason": why} for officer, object_id, why in rows])


def read(data: bytes) -> Frozen:
    """What a pool file holds. Raises CannotDraw where it is not a file that `write` could have written."""
    try:
        return frozen_from(parse(data))
    except RecordError as fault:
        raise CannotDraw(f"名单文件不是规范的 JSON：{fault}") from None


def frozen_from(document: Mapping[str, Any]) -> Frozen:
    """The same for parsed JSON. Raises CannotDraw, naming what is missing or of the wrong kind."""
    try:
        if document["format"] != FORMAT:
            raise CannotDraw(f"名单文件的格式“{document['format']}”不认识，本程序只读 {FORMAT}。")
        return Frozen(
            heading=Heading(
                **{key: text(document[key]) for key in ("draw", "title", "jurisdiction", "organization")},
                frozen_at=datetime.fromisoformat(document["frozen_at"]),
            ),
            items=tuple(Item(name=text(each["name"]), body=text(each["body"])) for each in document["items"]),
            pool=_pool(document),
            rule=_read_rule(document["rule"]),
            source=_read_source(document["source"]),
        )
    except KeyError as fault:
        raise CannotDraw(f"名单文件缺少“{fault.args[0]}”。") from None
    except (TypeError, ValueError, AttributeError) as fault:
        raise CannotDraw(f"名单文件的内容不合格式：{fault}") from None


def rows_of(kind: Callable[..., Row], rows: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    """Rows of text as values. Raises TypeError where a row lacks something, has more, or holds anything but text."""
    for row in rows:
        if set(map(type, row.values())) != _TEXT:
            raise TypeError(f"“{row}”应是只有文本的一行")
    return tuple([kind(**row) for row in rows])


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "per_body": rule.per_body,
        "strata": {name: {"rate": each.rate, "number": each.number} for name, each in rule.strata.items()},
        "weights": dict(rule.weights),
    }


def _source(source: Source) -> dict[str, str]:
    return {
        "kind": str(source.kind),
        "given_at": source.given_at.isoformat(),
        "name": source.name,
        "where": source.where,
        "reading": source.reading,
    }


def _pool(document: Mapping[str, Any]) -> Pool:
    return Pool(
        objects=rows_of(PoolObject, document["objects"]),
        officers=rows_of(PoolOfficer, document["officers"]),
        recusals=rows_of(Recusal, document["recusals"]),
        excluded=rows_of(Excluded, document["excluded"]),
    )


def _read_rule(rule: Mapping[str, Any]) -> Rule:
    return Rule(
        strata={
            name: StratumRule(rate=_whole(each["rate"], RATE_PARTS), number=_whole(each["number"]))
            for name, each in rule["strata"].items()
        },
        weights={risk: _whole(weight, MOST_WEIGHT) for risk, weight in rule["weights"].items()},
        per_body=_whole(rule["per_body"]),
    )


def _read_source(source: Mapping[str, Any]) -> Source:
    return Source(
        kind=SourceKind(source["kind"]),
        given_at=datetime.fromisoformat(source["given_at"]),
        name=text(source["name"]),
        where=text(source["where"]),
        reading=text(source["reading"]),
    )


def text(value: object) -> str:
    """The value, where it is text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(f"“{value}”应是文本")
    return value


def _whole(value: object, most: int = 10_000_000) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError(f"“{value}”应是 0 至 {most} 的整数")
    return value
