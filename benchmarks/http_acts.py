"""Acts a second over HTTP, as ratios to the same server's cheapest call with a token and to bare transactions.

A real server (granian, two workers) runs on the embedded PostgreSQL of a folder that is removed afterwards. Several
clients, each on its own connection, post one act each to fresh cases: token, permissions, the engine, the record,
commit with fsync. The baselines are a call that only recognises its token, and psycopg writing the same rows with
nothing to decide, by as many clients. All three in turn, so that a busy machine slows them alike.
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path

# It starts Django in a folder of its own, so it comes before whatever needs Django.
from take import AT, INFORMED, case_of, cast, reach, sample_rows, write  # isort: split

import psycopg
from django.core.management import call_command

from fazhi.api import tokens
from fazhi.cases.models import Case
from fazhi.government.actors import actor_for

CLIENTS, ACTS, ROUNDS = 8, 25, 5
NOTHING = "/api/v1/procedures?family=none"


def main() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    unit, people = cast()
    actor = actor_for(person=people[0], on=AT.date())
    secret = tokens.create(actor=None, person=people[0], name="benchmark", at=AT).secret
    found: dict[str, list[float]] = {"act": [], "nothing": [], "bare": []}
    with serving() as port:
        call = caller(port, secret)
        rows = sample_rows(actor, case_of(actor, unit, people))
        for _ in range(ROUNDS + 1):
            cases = [case_of(actor, unit, people) for _ in range(CLIENTS * ACTS * 2)]
            mine, theirs = shared(cases[: CLIENTS * ACTS]), shared(cases[CLIENTS * ACTS :])
            found["act"].append(rate(lambda number, mine=mine: post_all(call(), mine[number])))
            found["nothing"].append(rate(lambda _: get_all(call())))
            found["bare"].append(rate(lambda number, theirs=theirs, rows=rows: write_all(theirs[number], rows)))
    medians = {name: statistics.median(each[1:]) for name, each in found.items()}
    print(f"{CLIENTS} clients")
    print(f"acts over HTTP     {medians['act']:7.0f} /s")
    print(f"calls with a token {medians['nothing']:7.0f} /s  (baseline: the same server recognises the token, no more)")
    print(f"bare transactions  {medians['bare']:7.0f} /s  (baseline: the same rows by psycopg, prepared, fsync)")
    print(f"ratio to calls with a token {medians['act'] / medians['nothing']:5.2f}")
    print(f"ratio to bare transactions  {medians['act'] / medians['bare']:5.2f}")


@contextmanager
def serving():
    """The site on a free port, on the tests' Monday; ended at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    Path(os.environ["FAZHI_HOME"], "static").mkdir(exist_ok=True)  # WhiteNoise warns where there is none
    environment = os.environ | {"FAZHI_NOW": AT.replace(hour=10).isoformat(), "FAZHI_API_RATE": str(10**9)}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen([*command, "--no-log", "fazhi.wsgi:application"], env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def caller(port: int, secret: str) -> Callable[[], Callable[..., int]]:
    """Makes clients: each keeps one connection, and says the status of every answer."""

    def client() -> Callable[..., int]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

        def ask(method: str, path: str, body: str | None = None) -> int:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            return response.status

        return ask

    return client


def shared(cases: Sequence[Case]) -> list[list[Case]]:
    return [list(cases[number::CLIENTS]) for number in range(CLIENTS)]


def rate(work: Callable[[int], None]) -> float:
    """Pieces of work a second by all clients together. A client that fails ends the benchmark."""
    failed: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=[number]) for number in range(CLIENTS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return CLIENTS * ACTS / (time.perf_counter() - started)


def post_all(ask: Callable[..., int], cases: Sequence[Case]) -> None:
    for case in cases:
        body = json.dumps({"step": "inform", "performed_on": AT.date().isoformat(), "data": INFORMED})
        status = ask("POST", f"/api/v1/cases/{case.pk}/acts", body)
        assert status == 201, status


def get_all(ask: Callable[..., int]) -> None:
    for _ in range(ACTS):
        status = ask("GET", NOTHING)
        assert status == 200, status


def write_all(cases: Sequence[Case], rows: dict[str, object]) -> None:
    with psycopg.connect(**reach()) as own:
        own.prepare_threshold = 1
        for case in cases:
            write(own, case, rows)


if __name__ == "__main__":
    main()
