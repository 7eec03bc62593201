"""Requests made by schemathesis from a description of every public address, and from the one that the API publishes.

The description of the portal is drawn from the addresses themselves, so that a new page is fuzzed without anybody
thinking of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

import schemathesis
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, Phase, Verbosity, given, settings

from tests.fuzzing import bad_input
from tests.fuzzing.watching import FORM, Watch, encoded, in_path

PUBLIC = ("open/", "draws/", "e/", "procedures/", "statutes/")
POSTED = frozenset(
    {
        *("apply-form", "apply-step", "apply-drop", "follow", "follow-say", "follow-end", "draft-say", "verify"),
        *("open-rate", "account-in", "account-out", "account-new", "account-forgotten", "account-open"),
        *("account-attach", "account-details", "account-phone", "account-password", "account-data", "account-close"),
        *("follow-keep", "follow-remove"),
    }
)
"""Names of the addresses that take what people write."""
QUERY = (
    *("q", "page", "year", "unit", "kind", "on", "from", "to", "area", "size", "index", "sort", "period", "text", "t"),
    *("at", "family", "back", "told", "point", "status", "form", "body", "edition"),
)
FIELDS = (
    *("receipt", "text", "name", "phone", "id_number", "code", "number", "address", "email", "to", "key", "website"),
    *("kind", "category", "point", "score", "satisfaction", "agree", "proof", "token", "answer", "place"),
)
_PART = re.compile(r"<(?:(?P<type>\w+):)?(?P<name>\w+)>")
_TYPES: dict[str, dict[str, Any]] = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,30}$"},
}
_ODD = [each for each in bad_input.TEXTS if len(each) < 200 and "\ud800" not in each]
TEXT: dict[str, Any] = {"anyOf": [{"type": "string", "maxLength": 60}, {"type": "string", "enum": _ODD}]}


def addresses() -> Iterator[tuple[str, str]]:
    """Every public address as a pattern, with its name."""

    def walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, URLPattern]]:
        for each in resolver.url_patterns:
            pattern = before + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each, pattern)
            else:
                yield pattern, each

    for pattern, each in walk(get_resolver(), ""):
        if pattern.startswith(PUBLIC) and "^" not in pattern:
            yield pattern, each.name or ""


def description(known: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The portal as OpenAPI. ``known`` are values that exist, by the name of a part of an address."""
    paths: dict[str, Any] = {}
    for pattern, name in addresses():
        parts = [
            {"name": part["name"], "in": "path", "required": True, "schema": _schema(part, known)}
            for part in _PART.finditer(pattern)
        ]
        query = [{"name": each, "in": "query", "schema": TEXT} for each in QUERY]
        asked = {"parameters": [*parts, *query], "responses": {"200": {"description": ""}}}
        paths["/" + _PART.sub(r"{\g<name>}", pattern)] = {"get": asked} | (
            {"post": _posted(parts)} if name in POSTED else {}
        )
    return {"openapi": "3.0.3", "info": {"title": "portal", "version": "1"}, "paths": paths}


def _schema(part: re.Match[str], known: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    schema = _TYPES.get(part["type"] or "str", {"type": "string", "minLength": 1, "maxLength": 30})
    values = [str(each) for each in known.get(part["name"], ())]
    return {"anyOf": [{"type": "string", "enum": values}, schema]} if values else schema


def _posted(parts: list[dict[str, Any]]) -> dict[str, Any]:
    body = {"type": "object", "properties": dict.fromkeys(FIELDS, TEXT), "additionalProperties": TEXT}
    return {
        "parameters": parts,
        "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": body}}},
        "responses": {"200": {"description": ""}},
    }


def send(
    watch: Watch,
    group: str,
    described: dict[str, Any],
    *,
    each: int,
    chance: Random,
    headers: Iterable[Mapping[str, str]] = ({},),
) -> None:
    """``each`` requests to every operation, every one from another address. ``headers``: of the callers, in turn."""
    clients = [Client(raise_request_exception=False, headers=dict(more)) for more in headers]
    schema = schemathesis.openapi.from_dict(described)
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=each,
            deadline=None,
            database=None,
            verbosity=Verbosity.quiet,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            client = chance.choice(clients)
            where = ".".join(str(chance.randrange(1, 255)) for _ in range(4))
            body, kind = _body(case)
            watch.ask(group, client, case.method, _path(case), body, kind, is_open=True, REMOTE_ADDR=where)

        ask()


def _path(case: Any) -> str:
    path = str(case.path)
    for name, value in (case.path_parameters or {}).items():
        path = path.replace(f"{{{name}}}", in_path(str(value)))
    query = encoded([(name, str(value)) for name, value in (case.query or {}).items()])
    return f"{path}?{query}" if query else path


def _body(case: Any) -> tuple[bytes, str]:
    if case.method in ("GET", "HEAD"):
        return b"", ""
    body, kind = case.body, case.media_type or FORM
    if kind == "application/x-www-form-urlencoded":
        fields = body if isinstance(body, Mapping) else {"text": body}
        return encoded([(str(name), str(value)) for name, value in fields.items()]).encode(), kind
    if kind == "application/json":
        return json.dumps(body, default=str).encode(errors="replace"), kind
    return repr(body).encode(errors="replace"), kind
