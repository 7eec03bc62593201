"""MB/s of reading plans, as a ratio to plainly splitting the same text into lines and sentences.

Baseline: `re.split` at line ends and full stops, the least that any reader must do. Input: the files named on the
command line, else the test corpus. Both run on the same texts in turn, five rounds; medians are shown.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fazhi.plans.reading import read_plan_text

CORPUS = Path(__file__).parent.parent / "tests/plans/reading/corpus"
ROUNDS = 5


def main() -> None:
    paths = [Path(word) for word in sys.argv[1:]] or sorted(CORPUS.glob("*/*.txt"))
    texts = [path.read_bytes().decode("utf-8") for path in paths]
    size = sum(len(text.encode()) for text in texts) / 1e6
    largest = max(texts, key=len)
    read_plan_text(largest)  # lexicons and patterns are loaded once a process, not once a plan
    rounds = [(measure(split, texts), measure(read_plan_text, texts)) for _ in range(ROUNDS)]
    baseline, reading = (statistics.median(column) for column in zip(*rounds, strict=True))
    one = statistics.median(measure(read_plan_text, [largest]) for _ in range(ROUNDS))
    print(f"{len(texts)} plans, {size:.2f} MB")
    print(f"splitting   {size / baseline:8.2f} MB/s")
    print(f"reading     {size / reading:8.2f} MB/s   ratio {baseline / reading:.4f} of splitting")
    print(f"largest     {len(largest.encode()) / 1e3:8.1f} kB   {one * 1000:.0f} ms")


def split(text: str) -> list[str]:
    return [part for part in re.split(r"[\r\n]+|(?<=[。；;])", text) if part]


def measure(work: Callable[[str], object], texts: list[str]) -> float:
    """Seconds for one pass over all texts."""
    started = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
