"""Verifying cases, as a ratio to bare SM3 of the same bytes.

Baseline: SM3 of each act's body, one digest a body, begun as the library's manual says, nothing else. "SM3, copied"
begins each digest by copying an empty one, as the verifier does, which spares OpenSSL a search by name. 4,000 acts of
about 0.7 kB in cases of twenty, without the attachments' contents; 41 rounds in turn. Processor time of the process is
measured; a ratio is the median of the rounds' own ratios, for on a shared machine the speed changes between rounds.
"Chain and contents" is what finds tampering: every hash re-derived, and number, case, days and attachments read from
the body. "With columns" is what `fazhi record verify` does: it also compares what the database repeats beside the body.
"With canonical form" is `--strict` and every exported file: it proves besides that the body could have been written in
no other way. Reading the rows from PostgreSQL is not in it.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SM3, Hash

from fazhi.record.chain import CaseHeader, act_body, act_hash, header_hash
from fazhi.record.database import ActRow, column_fault
from fazhi.record.sm3 import begin, sm3
from fazhi.record.stored import StoredAct
from fazhi.record.verifying import verify_case

CASES, ACTS, ROUNDS = 200, 20, 41
ALGORITHM = SM3()
OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FACTS = (
    "经查，当事人于二〇二六年二月在清和区永宁街某号从事餐饮服务，未取得食品经营许可，现场拍照三张、制作笔录一份，"
    "当事人对上述事实无异议，称因资金周转困难未及时申办。"
)
Case = tuple[bytes, list[StoredAct]]


def main() -> None:
    cases = [written(number) for number in range(CASES)]
    rows = [(header, [row_of(act) for act in acts]) for header, acts in cases]
    bodies = [act.body for _, acts in cases for act in acts]
    size = sum(len(body) for body in bodies)
    work: dict[str, Callable[[], None]] = {
        "bare SM3": lambda: bare(bodies),
        "SM3, copied": lambda: copied(bodies),
        "chain and contents": lambda: verified(cases, form=False),
        "with columns": lambda: with_columns(rows),
        "with canonical form": lambda: verified(cases, form=True),
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, run in work.items():
            started = time.process_time()
            run()
            times[name].append(time.process_time() - started)
    print(f"{len(bodies)} acts, {size / len(bodies):.0f} bytes each")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(
            f"{name:20}{len(bodies) / median:10,.0f} acts/s {size / median / 1e6:8.1f} MB/s   "
            f"ratio {ratio(times['bare SM3'], taken):.2f} of bare SM3, {ratio(times['SM3, copied'], taken):.2f} copied"
        )


def ratio(baseline: list[float], taken: list[float]) -> float:
    return statistics.median(base / each for base, each in zip(baseline, taken, strict=True))


def bare(bodies: list[bytes]) -> None:
    for body in bodies:
        digest = Hash(ALGORITHM)
        digest.update(body)
        digest.finalize()


def copied(bodies: list[bytes]) -> None:
    for body in bodies:
        digest = begin()
        digest.update(body)
        digest.finalize()


def verified(cases: list[Case], *, form: bool) -> None:
    for header, acts in cases:
        assert verify_case(header, acts, head=(acts[-1].seq, acts[-1].hash), form=form).ok


def with_columns(rows: list[tuple[bytes, list[ActRow]]]) -> None:
    for header, acts in rows:
        head = (acts[-1].seq, acts[-1].hash)
        assert verify_case(header, acts, head=head, form=False, also=column_fault).ok


def row_of(act: StoredAct) -> ActRow:
    body = json.loads(act.body)
    days = body["performed_on"], datetime.fromisoformat(body["recorded_at"])
    texts = [body[name] for name in ("kind", "step", "result", "thread")]
    return ActRow(UUID(body["case"]), *act, *texts, *days, body["person"]["id"], "administrative_penalty", 1)


def written(number: int) -> Case:
    """A case of realistic acts."""
    case = UUID(int=0x0192_F0C1_7A3B_7C11_9D55_0000_0000_0000 + number)
    header = CaseHeader(case, "990102", "990102-SF", "penalty-ordinary", date(2021, 7, 15), OPENED).canonical()
    previous, acts = header_hash(header), []
    for seq in range(1, ACTS + 1):
        body = act_body(fields(str(case), seq, number))
        previous = act_hash(previous, body)
        acts.append(StoredAct(seq, body, previous))
    return header, acts


def fields(case: str, seq: int, number: int) -> dict[str, object]:
    moment = OPENED + timedelta(days=seq, seconds=number)
    paper = {"name": "现场笔录.docx", "sm3": sm3(b"%d-%d" % (number, seq)).hex(), "size": 18230 + number}
    return {
        "case": case, "seq": seq, "kind": "act", "step": "investigate", "result": "done", "thread": "main",
        "person": {"id": 1000 + number % 40, "name": "张承办"}, "role": "handler", "for": None,
        "performed_on": moment.date().isoformat(), "recorded_at": moment.isoformat(),
        "data": {"facts": FACTS, "officers": ["张承办", "李协办"], "amount": "5000.00", "heard": True,
                 "articles": ["行政处罚法#44", "食品安全法#122"]},
        "attachments": [paper] if seq % 3 == 0 else [],
    }  # fmt: skip


if __name__ == "__main__":
    main()
