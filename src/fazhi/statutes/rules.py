"""Who may change the library. Reading it is open to everybody: the law is public."""

from fazhi.government.permissions import JURISDICTION, Permission
from fazhi.government.roles import Role

STATUTE_IMPORT = Permission(
    "statute.import", "导入法规", {Role.COORDINATOR: JURISDICTION, Role.SYSTEM_ADMIN: JURISDICTION}
)
