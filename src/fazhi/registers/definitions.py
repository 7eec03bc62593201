"""The definition of a register, and what is worked out from it once: its rules compiled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fazhi.procedures import conditions
from fazhi.procedures.conditions import Compiled
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.refusals import Refused


def definition(register: str) -> RegisterDefinition:
    """The register as the catalog defines it. Raises Refused where there is none of this name."""
    # Asked of the module each time: a test, or a site with registers of its own, puts another shelf there.
    try:
        return library.shelf().get(register)
    except library.UnknownRegisterError as error:
        raise Refused(str(error), field="register") from None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to be judged. ``reads`` are the fields it speaks of, in the order of the definition."""

    name: str
    that: Compiled
    say: str
    reads: tuple[str, ...]


_rules: dict[int, tuple[RegisterDefinition, tuple[Rule, ...]]] = {}


def rules_of(defined: RegisterDefinition) -> tuple[Rule, ...]:
    """The rules of a register, compiled once: definitions are loaded once and kept, so their identity is the key."""
    kept = _rules.get(id(defined))
    # Another definition may stand where one that was dropped had stood.
    if kept is None or kept[0] is not defined:
        kept = _rules[id(defined)] = (defined, _made(defined))
    return kept[1]


def _made(defined: RegisterDefinition) -> tuple[Rule, ...]:
    made = []
    for name, rule in defined.rules.items():
        compiled = _compiled(rule.that)
        made.append(Rule(name, compiled, rule.say, tuple(each for each in defined.fields if each in compiled.names)))
    return tuple(made)


@lru_cache(maxsize=1000)
def _compiled(that: str) -> Compiled:
    return conditions.compile(conditions.parse(that))
