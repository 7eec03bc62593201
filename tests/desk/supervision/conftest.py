"""What tests of these pages share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@pytest.fixture(autouse=True)
def monday(settings: Any, at: datetime) -> None:
    """The site's clock stands at `at`."""
    settings.FIXED_NOW = at.isoformat()


@pytest.fixture
def queries_of() -> Callable[[Client, str], int]:
    """How many queries a page costs, once what is read once a process has been read."""

    def count(client: Client, path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    return count
