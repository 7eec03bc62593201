"""What the tests of the clerk's side share: the example form, and citizens who hand it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from fazhi.files.models import KeptFile
from fazhi.government.models import Organization
from fazhi.intake import applying
from fazhi.intake.models import Application, Attachment
from fazhi.procedures.applications import library
from tests.conftest import District

FORMS = Path(__file__).parents[1] / "procedures" / "applications"
WANTED = "2025年度老旧小区改造项目清单和补助发放标准"
CITIZEN = {"kind": "person", "name": "钱知行", "id_number": "11010519491231002X", "phone": "13812345678"}
OTHER = {"kind": "person", "name": "孙晓禾", "id_number": "440524188001010014", "phone": "13998765432"}
HandIn = Callable[..., Application]


@pytest.fixture
def example_form(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalog has the example form alone, so that a change of a real form breaks no test of the desk."""
    shelf = library.load_forms(FORMS)
    library.forms.cache_clear()
    monkeypatch.setattr(library, "load_forms", lambda: shelf)
    yield
    library.forms.cache_clear()


@pytest.fixture
def hand_in(example_form: None, district: District, at: datetime) -> HandIn:
    """Hands in a request for information, on Monday morning unless said otherwise."""

    def make(
        *,
        wanted: str = WANTED,
        who: dict[str, Any] | None = None,
        to: Organization | None = None,
        days_ago: int = 0,
        place: str = "",
        **data: Any,
    ) -> Application:
        return applying.submit(
            form=library.forms().get("example"),
            organization=to or district.market,
            applicant=who or CITIZEN,
            data={"information": wanted, **data},
            place=place,
            at=at - timedelta(days=days_ago),
        ).application

    return make


@pytest.fixture
def another(db: None) -> Iterator[psycopg.Connection[Any]]:
    """The connection of another process to the same database."""
    known = connection.get_connection_params()
    opened = psycopg.connect(**{name: known[name] for name in ("host", "port", "user", "dbname")})
    yield opened
    opened.close()


def with_file(application: Application, kept: KeptFile) -> None:
    """A file that came with it."""
    Attachment.objects.create(application=application, title="身份证明", kept=kept)
