"""`fazhi catalog schema [--registers | --applications]`: the JSON Schema of files of the catalog, for editors."""

import sys

from fazhi.procedures.applications import schema as applications
from fazhi.procedures.language import schema as procedures
from fazhi.procedures.registers import schema as registers

USAGE = (
    "用法：fazhi catalog schema > src/fazhi/catalog/procedures/schema.json\n"
    "　　　fazhi catalog schema --registers > src/fazhi/catalog/registers/schema.json\n"
    "　　　fazhi catalog schema --applications > src/fazhi/catalog/applications/schema.json\n"
)


def run(words: list[str]) -> int:
    """Prints the schema; returns 0, or 2 for words it does not know."""
    match words:
        case []:
            sys.stdout.write(procedures.schema_text())
        case ["--registers"]:
            sys.stdout.write(registers.schema_text())
        case ["--applications"]:
            sys.stdout.write(applications.schema_text())
        case _:
            sys.stderr.write(USAGE)
            return 2
    return 0
