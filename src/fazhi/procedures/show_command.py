"""`fazhi catalog show NAME [--edition D] [--svg FILE]`: explains a procedure in words, and draws it; or a register."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import Library, UnknownProcedureError, read_files
from fazhi.procedures.outlining.building import outline
from fazhi.procedures.outlining.svg import drawing
from fazhi.procedures.outlining.text import text
from fazhi.procedures.registers import telling
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.library import read_registers

USAGE = "用法：fazhi catalog show 程序或者清单 [--edition 2021-07-15] [--svg 文件.svg]\n"


def run(words: list[str]) -> int:
    """Prints the procedure or register; 0, 1 where it is not there or cannot be written, 2 for unknown words."""
    try:
        asked = _parser().parse_args(words)
    except _NotUnderstoodError:
        sys.stderr.write(USAGE)
        return 2
    if register := _register(asked.procedure):
        sys.stdout.write(telling.text(register))
        return 0
    files = read_files()
    found = Library(tuple(file.located for file in files if file.located and not file.problems))
    try:
        definition = _chosen(found, asked.procedure, asked.edition)
    except UnknownProcedureError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(text(outline(definition)))
    if asked.svg:
        try:
            Path(asked.svg).write_text(drawing(definition), encoding="utf-8")
        except OSError as error:
            sys.stderr.write(f"流程图写不进“{asked.svg}”：{error.strerror}。请换一个位置。\n")
            return 1
    return 0


def _register(name: str) -> RegisterDefinition | None:
    """The register of that name, where there is one that can be used."""
    sound = (file.located.value for file in read_registers() if file.located and not file.problems)
    return next((register for register in sound if register.id == name), None)


def _chosen(library: Library, procedure: str, edition: date | None) -> Definition:
    return library.get(procedure, edition) if edition else library.editions(procedure)[-1]


class _NotUnderstoodError(Exception):
    pass


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _NotUnderstoodError(message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(add_help=False)
    parser.add_argument("procedure")
    parser.add_argument("--edition", type=date.fromisoformat)
    parser.add_argument("--svg")
    return parser
