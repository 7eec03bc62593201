"""`fazhi catalog schema`: prints the JSON Schema of procedure files for editors."""

import sys

from fazhi.procedures.language.schema import schema_text

USAGE = "用法：fazhi catalog schema > src/fazhi/catalog/procedures/schema.json\n"


def run(words: list[str]) -> int:
    """Prints the schema; returns 0, or 2 for words it does not know."""
    if words:
        sys.stderr.write(USAGE)
        return 2
    sys.stdout.write(schema_text())
    return 0
