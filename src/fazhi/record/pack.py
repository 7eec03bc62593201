"""The file of an exported case: names of its members, and the list of hashes. Section 4 of docs/record.md.

Both the writer and the verifier of a pack read this: it says what goes where, and decides nothing.
"""

from collections.abc import Mapping, Sequence

HEADER, ACTS, HASHES, PROOFS = "case.json", "acts.jsonl", "hashes.txt", "proofs.json"
PAGE, README, PUBLIC_KEY, SIGNATURE = "index.html", "README.txt", "public-key.pem", "signature.txt"
ATTACHMENTS = "attachments/"
REQUIRED = (HEADER, ACTS, HASHES, PROOFS, PAGE, README)
OPTIONAL = (PUBLIC_KEY, SIGNATURE)
PROOFS_FORMAT = "fazhi-proofs-1"
# Not in the list of hashes: itself, and its signature.
UNLISTED = (HASHES, SIGNATURE)


def hash_list(*, header: str, acts: Sequence[str], files: Mapping[str, str]) -> bytes:
    """hashes.txt: hex digests of the header and of each act in the chain, then the plain SM3 of each other member."""
    lines = [f"header {header}"]
    lines += [f"act {seq} {digest}" for seq, digest in enumerate(acts, 1)]
    lines += [f"file {name} {files[name]}" for name in sorted(files)]
    return "".join(f"{line}\n" for line in lines).encode()
