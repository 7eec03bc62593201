"""What can be done to a register: changes, as people and procedures hand them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class ChangeKind(StrEnum):
    """What is done to an entry."""

    ADD = "add"
    AMEND = "amend"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    RESTORE = "restore"

    @property
    def label(self) -> str:
        return {
            "add": "新增", "amend": "变更", "suspend": "暂停",
            "resume": "恢复", "withdraw": "取消", "restore": "重新列入",
        }[self.value]  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change. ``data`` has the fields that are set (JSON values as `procedures.casework.entries.fit` takes them;
    None clears one); ``entry`` is left out for an addition.
    """

    kind: ChangeKind
    entry: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
