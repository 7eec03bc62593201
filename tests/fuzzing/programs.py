"""The API with tokens: bodies that nearly fit real cases, and whatever else a program may send to any address."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.test import Client

from fazhi import clock
from tests.fuzzing import bad_input
from tests.fuzzing.watching import Watch, encoded, in_path, multipart

QUERY = (
    *("procedure", "organization", "state", "due_before", "opened_from", "opened_to", "q", "order", "cursor", "limit"),
    *("after", "edition", "family"),
)


@dataclass
class Program:
    """A program with the token of one person; it first reads what there is."""

    watch: Watch
    chance: Random
    secret: str
    cases: list[str] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {self.secret}"})

    def read(self, most: int = 40) -> None:
        """The first cases, each with what may be done in it."""
        answer = self._get("/cases?state=open&limit=200")
        for row in self.chance.sample(json.loads(answer.whole)["items"], k=min(most, 200, _count(answer))):
            self.cases.append(row["id"])
            self.told[row["id"]] = json.loads(self._get(f"/cases/{row['id']}").whole)

    def send(self, count: int) -> None:
        """Requests of all sorts."""
        sorts = (self.list, self.act, self.act, self.act, self.correct, self.open, self.upload, self.nonsense)
        for _ in range(count):
            self.chance.choice(sorts)()

    def list(self) -> None:
        """Lists with query strings that do not fit."""
        query = encoded([(self.chance.choice(QUERY), bad_input.text(self.chance)) for _ in range(2)])
        case = self.chance.choice(self.cases or ["x"])
        place = self.chance.choice(
            ("/cases", "/cases", f"/cases/{case}/acts", "/procedures", "/procedures/letters_visits")
        )
        self._get(f"{place}?{query}")

    def act(self) -> None:
        """An act that the case may take, with values that do not fit."""
        if not self.cases:
            return
        case = self.chance.choice(self.cases)
        options = self.told[case]["options"]
        option = self.chance.choice([each for each in options if each.get("allowed")] or options or [{}])
        results = [each.get("id", "") for each in option.get("results", [])] or [""]
        body = {
            "step": option.get("step", "x"),
            "performed_on": clock.today().isoformat(),
            "result": self.chance.choice(results),
            "thread": option.get("thread", 0),
            "data": self._data(self.told[case]),
        }
        self._post(f"/cases/{case}/acts", self._spoilt(body))

    def correct(self) -> None:
        """A correction of an act."""
        if not self.cases:
            return
        case = self.chance.choice(self.cases)
        seq = self.chance.choice((1, 1, 2, 0, 99, 2**31, 10**30))
        body = {"reason": "写错了", "performed_on": clock.today().isoformat(), "data": self._data(self.told[case])}
        self._post(f"/cases/{case}/acts/{seq}/corrections", self._spoilt(body))

    def open(self) -> None:
        """A new case."""
        known = self.told[self.chance.choice(self.cases)] if self.cases else {}
        body = {
            "procedure": known.get("procedure", {}).get("id", "x"),
            "organization": known.get("organization", {}).get("id", 1),
            "performed_on": clock.today().isoformat(),
            "data": self._data(known),
        }
        self._post("/cases", self._spoilt(body))

    def upload(self) -> None:
        """A file."""
        name = self.chance.choice(("file", "file", "file", "x"))
        body, kind = multipart([(name, self.chance.choice(bad_input.files()))])
        if self.chance.random() < 0.1:
            body = body[: self.chance.randrange(len(body))]
        self._ask("POST", "/files", body, kind)

    def nonsense(self) -> None:
        """No JSON, odd headers, odd methods, odd addresses."""
        case = self.chance.choice(self.cases or ["x"])
        path = self.chance.choice(
            ("/cases", f"/cases/{case}/acts", f"/cases/{case}", f"/cases/{case}/acts/1/corrections", "/files")
        )
        path = self.chance.choice((path, path, f"/{in_path(bad_input.text(self.chance))}", path + "/"))
        body = self.chance.choice((*bad_input.json_texts(), b""))
        method = self.chance.choice((*bad_input.METHODS, "POST", "POST", "POST"))
        kinds = (
            "application/json",
            "application/json",
            "text/plain",
            "multipart/form-data",
            "application/json; charset=x",
        )
        self._ask(
            method, path, body, self.chance.choice(kinds), headers=self.chance.choice((*bad_input.HEADERS, {}, {}))
        )

    def _data(self, told: dict[str, Any]) -> dict[str, Any]:
        """Some of what the case knows, spoilt here and there."""
        kept = deepcopy(told.get("data", {}))
        data = {name: value for name, value in kept.items() if self.chance.random() < 0.7}
        for name in [*told.get("data", {}), "x"]:
            if self.chance.random() < 0.25:
                data[name] = bad_input.json_value(self.chance)
        for value in data.values():
            if isinstance(value, dict) and self.chance.random() < 0.3:
                value[self.chance.choice([*value, "x"])] = bad_input.json_value(self.chance)
        return data

    def _spoilt(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.chance.random() < 0.5:
            body[self.chance.choice([*body, "performed_at", "attachments", "x"])] = bad_input.json_value(self.chance)
        if self.chance.random() < 0.1:
            body["attachments"] = [bad_input.json_value(self.chance) for _ in range(2)]
        return body

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        headers = (
            {"Idempotency-Key": self.chance.choice(("a", "b", "", "x" * 300, "钥匙"))}
            if self.chance.random() < 0.4
            else {}
        )
        return self._ask("POST", path, bad_input.dumped(body), "application/json", headers=headers)

    def _get(self, path: str) -> Any:
        return self.watch.ask("API", self.client, "GET", f"/api/v1{path}")

    def _ask(self, method: str, path: str, body: bytes, kind: str, **more: Any) -> Any:
        apart = self.chance.random() < 0.8
        return self.watch.ask("API", self.client, method, f"/api/v1{path}", body, kind, apart=apart, **more)


def _count(answer: Any) -> int:
    return len(json.loads(answer.whole)["items"])
