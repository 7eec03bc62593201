"""Roles (角色). The three administrators (三员) hold no business role and are never the same person."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is in an organization."""

    HANDLER = "handler", "承办人"
    LEGAL_REVIEWER = "legal_reviewer", "法制审核"
    HEAD = "head", "负责人"
    SUPERVISOR = "supervisor", "监督员"
    COORDINATOR = "coordinator", "依法治区办统筹"
    UNIT_ADMIN = "unit_admin", "单位管理员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def clash(roles: frozenset[str] | set[str]) -> str:
    """Says in Chinese why one person may not hold these roles together; empty when there is nothing against it."""
    administrators = ADMINISTRATORS & roles
    if len(administrators) > 1:
        names = "、".join(sorted(Role(role).label for role in administrators))
        return f"{names}不得由同一人担任：系统、安全、审计三类管理员必须分设。"
    if administrators and roles - ADMINISTRATORS:
        return f"{Role(next(iter(administrators))).label}不得兼任业务角色，请另设账号由他人担任。"
    return ""
