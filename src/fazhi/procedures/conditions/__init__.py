"""The condition language of procedures 条件语言: a part of CEL, statically typed, with three values, pure.

`parse` reads a condition, `check` holds it against what the procedure declares, `compile` makes it ready to run;
`explain` says it in Chinese, and `satisfy` finds facts that make it true, for the proofs of a procedure.
"""

from fazhi.procedures.conditions.checking import check
from fazhi.procedures.conditions.definitions import inline
from fazhi.procedures.conditions.errors import ConditionError
from fazhi.procedures.conditions.evaluation import Compiled, Value, compile  # noqa: A004 - as in re.compile
from fazhi.procedures.conditions.functions import FUNCTIONS, QUESTIONS, CaseFacts
from fazhi.procedures.conditions.parser import parse
from fazhi.procedures.conditions.search import representatives, satisfy
from fazhi.procedures.conditions.tree import Expression, to_text
from fazhi.procedures.conditions.types import (
    ANYTHING,
    BOOLEAN,
    DATE,
    NULL,
    NUMBER,
    TEXT,
    ListOf,
    Name,
    Number,
    Record,
    Text,
    Type,
)
from fazhi.procedures.conditions.unknown import Unknown
from fazhi.procedures.conditions.words import explain, explain_missing

__all__ = [
    "ANYTHING",
    "BOOLEAN",
    "DATE",
    "FUNCTIONS",
    "NULL",
    "NUMBER",
    "QUESTIONS",
    "TEXT",
    "CaseFacts",
    "Compiled",
    "ConditionError",
    "Expression",
    "ListOf",
    "Name",
    "Number",
    "Record",
    "Text",
    "Type",
    "Unknown",
    "Value",
    "check",
    "compile",
    "explain",
    "explain_missing",
    "inline",
    "parse",
    "representatives",
    "satisfy",
    "to_text",
]
