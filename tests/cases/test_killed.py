"""kill -9 during a write load: every act that was acknowledged is there, the chain holds, and no act is half there."""

import os
import random
import select
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.db import connection, connections

from fazhi.cases.models import Act, Case
from fazhi.cases.rebuilding import rebuild
from fazhi.cases.record_commands import site
from fazhi.cases.taking import Taken
from fazhi.government.actors import Actor
from fazhi.record.database import verify_database
from tests.cases.walks import corrected, informed, kept

KILLS = 50
POWER_CUTS = 3


@pytest.mark.django_db(transaction=True)
def test_a_writer_killed_at_any_moment_loses_no_act_and_leaves_no_half_one(
    opened: Callable[..., Taken], officers: list[Actor], at: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    opened()  # warm: what a child would load or compile is there already
    chance = random.Random(20260302)
    acknowledged: set[tuple[str, int]] = set()
    for _ in range(KILLS):
        acknowledged |= _killed(lambda: _write(opened, officers[0], at), after=chance.uniform(0, 0.06))
    assert len(acknowledged) >= KILLS
    there = {(str(case), seq) for case, seq in Act.objects.values_list("case_id", "seq")}
    assert acknowledged <= there
    # Of each killed writer at most one act was committed and not yet acknowledged; the one that warmed comes on top.
    assert len(there - acknowledged) <= KILLS + 1
    with site().connect() as live:
        verdict = verify_database(live, form=True)
    assert verdict.broken == ()
    for case in Case.objects.all():
        before = kept(case)
        assert kept(rebuild(case.pk, at=at)) == before


def _write(opened: Callable[..., Taken], actor: Actor, at: datetime) -> Any:
    """Acts without end, each told once it is committed."""
    while True:
        taken = opened()
        yield taken
        yield informed(taken.case, actor, at)
        for number in range(3):
            yield corrected(taken.case, actor, at, f"东街{number}号")


def _killed(write: Callable[[], Any], *, after: float) -> set[tuple[str, int]]:
    """Lets a child write, kills it some time after its first act, and returns what it acknowledged."""
    connections.close_all()  # nothing of the parent's may end with the child
    end, begin = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the other threads of a parallel run do not matter here
        child = os.fork()
    if not child:
        try:
            # A session that the parent may still hold is not the child's to use.
            connections["default"] = connections.create_connection("default")
            for taken in write():
                os.write(begin, f"{taken.case.pk} {taken.seq}\n".encode())
        except BaseException:
            os.write(begin, traceback.format_exc().encode())
        finally:
            os._exit(1)
    os.close(begin)
    try:
        assert select.select([end], [], [], 30)[0], "the writer took no act"
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    finally:
        _, status = os.waitpid(child, 0)
    with os.fdopen(end) as told:
        said = told.read()
    assert os.WIFSIGNALED(status), f"the writer ended by itself: {said}"
    lines = said.splitlines()
    return {(case, int(seq)) for case, seq in (line.split() for line in lines)}


@pytest.mark.skipif(
    "EMBEDDED" not in connection.settings_dict, reason="a server that is not ours is not for us to kill"
)
def test_a_database_killed_at_any_moment_loses_no_act(tmp_path: Path) -> None:
    chance = random.Random(20260303)
    acknowledged: set[tuple[str, ...]] = set()
    for _ in range(POWER_CUTS):
        acknowledged |= _cut(tmp_path, acts=chance.randrange(5, 40), after=chance.uniform(0, 0.02))
    *there, last = _run(tmp_path, "check").communicate(timeout=60)[0].splitlines()
    assert len(acknowledged) > 5 * POWER_CUTS
    assert acknowledged <= {tuple(line.split()) for line in there}
    assert last == "holds"


def _run(home: Path, word: str) -> "subprocess.Popen[str]":
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "FAZHI_NOW")}
    environment |= {"FAZHI_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cases.killed_writer", word],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _cut(home: Path, *, acts: int, after: float) -> set[tuple[str, ...]]:
    """Lets a writer write, kills the whole database server under it, and returns what it acknowledged."""
    writer = _run(home, "write")
    assert writer.stdout is not None
    told = [tuple(line.split()) for line, _ in zip(writer.stdout, range(acts), strict=False)]
    assert len(told) == acts, "the writer ended by itself"
    time.sleep(after)
    postmaster = psutil.Process(int((home / "postgresql" / "postmaster.pid").read_text().split()[0]))
    processes = [postmaster, *postmaster.children(recursive=True)]
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=10)
    rest, _ = writer.communicate(timeout=30)
    return {*told, *(tuple(line.split()) for line in rest.splitlines())}
