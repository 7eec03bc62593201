"""Exported records changed as chance has it, and, so that a verifier reads on, sealed again with hashes that fit."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from random import Random
from typing import Any

from fazhi.record import pack
from fazhi.record.canonical import canonical
from fazhi.record.errors import RecordError
from fazhi.record.sm3 import sm3
from tests.fuzzing import bad_input

_FORMATS = {pack.HEADER: b"fazhi-case-1\n", pack.LEDGER: b"fazhi-ledger-1\n"}
_CHAINS = {pack.HEADER: (pack.ACTS, "act"), pack.LEDGER: (pack.REVISIONS, "revision")}


def changed(data: bytes, chance: Random) -> bytes:
    """An export with something wrong: bytes, members, or what a member says, half of them sealed again."""
    if chance.random() < 0.2:
        at = chance.randrange(len(data))
        return chance.choice((data[:at], data[:at] + b"\xff" + data[at + 1 :], data[at:], data + data))
    members = _members(data)
    name = chance.choice([*members, *[each for each in members if each.endswith((".json", ".jsonl"))] * 4])
    match chance.randrange(8):
        case 0:
            del members[name]
        case 1:
            members[chance.choice(("x", "../x", "attachments/x", name + "/", "\u202e", ""))] = b"x"
        case 2:
            members[name] = chance.choice(bad_input.json_texts())
        case _:
            members[name] = b"\n".join(_told_otherwise(line, chance) for line in members[name].split(b"\n"))
    if chance.random() < 0.3:
        members.pop(pack.SIGNATURE, None)
    if chance.random() < 0.3:
        members[pack.PROOFS] = canonical(
            {"checkpoints": [], "consistency": [], "entries": [], "format": pack.PROOFS_FORMAT}
        )
    return _written(sealed(members) if chance.random() < 0.7 else members)


def line_changed(line: str, chance: Random) -> str:
    """A receipt as it comes out of somebody's hands."""
    at = chance.randrange(len(line))
    whole = (line, line.upper(), line * 60, line.replace(" ", "\u3000"), line[:at], line[at:], f"{line}\n{line}")
    return chance.choice((*whole, line[:at] + bad_input.text(chance) + line[at + 1 :], bad_input.text(chance)))


def sealed(members: dict[str, bytes]) -> dict[str, bytes]:
    """The same with a list of hashes that is true of it."""
    header = pack.LEDGER if pack.LEDGER in members else pack.HEADER
    if header not in members:
        return members
    name, link = _CHAINS[header]
    previous = first = sm3(_FORMATS[header], members[header])
    hashes = []
    for line in members.get(name, b"").split(b"\n")[:-1]:
        previous = sm3(previous, line)
        hashes.append(previous.hex())
    files = {each: sm3(data).hex() for each, data in members.items() if each not in pack.UNLISTED}
    listed = pack.hash_list(header=first.hex(), acts=hashes, files=files, link=link)
    return {**members, pack.HASHES: listed}


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def _written(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name or "-", data)
    return out.getvalue()


def _told_otherwise(line: bytes, chance: Random) -> bytes:
    """A line of JSON with a value changed, left out or added; other lines as they are, mostly."""
    try:
        value = json.loads(line)
    except ValueError:
        return line
    if not isinstance(value, dict) or chance.random() < 0.3:
        return line
    place: Any = value
    while isinstance(place, dict | list) and place:
        keys: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = chance.choice(keys)
        if not isinstance(place[key], dict | list) or not place[key] or chance.random() < 0.3:
            if chance.random() < 0.3:
                del place[key]
            else:
                place[key] = bad_input.json_value(chance)
            break
        place = place[key]
    try:
        return canonical(value)
    except RecordError:
        return bad_input.dumped(value)


def forged(header: dict[str, str]) -> bytes:
    """An export that holds together and that nobody made: a header, no acts, no proofs, no signature."""
    proofs = {"checkpoints": [], "consistency": [], "entries": [], "format": pack.PROOFS_FORMAT}
    members = {
        pack.HEADER: canonical(header),
        pack.ACTS: b"",
        pack.PROOFS: canonical(proofs),
        pack.PAGE: b"x",
        pack.README: b"x",
    }
    return _written(sealed(members))
