"""Days and pauses as people write them after a command's options. Raises CountingError with how to write them."""

from __future__ import annotations

from datetime import date, datetime

from fazhi.procedures.errors import CountingError
from fazhi.procedures.pauses import Pause


def pause_in(text: str) -> Pause:
    """``D1:D2``, or ``D1:`` for a pause that is still open. Moments keep their own colons: T15:20."""
    parts = text.split(":")
    for cut in range(1, len(parts)):
        first, last = ":".join(parts[:cut]), ":".join(parts[cut:])
        if _parsed(first) and (not last or _parsed(last)):
            return Pause(day_in("--pause", first), day_in("--pause", last) if last else None)
    raise CountingError(f"看不懂 --pause “{text}”。请写成 2024-10-08:2024-10-17，未恢复的写 2024-10-08: 。")


def day_in(name: str, text: str) -> date:
    day = _parsed(text)
    if day is None:
        raise CountingError(f"{name} “{text}”不是有效的日期。请写成 2024-09-09，时刻写成 2024-09-09T15:20。")
    return day


def _parsed(text: str) -> date | None:
    """A date, or a moment where a time stands beside it; only the long forms, which cannot be mistaken."""
    try:
        if len(text) == len("2024-09-09"):
            return date.fromisoformat(text) if text.count("-") == 2 else None
        return datetime.fromisoformat(text) if text[10:11] in ("T", " ") else None
    except ValueError:
        return None
