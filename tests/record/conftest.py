"""A database with the tables of the record, apart from those that the site makes, and cases stored in them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connection as site_connection

from fazhi.record.log import Checkpoint, entry_leaf, make_checkpoint
from fazhi.record.merkle import Frontier, leaf_hash
from tests.record.small_chain import COLUMNS, KEY, OPENED, SmallCase, small_case

SCHEMA = "record_tests"
TABLES = """
create table cases_case (id uuid primary key, number text, header text, head_seq int, head_hash bytea,
  procedure text, edition date, organization_id text);
create table cases_act (case_id uuid, seq int, body text, hash bytea, kind text, step text, result text, thread text,
  performed_on date, recorded_at timestamptz, person_id bigint,
  procedure text, organization_id text);
create table cases_checkpoint (size bigint primary key, root bytea, body text, signature bytea);
create table cases_logentry (index bigint primary key, case_id uuid, seq int, leaf text);
"""


@dataclass
class Store:
    """Writes cases and checkpoints as a site would; `change` is what a tamperer does."""

    connection: psycopg.Connection
    edge: Frontier = field(default_factory=Frontier)
    last: Checkpoint | None = None
    cases: dict[UUID, SmallCase] = field(default_factory=dict)

    def add(self, place: int, acts: int = 3, facts: str = "现场检查", **changed: object) -> UUID:
        case = UUID(int=place)
        small = self.cases[case] = small_case(case, acts, facts, **changed)
        self.connection.execute(
            "insert into cases_case values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [case, f"清市监罚〔2026〕{place}号", small.header.decode(), *small.head, *COLUMNS],
        )
        for act in small.acts:
            body = json.loads(act.body)
            days = date.fromisoformat(body["performed_on"]), datetime.fromisoformat(body["recorded_at"])
            slugs = (body[key] for key in ("kind", "step", "result", "thread"))
            self.connection.execute(
                "insert into cases_act values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [case, act.seq, act.body.decode(), act.hash, *slugs, *days, body["person"]["id"], *COLUMNS[::2]],
            )
        return case

    def checkpoint(self) -> None:
        """Logs the heads of all cases and signs."""
        for case, small in self.cases.items():
            seq, digest = small.head
            leaf = entry_leaf(case=case, seq=seq, hash=digest, at=OPENED)
            self.connection.execute(
                "insert into cases_logentry values (%s, %s, %s, %s)", [self.edge.size, case, seq, leaf.decode()]
            )
            self.edge, _ = self.edge.append(leaf_hash(leaf))
        at = OPENED + timedelta(days=self.edge.size)
        self.last = made = make_checkpoint(
            log="qinghe", size=self.edge.size, root=self.edge.root(), at=at, previous=self.last, key=KEY
        )
        self.connection.execute(
            "insert into cases_checkpoint values (%s, %s, %s, %s)",
            [made.size, made.root, made.body.decode(), made.signature],
        )

    def change(self, statement: str, *values: object) -> None:
        assert self.connection.execute(statement, values).rowcount > 0

    @property
    def papers(self) -> dict[str, bytes]:
        return {digest: paper for small in self.cases.values() for digest, paper in small.papers.items()}

    @contextmanager
    def connect(self) -> Iterator[psycopg.Connection]:
        yield self.connection


@pytest.fixture
def store(db: None) -> Iterator[Store]:
    parameters = site_connection.get_connection_params()
    reach = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if key in parameters}
    with psycopg.connect(**reach, autocommit=True) as connection:
        connection.execute(f"drop schema if exists {SCHEMA} cascade; create schema {SCHEMA}")
        connection.execute(f"set search_path to {SCHEMA}")
        connection.execute(TABLES)
        yield Store(connection)
        connection.execute(f"drop schema {SCHEMA} cascade")
