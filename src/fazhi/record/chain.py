"""The chain of a case's acts, from the writer's side. Section 2 of docs/record.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fazhi.record.canonical import canonical
from fazhi.record.errors import RecordError
from fazhi.record.sm3 import is_sm3_hex, sm3

CASE_FORMAT = "fazhi-case-1"
REQUIRED = ("attachments", "case", "performed_on", "recorded_at", "seq")


@dataclass(frozen=True)
class CaseHeader:
    """What stands at the head of a case's chain; it never changes. `edition` is the day of the procedure's edition."""

    case: UUID
    jurisdiction: str
    organization: str
    procedure: str
    edition: date
    opened_at: datetime

    def canonical(self) -> bytes:
        """The header's bytes, to be stored as they are. Raises RecordError for a moment without a time zone."""
        return canonical(
            {
                "format": CASE_FORMAT,
                "case": str(self.case),
                "jurisdiction": self.jurisdiction,
                "organization": self.organization,
                "procedure": self.procedure,
                "edition": self.edition.isoformat(),
                "opened_at": written_moment(self.opened_at),
            }
        )


def written_moment(moment: datetime) -> str:
    """ISO 8601 with the distance to UTC. Raises RecordError for a moment without one: it would name 24 instants."""
    if moment.utcoffset() is None:
        raise RecordError(f"时间 {moment.isoformat()} 没有时区，无法记录。")
    return moment.isoformat()


def header_hash(header: bytes) -> bytes:
    """The 32-byte hash that the first act continues."""
    return sm3(CASE_FORMAT.encode() + b"\n", header)


def act_body(fields: Mapping[str, object]) -> bytes:
    """The canonical bytes of an act.

    Args: fields with at least case, seq, performed_on, recorded_at and attachments ([{name, sm3, size}]).
    Raises: RecordError where one of those is missing or malformed, or a value has no canonical form.
    """
    missing = [name for name in REQUIRED if name not in fields]
    if missing:
        raise RecordError(f"办理记录缺少必备内容：{'、'.join(missing)}。")
    _check_days(str(fields["performed_on"]), str(fields["recorded_at"]))
    attachments = fields["attachments"]
    if not isinstance(attachments, list | tuple) or not all(_is_attachment(each) for each in attachments):
        raise RecordError("办理记录的附件清单格式不对：每件须有 name（名称）、sm3（摘要）、size（字节数）。")
    return canonical(dict(fields))


def act_hash(previous: bytes, body: bytes) -> bytes:
    """The 32-byte hash of an act that continues `previous` (the hash of the act before, or of the header)."""
    return sm3(previous, body)


def _check_days(performed_on: str, recorded_at: str) -> None:
    try:
        if date.fromisoformat(performed_on).isoformat() != performed_on:  # 20260302 is ISO 8601 too
            raise ValueError(performed_on)
        written_moment(datetime.fromisoformat(recorded_at))
    except ValueError:
        raise RecordError(
            f"办理日期“{performed_on}”须写成 2026-03-02，录入时间“{recorded_at}”须写成 2026-03-02T09:00:00+08:00。"
        ) from None


def _is_attachment(each: object) -> bool:
    return (
        isinstance(each, Mapping)
        and set(each) == {"name", "sm3", "size"}
        and isinstance(each["name"], str)
        and is_sm3_hex(each["sm3"])
        and isinstance(each["size"], int)
    )
