"""The file of an exported case or ledger: names of its members, and the list of hashes. See docs/record.md.

Both the writer and the verifier of a pack read this: it says what goes where, and decides nothing.
"""

from collections.abc import Mapping, Sequence

HEADER, ACTS, HASHES, PROOFS = "case.json", "acts.jsonl", "hashes.txt", "proofs.json"
PAGE, README, PUBLIC_KEY, SIGNATURE = "index.html", "README.txt", "public-key.pem", "signature.txt"
ATTACHMENTS = "attachments/"
REQUIRED = (HEADER, ACTS, HASHES, PROOFS, PAGE, README)
LEDGER, REVISIONS, VERSIONS = "ledger.json", "revisions.jsonl", "versions.jsonl"
LEDGER_REQUIRED = (LEDGER, REVISIONS, VERSIONS, HASHES, PROOFS, PAGE, README)
OPTIONAL = (PUBLIC_KEY, SIGNATURE)
PROOFS_FORMAT = "fazhi-proofs-1"
# Not in the list of hashes: itself, and its signature.
UNLISTED = (HASHES, SIGNATURE)


def hash_list(*, header: str, acts: Sequence[str], files: Mapping[str, str], link: str = "act") -> bytes:
    """hashes.txt: hex digests of the header and of each act in the chain, then the plain SM3 of each other member.

    ``link`` is what a link of the chain is called: act, or revision in a ledger.
    """
    lines = [f"header {header}"]
    lines += [f"{link} {seq} {digest}" for seq, digest in enumerate(acts, 1)]
    lines += [f"file {name} {files[name]}" for name in sorted(files)]
    return "".join(f"{line}\n" for line in lines).encode()
