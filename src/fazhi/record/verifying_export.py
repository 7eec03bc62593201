"""Verifying an exported case or ledger: everything in the file, member by member. Imports no writer."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from fazhi.record import pack
from fazhi.record.canonical import parse
from fazhi.record.errors import RecordError
from fazhi.record.pack_reading import (
    Broken,
    check_list,
    check_names,
    check_proofs,
    check_signature,
    hashes_of,
    lines_of,
    links_of,
    read_members,
)
from fazhi.record.sm3 import sm3
from fazhi.record.stored import StoredAct
from fazhi.record.verdicts import Break, ExportVerdict, LedgerVerdict, Verdict
from fazhi.record.verifying import FORMAT, verify_case
from fazhi.record.verifying_ledger import FORMAT as LEDGER_FORMAT
from fazhi.record.verifying_ledger import verify_ledger


class _Version(NamedTuple):
    """A line of versions.jsonl; its place is what it says, which the root of its revision proves."""

    seq: int
    number: int
    leaf: bytes


def verify_export(path: Path | IO[bytes], *, expected_fingerprint: str | None = None) -> ExportVerdict:
    """Verifies an exported file: the chain, attachments or entries, the log's proofs, the signature, all other members.

    Args: the file; expected_fingerprint: of the office's public key as published. Without it a file made up from end
    to end with a key of its own would pass: compare the verdict's fingerprint by eye then.
    """
    try:
        members = read_members(path)
    except Broken as broken:
        return ExportVerdict(broken.found)
    if pack.LEDGER in members:
        return _verify_ledger(members, expected_fingerprint)
    return _verify_case(members, expected_fingerprint)


def _verify_case(members: Mapping[str, bytes], expected_fingerprint: str | None) -> ExportVerdict:
    verdict = Verdict(None, 0, 0)
    try:
        check_names(members, pack.REQUIRED, pack.ATTACHMENTS)
        hashes = hashes_of(members[pack.HASHES], members[pack.ACTS].count(b"\n"), "act", "条记录")
        acts = links_of(pack.ACTS, members[pack.ACTS], hashes)
        contents = {name.removeprefix(pack.ATTACHMENTS): members[name] for name in members if _is_attachment(name)}
        verdict = verify_case(members[pack.HEADER], acts, attachment=contents.get)
        _raise(verdict.first_break)
        _check_attached(contents, acts)
        # The hash of the header is not stored with the chain: the first act rests on it.
        header = sm3(FORMAT.encode() + b"\n", members[pack.HEADER])
        check_list(members, header, acts)
        case = parse(members[pack.HEADER])["case"]
        logged = check_proofs(members, "case", case, [header, *(act.hash for act in acts)])
        signed, mark = check_signature(members, expected_fingerprint)
    except Broken as broken:
        return ExportVerdict(broken.found, "", verdict.acts, verdict.bytes, verdict.attachments)
    except RecordError as fault:
        return ExportVerdict(Break(0, fault.say, "file"), "", verdict.acts, verdict.bytes, verdict.attachments)
    return ExportVerdict(None, case, verdict.acts, verdict.bytes, verdict.attachments, logged, signed, mark)


def _verify_ledger(members: Mapping[str, bytes], expected_fingerprint: str | None) -> ExportVerdict:
    verdict = LedgerVerdict(None, 0, 0)
    try:
        check_names(members, pack.LEDGER_REQUIRED)
        hashes = hashes_of(members[pack.HASHES], members[pack.REVISIONS].count(b"\n"), "revision", "次修订")
        revisions = links_of(pack.REVISIONS, members[pack.REVISIONS], hashes)
        versions = [_version(line) for line in lines_of(pack.VERSIONS, members[pack.VERSIONS])]
        verdict = verify_ledger(members[pack.LEDGER], revisions, versions)
        _raise(verdict.first_break)
        header = sm3(LEDGER_FORMAT.encode() + b"\n", members[pack.LEDGER])
        check_list(members, header, revisions, link="revision")
        ledger = parse(members[pack.LEDGER])["ledger"]
        logged = check_proofs(members, "ledger", ledger, [header, *(each.hash for each in revisions)])
        signed, mark = check_signature(members, expected_fingerprint)
    except Broken as broken:
        found = broken.found
    except RecordError as fault:
        found = Break(0, fault.say, "file")
    else:
        return ExportVerdict(
            None,
            acts=verdict.revisions,
            bytes=verdict.bytes,
            logged=logged,
            signed=signed,
            fingerprint=mark,
            ledger=ledger,
            versions=verdict.versions,
        )
    return ExportVerdict(found, acts=verdict.revisions, bytes=verdict.bytes, versions=verdict.versions)


def _version(line: bytes) -> _Version:
    content = parse(line)
    seq, number = content.get("seq"), content.get("number")
    if type(seq) is not int or type(number) is not int:
        raise Broken("form", f"{pack.VERSIONS} 中有一行没有修订序号。")
    return _Version(seq, number, line)


def _raise(found: Break | None) -> None:
    if found:
        raise Broken(found.kind, found.say, found.seq)


def _is_attachment(name: str) -> bool:
    return name.startswith(pack.ATTACHMENTS)


def _check_attached(contents: Mapping[str, bytes], acts: Sequence[StoredAct]) -> None:
    named = {paper["sm3"] for act in acts for paper in parse(act.body)["attachments"]}
    for digest in contents:
        if digest not in named:
            raise Broken("attachment", f"附件 {digest} 不属于任何一条记录。")
