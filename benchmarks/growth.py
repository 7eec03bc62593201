"""How reading time grows with the length of hostile input: texts of one piece repeated, at two lengths.

Baseline: the shorter text of the same piece. Four times the text should take about four times as long.
"""

import time

from fazhi.plans.reading import read_plan_text

PIECES = [
    "（", "一、", "1.", "一、\n", "责任单位：", "市司法局、", "由市司法局牵头，", "（责任单位：市司法局\n", "“", "|",
]  # fmt: skip
SHORT, LONG = 16_000, 64_000


def main() -> None:
    read_plan_text("1.整理。\n")
    for piece in PIECES:
        short, long = seconds(piece * (SHORT // len(piece))), seconds(piece * (LONG // len(piece)))
        print(f"{piece.strip():16} {short * 1000:8.0f} ms   {long * 1000:8.0f} ms   ratio {long / short:5.1f} of 4.0")


def seconds(text: str) -> float:
    started = time.process_time()
    read_plan_text(text)
    return time.process_time() - started


if __name__ == "__main__":
    main()
