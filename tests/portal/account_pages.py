"""What tests of accounts share: opening one by its page, signing in, and a matter to put into it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from tests.portal.applying_pages import proof_for

BASE = "/open/account"
PASSWORD = "Qinghe-river-7"
WHO = {"name": "钱知行", "id_number": "11010519491231002X", "phone": "13812345678"}
OPENING = {**WHO, "password": PASSWORD, "again": PASSWORD, "agree": "yes"}


def open_account(client: Client, settings: Any, at: datetime, **typed: str) -> Any:
    """Opens the page of opening, and half a minute later sends it; gives the answer. The clock goes back."""
    page = client.get(f"{BASE}/new/").content.decode()
    settings.FIXED_NOW = (at + timedelta(seconds=30)).isoformat()
    answer = client.post(f"{BASE}/new/", {**OPENING, "ticket": ticket_of(page), "proof": proof_for(page), **typed})
    settings.FIXED_NOW = at.isoformat()
    return answer


def sign_in(client: Client, **typed: str) -> Any:
    """Sends telephone and password."""
    return client.post(f"{BASE}/in/", {"phone": WHO["phone"], "password": PASSWORD, **typed})


def ticket_of(page: str) -> str:
    """The ticket of a page of opening."""
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found is not None
    return found[1]
