"""`fazhi catalog check`: proves the form of everything in the catalog."""

import sys

USAGE = "用法：fazhi catalog check\n"


def run(words: list[str]) -> int:
    """Checks the catalog; returns 0 when nothing is wrong, 1 when something is, 2 for words it does not know."""
    if words:
        sys.stderr.write(USAGE)
        return 2
    from fazhi.catalog.check import check_catalog  # noqa: PLC0415 -- loads every model of the catalog

    problems = check_catalog()
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"发现 {len(problems)} 处问题。\n" if problems else "内置资料全部合规。\n")
    return 1 if problems else 0
