"""What the parts of a procedure are called, and whose roles may take its steps."""

from __future__ import annotations

from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.steps import ROLES, Step


def title_of(definition: Definition, reference: str) -> str:
    """``review.passed`` → 法制审核·审核通过."""
    name, _, result = reference.partition(".")
    step = definition.steps[name]
    return f"{step.title}·{step.results[result].title}" if result else step.title


def title_of_actor(definition: Definition, name: str) -> str:
    actor = definition.actors.get(name)
    return actor.title if actor else ROLES.get(name, name)


def roles_for(definition: Definition, step: Step) -> frozenset[str]:
    """The roles of membership that may enter a step: its actors', or those who enter for an outside one."""
    roles: set[str] = set()
    for name in step.actors:
        actor = definition.actors.get(name)
        if actor is None:
            roles.add(name)
        elif actor.role:
            roles.add(actor.role)
        else:
            for each in listed(actor.entered_by):
                inner = definition.actors.get(each)
                roles.add((inner.role or each) if inner else each)
    return frozenset(roles)


def first_step(definition: Definition) -> Step:
    return next(step for step in definition.steps.values() if step.after is None)
