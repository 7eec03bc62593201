"""Verifying the chain of one case. It shares SM3 and canonical JSON with the writer, and trusts it in nothing."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from pydantic_core import SchemaValidator, core_schema

from fazhi.record.canonical import parse
from fazhi.record.errors import RecordError
from fazhi.record.sm3 import begin, is_sm3_hex, sm3
from fazhi.record.verdicts import Break, BreakKind, Verdict

FORMAT = "fazhi-case-1"
HEADER_KEYS = {"case", "edition", "format", "jurisdiction", "opened_at", "organization", "procedure"}

_text = core_schema.typed_dict_field(core_schema.str_schema(strict=True))
_number = core_schema.typed_dict_field(core_schema.int_schema(strict=True))
_paper = core_schema.typed_dict_schema({"name": _text, "sm3": _text, "size": _number})
_papers = core_schema.typed_dict_field(core_schema.list_schema(_paper, strict=True))
_any = core_schema.typed_dict_field(core_schema.any_schema(), required=False)
# What a database repeats in columns beside the body; any value will do, for `also` compares it.
_columns = dict.fromkeys(("kind", "step", "result", "thread", "number"), _any)
# Of a person only the number is repeated; the name need not become an object.
_person = core_schema.typed_dict_field(
    core_schema.nullable_schema(core_schema.typed_dict_schema({"id": _any})), required=False
)
# Compiled and strict: these fields and no others become Python objects.
_NEEDED = SchemaValidator(
    core_schema.typed_dict_schema(
        {"attachments": _papers, "case": _text, "performed_on": _text, "recorded_at": _text, "seq": _number}
        | _columns
        | {"person": _person}
    )
)

Body = dict[str, Any]
AttachmentOf = Callable[[str], bytes | None]


class Act(Protocol):
    """What the verifier needs of an act; StoredAct is one."""

    @property
    def seq(self) -> int: ...
    @property
    def body(self) -> bytes: ...
    @property
    def hash(self) -> bytes: ...


ActT = TypeVar("ActT", bound=Act)


class _Broken(Exception):  # noqa: N818 -- never leaves this module
    def __init__(self, seq: int, kind: BreakKind, say: str) -> None:
        self.found = Break(seq, say, kind)


def verify_case(
    header: bytes,
    acts: Iterable[ActT],
    *,
    attachment: AttachmentOf | None = None,
    head: tuple[int, bytes] | None = None,
    form: bool = True,
    also: Callable[[ActT, Body], str | None] | None = None,
) -> Verdict:
    """Re-derives a case's chain and names the first act that does not hold.

    Args: the header's bytes; acts in order, read once; attachment: gives the content of an SM3 (hex), None where it is
    missing; head: (seq, hash) that the last act must have, without which acts cut off at the end go unseen; form: also
    prove that each body is canonical, which no change after writing can hide in, and which takes longer than all else;
    also: a further check of each act and what its body says (kind, step, result, thread, person, number and what is
    needed; with form: all of it), which says in Chinese what is wrong.
    """
    done = size = papers = 0
    try:
        case = _case_of(header)
        previous = sm3(FORMAT.encode() + b"\n", header)
        for act in acts:
            body = act.body
            digest = begin()
            digest.update(previous)
            digest.update(body)
            if act.seq != done + 1 or digest.finalize() != act.hash:
                raise _Broken(done + 1, *_why(act, done + 1, case))
            value = _needed(body, done + 1, case)
            if form:
                value = _formed(body, value, done + 1)
            if also and (fault := also(act, value)):
                raise _Broken(act.seq, "column", f"第{act.seq}条记录{fault}")
            if attachment and value["attachments"]:
                papers += _check_attachments(value["attachments"], act.seq, attachment)
            previous = act.hash
            done += 1
            size += len(body)
        if head is not None and head != (done, previous):
            raise _Broken(done, "head", _head_differs(head, done))
    except _Broken as broken:
        return Verdict(broken.found, done, size, papers)
    return Verdict(None, done, size, papers)


def _case_of(header: bytes) -> str:
    try:
        value = parse(header)
    except RecordError as fault:
        raise _Broken(0, "header", f"案件首部{fault.say}") from None
    if set(value) != HEADER_KEYS or value["format"] != FORMAT:
        raise _Broken(0, "header", f"案件首部不是 {FORMAT} 格式。")
    if not all(isinstance(each, str) for each in value.values()):
        raise _Broken(0, "header", "案件首部的内容须全部是文本。")
    return str(value["case"])


def _needed(body: bytes, seq: int, case: str) -> Body:
    """What the verifier needs of a body, of the right types and belonging here."""
    try:
        needed: Body = _NEEDED.validate_json(body)
    except ValueError:
        say = f"第{seq}条记录不是 JSON，或缺少必备内容（case、seq、performed_on、recorded_at、attachments）。"
        raise _Broken(seq, "form", say) from None
    if needed["case"] != case:
        raise _Broken(seq, "case", f"第{seq}条记录写的是另一案件（{needed['case']}）的内容。")
    if needed["seq"] != seq:
        raise _Broken(seq, "order", f"第{seq}条的位置上是第{needed['seq']}条记录的内容。")
    return needed


def _formed(body: bytes, needed: Body, seq: int) -> Body:
    """The whole body, proven to be canonical and to have days, moments and digests written as documented."""
    try:
        value = parse(body)
        if date.fromisoformat(needed["performed_on"]).isoformat() != needed["performed_on"]:
            raise RecordError("办理日期须写成 2026-03-02 的形式。")
        if datetime.fromisoformat(needed["recorded_at"]).tzinfo is None:
            raise RecordError("录入时间没有时区。")
        for paper in needed["attachments"]:
            if not is_sm3_hex(paper["sm3"]):
                raise RecordError("附件摘要不是64位小写十六进制数。")
    except ValueError:
        raise _Broken(seq, "form", f"第{seq}条记录的办理日期或录入时间不是 ISO 8601 格式。") from None
    except RecordError as fault:
        raise _Broken(seq, "form", f"第{seq}条记录：{fault.say}") from None
    return value


def _check_attachments(papers: list[Body], seq: int, attachment: AttachmentOf) -> int:
    for paper in papers:
        content = attachment(paper["sm3"])
        if content is None:
            raise _Broken(seq, "attachment", f"第{seq}条记录的附件“{paper['name']}”缺失。")
        if len(content) != paper["size"] or sm3(content).hex() != paper["sm3"]:
            raise _Broken(seq, "attachment", f"第{seq}条记录的附件“{paper['name']}”内容被改动，与所记 SM3 摘要不符。")
    return len(papers)


def _why(act: Act, seq: int, case: str) -> tuple[BreakKind, str]:
    """The plainest word for why the act at this place does not hold; `act` failed by number or by hash."""
    if act.seq != seq:
        lost = f"第{seq}条记录缺失，其后是第{act.seq}条。"
        return "gap", lost if act.seq > seq else f"第{seq}条的位置上又出现第{act.seq}条记录。"
    try:
        _needed(act.body, seq, case)
    except _Broken as broken:
        if broken.found.kind in ("case", "order"):
            return broken.found.kind, broken.found.say
    before = "案件首部" if seq == 1 else f"第{seq - 1}条"
    return "hash", f"第{seq}条记录的内容与摘要不符，或与{before}不相连：首部、内容或摘要被改动。"


def _head_differs(head: tuple[int, bytes], done: int) -> str:
    if head[0] > done:
        return f"案件应有{head[0]}条记录，只有{done}条：末尾的记录缺失。"
    if head[0] < done:
        return f"案件应有{head[0]}条记录，却有{done}条：末尾多出记录。"
    return f"最后一条（第{done}条）的摘要与案件所记末条摘要不符。"
