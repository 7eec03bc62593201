"""`fazhi catalog schema [--registers]`: prints the JSON Schema of procedure files, or of registers, for editors."""

import sys

from fazhi.procedures.language import schema as procedures
from fazhi.procedures.registers import schema as registers

USAGE = (
    "用法：fazhi catalog schema > src/fazhi/catalog/procedures/schema.json\n"
    "　　　fazhi catalog schema --registers > src/fazhi/catalog/registers/schema.json\n"
)


def run(words: list[str]) -> int:
    """Prints the schema; returns 0, or 2 for words it does not know."""
    match words:
        case []:
            sys.stdout.write(procedures.schema_text())
        case ["--registers"]:
            sys.stdout.write(registers.schema_text())
        case _:
            sys.stderr.write(USAGE)
            return 2
    return 0
