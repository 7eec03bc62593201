"""`fazhi catalog check [--statutes DIR]`: proves everything in the catalog, and that the law says what is cited."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from fazhi.catalog.check import check_catalog
from fazhi.catalog.loading import CatalogError, CatalogProblem, Located
from fazhi.catalog.sample_district import SampleDistrict, SamplePeople
from fazhi.catalog.sample_files import load_sample_file
from fazhi.catalog.sample_registers import load_sample_registers
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.applications.library import ReadForm, read_forms
from fazhi.procedures.instruments import check_instruments
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import Library as Procedures
from fazhi.procedures.language.library import read_files
from fazhi.procedures.linking import check_links
from fazhi.procedures.proving.proof import prove
from fazhi.procedures.registers.checking import check_references
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.library import Shelf, read_registers
from fazhi.procedures.registers.sample_checking import SampleCheck
from fazhi.statutes.reading import Library, MalformedStatute
from fazhi.statutes.verifying import Verification, verify_file, verify_files

USAGE = "用法：fazhi catalog check [--statutes 法规文件夹]\n"


def run(
    words: list[str],
    further: Sequence[Callable[[], list[CatalogProblem]]] = (),
    resting: Callable[[], Sequence[Located[Any]]] = tuple,
) -> int:
    """Checks the catalog; returns 0 when nothing is wrong, 1 when something is, 2 for words it does not know.

    ``further``: checks of layers above (figures, forms, templates, indicators), which rest on procedures and registers
    and are asked only when those can be used. ``resting``: files of layers above that rest on law; their citations are
    verified beside those of procedures, registers and forms.
    """
    match words:
        case []:
            folder = None
        case ["--statutes", name]:
            folder = Path(name)
        case _:
            sys.stderr.write(USAGE)
            return 2
    # First of all: nobody should wait for the proofs to be told that the folder is wrong.
    statutes = _loaded(folder) if folder else None
    if folder and statutes is None:
        return 1
    files, registers = read_files(), read_registers()
    sound = [file.located for file in files if file.located and not file.problems]
    problems = [*check_catalog(), *(problem for file in files for problem in file.problems)]
    problems += [problem for register in registers for problem in register.problems]
    forms: Sequence[ReadForm] = ()
    # Papers of a procedure that cannot be used are not looked at: their templates would look unused. And what leads
    # from file to file is followed only where every file can be read: one mistake should not look like many.
    if len(sound) == len(files):
        problems += check_instruments(Procedures(tuple(sound)))
        if not any(register.problems for register in registers):
            problems += _between(sound, [register.located for register in registers if register.located])
            forms = read_forms(known={file.value.id: file.value for file in sound})
            problems += [problem for form in forms for problem in form.problems]
            problems += [problem for check in further for problem in check()]
    _print_problems(problems)
    readable = [file.located for file in files if file.located]
    problems += _proofs(sound)
    lists = [register.located for register in registers if register.located]
    asked = [form.located for form in forms if form.located]
    failed = (
        _cited(readable, [*lists, *asked, *resting()], statutes) if statutes else _form_only(readable, lists, asked)
    )
    sys.stdout.write(f"发现 {len(problems)} 处问题。\n" if problems else "内置资料全部合规。\n")
    return 1 if problems or failed else 0


def _print_problems(problems: Sequence[CatalogProblem]) -> None:
    for problem in problems:
        sys.stdout.write(f"{problem}\n")


def _proofs(files: Sequence[Located[Definition]]) -> list[CatalogProblem]:
    """Proves procedures whose form is right; prints how far each proof went."""
    problems: list[CatalogProblem] = []
    for file in files:
        proof = prove(file)
        _print_problems(proof.problems)
        sys.stdout.write(f"{proof}。\n")
        problems += proof.problems
    return problems


def _between(
    procedures: Sequence[Located[Definition]], registers: Sequence[Located[RegisterDefinition]]
) -> list[CatalogProblem]:
    """What is wrong between registers, procedures and the entries of the sample district."""
    problems = check_references(registers, {file.value.id for file in procedures})
    problems += check_links(procedures, [register.value for register in registers])
    try:
        files = load_sample_registers()
        district = load_sample_file("district", SampleDistrict).value
        people = load_sample_file("people", SamplePeople).value
    except CatalogError as error:
        # Those of the district and its people are told by `check_catalog` already.
        return problems + [each for each in error.problems if each.file.startswith("sample/registers/")]
    units = {unit.key for unit in district.organizations}
    return problems + list(SampleCheck(Shelf(tuple(registers)), files, units, people).problems())


def _form_only(
    files: Sequence[Located[Definition]],
    registers: Sequence[Located[RegisterDefinition]],
    forms: Sequence[Located[ApplicationForm]],
) -> int:
    if files:
        sys.stdout.write(
            f"程序文件 {len(files)} 份、清单 {len(registers)} 个、办事表单 {len(forms)} 张："
            "依据只核对了写法，没有核对法条原文；要核对原文，请加 --statutes 法规文件夹。\n"
        )
    return 0


def _loaded(folder: Path) -> Library | None:
    """The statutes of a folder; None, said why, where there are none."""
    try:
        return Library.load(folder)
    except MalformedStatute as fault:
        sys.stdout.write(f"无法核对法条原文：{fault}\n")
        return None


def _cited(
    files: Sequence[Located[Definition]],
    others: Sequence[Located[Any]],
    statutes: Library,
) -> int:
    """Prints what became of the citations; gives the number of failures and of statutes that cannot be read."""
    for unread in statutes.faults:
        sys.stdout.write(f"法规文件读不出：{unread}\n")
    done = [*verify_files(files, statutes), *(verify_file(other, statutes) for other in others)]
    for verification in done:
        _print_problems(verification.failures)
    sys.stdout.writelines(f"{line}\n" for line in table(done))
    return sum(len(verification.failures) for verification in done) + len(statutes.faults)


def table(verifications: Sequence[Verification]) -> Iterator[str]:
    """The count of citations by file, aligned for a terminal."""
    head = ("文件", "引证", "已核实", "不符", "未核实来源")
    rows = [(each.file, each.citations, each.verified, len(each.failures), each.unverified) for each in verifications]
    total = ("合计", *(sum(int(row[column]) for row in rows) for column in range(1, len(head))))
    cells = [head, *rows, total]
    widths = [max(_width(str(row[column])) for row in cells) for column in range(len(head))]
    for row in cells:
        first, *counts = (str(cell) for cell in row)
        aligned = (" " * (width - _width(text)) + text for text, width in zip(counts, widths[1:], strict=True))
        yield "  ".join((first + " " * (widths[0] - _width(first)), *aligned))


def _width(text: str) -> int:
    """Columns that a text takes in a terminal, where Chinese characters are two wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
