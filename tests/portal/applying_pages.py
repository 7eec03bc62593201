"""What tests of the citizen's pages share: filling in the example form page by page."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.test import Client

BASE = "/open/apply/example"
ANSWERS = {
    "applicant_kind": "person",
    "information": "2025年度老旧小区改造补助清单",
    "asked": "information form_wanted needs_help",
}
YOU = {"name": "钱知行", "id_number": "11010519491231002X", "phone": "13812345678"}
_DIGITS = "零一二三四五六七八九十"


def go_on(client: Client, page: str, **typed: Any) -> Any:
    """Presses 下一页 on a page."""
    return client.post(f"{BASE}/{page}/", {**typed, "to": "next"})


def fill_in(client: Client, settings: Any, at: datetime, body: int) -> str:
    """Fills in every page, a minute later opens the check page; gives its text."""
    pages: list[tuple[str, dict[str, Any]]] = [("1", ANSWERS), ("body", {"body": body}), ("you", YOU), ("papers", {})]
    for page, typed in pages:
        response = go_on(client, page, **typed)
        assert (page, response.status_code) == (page, 302)
    settings.FIXED_NOW = (at + timedelta(minutes=1)).isoformat()
    text: str = client.get(f"{BASE}/check/").content.decode()
    return text


def answer_to(page: str) -> str:
    """The sum on a check page, worked out."""
    found = re.search(rf"([{_DIGITS}])加([{_DIGITS}])等于几", page)
    assert found is not None
    return str(_DIGITS.index(found[1]) + _DIGITS.index(found[2]))


def proof_for(page: str) -> str:
    """The number that the script of a check page would find."""
    challenge = re.search(r'data-challenge="(\w+)" data-bits="(\d+)"', page)
    assert challenge is not None
    number = 0
    while int(sha256(f"{challenge[1]}:{number}".encode()).hexdigest(), 16) >> (256 - int(challenge[2])):
        number += 1
    return str(number)
