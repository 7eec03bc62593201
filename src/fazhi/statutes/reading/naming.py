"""What a statute is called: the file's name, the full title, the short name that citations use."""

import re
from datetime import date
from pathlib import PurePath

STATE = "中华人民共和国"
_FILE = re.compile(r"(?P<name>.+?)\s*[(（](?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[)）]")


def short_name(title: str) -> str:
    """《中华人民共和国行政处罚法》 → 行政处罚法; also inside a title (实施《中华人民共和国…法》办法)."""
    plain = "".join(title.split()).replace(STATE, "")
    unwrapped = re.fullmatch(r"《([^《》]+)》", plain)
    return unwrapped[1] if unwrapped else plain


def read_file_name(file_name: str) -> tuple[str, date] | None:
    """(法名, edition) from 行政处罚法(2021-01-22).md; None when the name is not of this form or the day is none."""
    found = _FILE.fullmatch(PurePath(file_name).stem)
    if not found:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return short_name(found["name"]), day
