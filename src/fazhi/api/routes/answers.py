"""What an operation may answer besides its own, and what it says of the permission it needs."""

from typing import Any

from fazhi.api.shapes.problem import Problem
from fazhi.government.permissions import Permission

READ: dict[int, Any] = {401: Problem, 422: Problem, 429: Problem, 500: Problem}
FIND: dict[int, Any] = {404: Problem, **READ}
WRITE: dict[int, Any] = {400: Problem, 403: Problem, 413: Problem, **READ}


def needs(permission: Permission) -> dict[str, Any]:
    """The permission as the published description shows it: who holds it, and how far."""
    return {
        "x-permission": {
            "key": permission.key,
            "title": permission.title,
            "roles": {role.label: reach.value for role, reach in permission.roles.items()},
        }
    }
