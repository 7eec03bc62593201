"""Callers with tokens, and a case of the shortest procedure to act in."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from fazhi.api import tokens
from fazhi.government.actors import Actor
from tests.cases.conftest import case, officers, opened, reviewer

__all__ = ["case", "officers", "opened", "reviewer"]

INFORMED = {
    "proposed": "fine",
    "proposed_fine": "50",
    "basis_kind": "regulation",
    "law_basis": "清和市市容管理条例第二十条",
    "defence": "none",
}
DELIVERED = {"step": "deliver", "result": "signed", "performed_on": "2026-03-02", "data": {"officers_signed": True}}


@dataclass(frozen=True)
class Answer:
    """An answer: its status, and what its JSON says."""

    status: int
    said: Any
    response: HttpResponse

    @property
    def reasons(self) -> list[tuple[str, str, list[str]]]:
        """Code, field and articles of every reason."""
        return [(each["code"], each["field"], each["basis"]) for each in self.said["reasons"]]


@dataclass(frozen=True)
class Program:
    """A program that calls the interface with a token."""

    secret: str

    def get(self, path: str, **query: Any) -> Answer:
        return self._answer(self._client().get(f"/api/v1{path}", query))

    def post(self, path: str, body: Any, *, key: str | None = None) -> Answer:
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self._answer(
            self._client().post(
                f"/api/v1{path}", data, content_type="application/json", headers={"Idempotency-Key": key} if key else {}
            )
        )

    def upload(self, file: Any) -> Answer:
        return self._answer(self._client().post("/api/v1/files", {"file": file}))

    def _client(self) -> Client:
        return Client(headers={"Authorization": f"Bearer {self.secret}"}, raise_request_exception=False)

    def _answer(self, response: HttpResponse) -> Answer:
        if response.status_code >= 400:
            assert response.headers["Content-Type"] == "application/problem+json"
        return Answer(response.status_code, json.loads(response.content), response)


@pytest.fixture(autouse=True)
def monday(settings: Any, at: datetime) -> None:
    """The clock of the site stands on the tests' Monday, an hour after the case was opened."""
    settings.FIXED_NOW = at.replace(hour=at.hour + 1).isoformat()


@pytest.fixture
def program(at: datetime) -> Callable[[Actor], Program]:
    """A program with a new token of the actor."""
    return lambda actor: Program(tokens.create(actor=None, person=actor.person, name="测试", at=at).secret)


@pytest.fixture
def officer(program: Callable[[Actor], Program], officers: list[Actor]) -> Program:
    """The market bureau's system, with the token of its first officer."""
    return program(officers[0])


@pytest.fixture
def opening(officers: list[Actor], district: Any, at: datetime) -> dict[str, Any]:
    """What opens a penalty on the spot."""
    return {
        "procedure": "administrative_penalty_summary",
        "organization": district.market.pk,
        "performed_on": at.date().isoformat(),
        "data": {
            "party": {"kind": "person", "name": "钱某", "address": "清和区东街12号"},
            "officers": [person.person.pk for person in officers],
            "id_shown": True,
            "offence_on": at.date().isoformat(),
            "place": "东街菜市场门口",
            "facts": "占道摆卖水果，经劝说未当场收摊。",
            "competent": True,
        },
    }


@pytest.fixture
def informing(at: datetime) -> dict[str, Any]:
    """The second step: the party is told and heard."""
    return {"step": "inform", "performed_on": at.date().isoformat(), "data": dict(INFORMED)}
