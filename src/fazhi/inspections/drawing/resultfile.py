"""The result as a file: pool, seed and result in one JSON text, so that whoever has it can hold the draw again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from fazhi.inspections.drawing.model import Assignment, CannotDraw, Part, Withdrawal
from fazhi.inspections.drawing.poolfile import Digests, Frozen, digests_of, frozen_from, rows_of, text
from fazhi.record.canonical import canonical, parse
from fazhi.record.errors import RecordError

FORMAT = "fazhi-draw-result-1"


@dataclass(frozen=True, slots=True)
class Result:
    """What a result file says. `digests` are those it states, `digested` those of the pool that it holds."""

    frozen: Frozen
    digests: Digests
    digested: Digests
    parts: tuple[Part, ...]
    seed: str
    events: tuple[Withdrawal, ...]
    result: tuple[Assignment, ...]


def write(
    *, pool: bytes, parts: Sequence[Part], seed: str, events: Sequence[Withdrawal], result: Sequence[Assignment]
) -> bytes:
    """The canonical bytes. `pool` is put in as it was frozen, unread: keys before and after it are in their order."""
    digests = digests_of(pool)
    before = {
        "events": [{"object": each.object, "officer": each.officer, "ground": each.ground} for each in events],
        "format": FORMAT,
        "parts": [{"text": each.text, "source": each.source, "commitment": each.commitment} for each in parts],
    }
    after = {
        "pool_sha256": digests.sha256,
        "pool_sm3": digests.sm3,
        "result": [{"object": each.object, "officers": list(each.officers), "ticket": each.ticket} for each in result],
        "seed": seed,
    }
    return canonical(before)[:-1] + b',"pool":' + pool + b"," + canonical(after)[1:]


def read(data: bytes) -> Result:
    """Raises CannotDraw where this is not a result file, or where a part of it is missing or of the wrong kind."""
    try:
        document = parse(data)
        if document.get("format") != FORMAT:
            raise CannotDraw("这不是双随机抽取的结果文件。")
        return _result(document)
    except RecordError as fault:
        raise CannotDraw(f"结果文件不是规范的 JSON：{fault}") from None
    except KeyError as fault:
        raise CannotDraw(f"结果文件缺少“{fault.args[0]}”。") from None
    except (TypeError, ValueError, AttributeError) as fault:
        raise CannotDraw(f"结果文件的内容不合格式：{fault}") from None


def _result(document: dict[str, Any]) -> Result:
    return Result(
        frozen=frozen_from(document["pool"]),
        digests=Digests(document["pool_sha256"], document["pool_sm3"]),
        # `parse` has shown that these are the bytes that stand in the file.
        digested=digests_of(to_json(document["pool"])),
        parts=rows_of(Part, document["parts"]),
        seed=document["seed"],
        events=rows_of(Withdrawal, document["events"]),
        result=tuple([_assignment(each) for each in document["result"]]),
    )


def _assignment(row: dict[str, Any]) -> Assignment:
    return Assignment(text(row["object"]), text(row["ticket"]), tuple([text(each) for each in row["officers"]]))
