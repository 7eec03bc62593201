"""MB/s of reading plans and the figures of reports, as a ratio to plainly splitting the same text into sentences.

Baseline: `re.split` at line ends and full stops, the least that any reader must do. Input: the files named on the
command line, else the test corpora. Both run on the same texts in turn, five rounds; medians are shown.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from fazhi.figures.reading import read_report_text
from fazhi.plans.reading import read_plan_text

TESTS = Path(__file__).parent.parent / "tests"
ROUNDS = 5


def main() -> None:
    given = [Path(word) for word in sys.argv[1:]]
    show("plans", given or sorted((TESTS / "plans/reading/corpus").glob("*/*.txt")), read_plan_text)
    show("reports", given or sorted((TESTS / "figures/documents").glob("*.txt")), read_report_text)


def show(name: str, paths: list[Path], read: Callable[[str], object]) -> None:
    """Measure one reader on these files and print what it takes."""
    texts = [path.read_bytes().decode("utf-8") for path in paths]
    size = sum(len(text.encode()) for text in texts) / 1e6
    largest = max(texts, key=len)
    read(largest)  # lexicons and patterns are loaded once a process, not once a text
    rounds = [(measure(split, texts), measure(read, texts)) for _ in range(ROUNDS)]
    baseline, reading = (statistics.median(column) for column in zip(*rounds, strict=True))
    one = statistics.median(measure(read, [largest]) for _ in range(ROUNDS))
    print(f"{len(texts)} {name}, {size:.2f} MB")
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
