"""What a person may see and do. Every page and every verb asks this module, and nothing else decides.

A permission names the roles that carry it and how far each reaches from its seat: the seat's own unit, the unit and
everything below it, or the whole jurisdiction. The answer to a refusal says which role could do it, so that the person
knows whom to ask.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from fazhi.government.actors import Actor, Seat
from fazhi.government.models import Organization
from fazhi.government.roles import Role


class Reach(StrEnum):
    """How far from a seat a role carries a permission."""

    UNIT = "unit"
    SUBTREE = "subtree"
    JURISDICTION = "jurisdiction"


@dataclass(frozen=True)
class Permission:
    """A thing that may be done: `key` is stable, `title` is shown to people, `roles` says who and how far."""

    key: str
    title: str
    roles: dict[Role, Reach]

    def __hash__(self) -> int:
        return hash(self.key)


class NotAllowed(Exception):  # noqa: N818 -- reads as what it says where it is raised
    """Raised by `require`; `say` is the Chinese sentence that the person reads."""

    def __init__(self, permission: Permission, say: str) -> None:
        super().__init__(say)
        self.permission = permission
        self.say = say


UNIT, SUBTREE, JURISDICTION = Reach.UNIT, Reach.SUBTREE, Reach.JURISDICTION

PLAN_IMPORT = Permission("plan.import", "导入和调整规划计划", {Role.COORDINATOR: JURISDICTION})
TASK_VIEW = Permission(
    "task.view",
    "查看任务",
    {
        Role.HANDLER: SUBTREE,
        Role.LEGAL_REVIEWER: SUBTREE,
        Role.HEAD: SUBTREE,
        Role.UNIT_ADMIN: SUBTREE,
        Role.SUPERVISOR: JURISDICTION,
        Role.COORDINATOR: JURISDICTION,
    },
)
TASK_REPORT = Permission("task.report", "填报任务进展", {Role.HANDLER: UNIT, Role.HEAD: UNIT})
TASK_REVIEW = Permission("task.review", "审核任务进展", {Role.HEAD: UNIT, Role.COORDINATOR: JURISDICTION})
TASK_MANAGE = Permission("task.manage", "分解和调整任务", {Role.COORDINATOR: JURISDICTION})
FOLLOWUP_ISSUE = Permission("followup.issue", "交办督办事项", {Role.COORDINATOR: JURISDICTION})
FOLLOWUP_ANSWER = Permission("followup.answer", "反馈督办事项", {Role.HANDLER: UNIT, Role.HEAD: UNIT})
FOLLOWUP_CLOSE = Permission("followup.close", "督办销号", {Role.COORDINATOR: JURISDICTION})
FOLLOWUP_VIEW = Permission("followup.view", "查看督办事项", dict(TASK_VIEW.roles))
MONTHLY_MANAGE = Permission("monthly.manage", "组织月度报告", {Role.COORDINATOR: JURISDICTION})
MONTHLY_REPORT = Permission("monthly.report", "填写月度报告", {Role.HANDLER: UNIT, Role.HEAD: UNIT})
PROBLEM_REGISTER = Permission(
    "problem.register", "登记问题", {Role.COORDINATOR: JURISDICTION, Role.SUPERVISOR: JURISDICTION}
)
PROBLEM_RECTIFY = Permission("problem.rectify", "整改问题", {Role.HANDLER: UNIT, Role.HEAD: UNIT})
PROBLEM_VERIFY = Permission(
    "problem.verify", "核验问题整改", {Role.COORDINATOR: JURISDICTION, Role.SUPERVISOR: JURISDICTION}
)
PROBLEM_VIEW = Permission("problem.view", "查看问题台账", dict(TASK_VIEW.roles))
UNIT_MANAGE = Permission("unit.manage", "维护单位和人员", {Role.UNIT_ADMIN: SUBTREE, Role.SYSTEM_ADMIN: JURISDICTION})
TREE_MANAGE = Permission("tree.manage", "设立、调整和撤销单位", {Role.SYSTEM_ADMIN: JURISDICTION})
ROLE_GRANT = Permission("role.grant", "授予和收回角色", {Role.SECURITY_ADMIN: JURISDICTION})
RECORD_READ = Permission("record.read", "查阅管理日志", {Role.AUDIT_ADMIN: JURISDICTION})

# Unit administrators keep accounts; the people in a case are no business of theirs.
CASE_VIEW = Permission(
    "case.view",
    "查看案件",
    {role: reach for role, reach in TASK_VIEW.roles.items() if role != Role.UNIT_ADMIN},
)
# A coordinator takes the steps that a procedure gives to coordinators by name (年度报告、述法、法治督察), no others.
CASE_WORK = Permission(
    "case.work",
    "办理案件",
    {Role.HANDLER: UNIT, Role.LEGAL_REVIEWER: UNIT, Role.HEAD: UNIT, Role.COORDINATOR: UNIT},
)
FINDING_EXPLAIN = Permission("finding.explain", "说明、整改监督发现", {Role.HANDLER: UNIT, Role.HEAD: UNIT})
FINDING_SETTLE = Permission(
    "finding.settle", "核销监督发现", {Role.SUPERVISOR: JURISDICTION, Role.COORDINATOR: JURISDICTION}
)
PARAMETER_SET = Permission("parameter.set", "设定程序参数", {Role.COORDINATOR: JURISDICTION})

REGISTER_VIEW = Permission("register.view", "查看清单台账", dict.fromkeys(TASK_VIEW.roles, JURISDICTION))
# Which of the two a register needs stands in its definition (`kept_by`).
REGISTER_KEEP = Permission("register.keep", "统一维护清单台账", {Role.COORDINATOR: JURISDICTION})
REGISTER_KEEP_OWN = Permission(
    "register.keep_own",
    "维护本单位清单台账",
    {Role.HANDLER: UNIT, Role.HEAD: UNIT, Role.UNIT_ADMIN: SUBTREE, Role.COORDINATOR: JURISDICTION},
)
REGISTER_UNMASK = Permission(
    "register.unmask",
    "查看清单中的个人信息",
    {Role.HEAD: UNIT, Role.UNIT_ADMIN: SUBTREE, Role.COORDINATOR: JURISDICTION},
)
DRAW_HOLD = Permission(
    "draw.hold", "组织双随机抽取", {Role.HANDLER: UNIT, Role.HEAD: UNIT, Role.COORDINATOR: JURISDICTION}
)
DRAW_VIEW = Permission("draw.view", "查看双随机抽取", dict.fromkeys(CASE_VIEW.roles, JURISDICTION))
EXAM_MANAGE = Permission("exam.manage", "组织考试", {Role.COORDINATOR: JURISDICTION, Role.UNIT_ADMIN: SUBTREE})
# Figures are narrowed to the bodies within reach; what the annual report says of the whole district is for its makers.
FIGURE_VIEW = Permission("figure.view", "查看数据", dict(CASE_VIEW.roles))
FIGURE_FREEZE = Permission("figure.freeze", "固定数据", {Role.COORDINATOR: JURISDICTION, Role.SUPERVISOR: JURISDICTION})
REPORT_VIEW = Permission("report.view", "查看年度报告", dict.fromkeys(CASE_VIEW.roles, JURISDICTION))
REPORT_MANAGE = Permission("report.manage", "组织编制年度报告", {Role.COORDINATOR: JURISDICTION})
REPORT_WRITE = Permission(
    "report.write", "撰写年度报告", {Role.HANDLER: UNIT, Role.HEAD: UNIT, Role.COORDINATOR: JURISDICTION}
)
REPORT_APPROVE = Permission("report.approve", "审定年度报告", {Role.HEAD: SUBTREE})
ASSESS_VIEW = Permission("assess.view", "查看考核", dict(CASE_VIEW.roles))
ASSESS_MANAGE = Permission("assess.manage", "组织考核", {Role.COORDINATOR: JURISDICTION})
ASSESS_SELF = Permission("assess.self", "考核自评和异议", {Role.HANDLER: UNIT, Role.HEAD: UNIT})
ASSESS_REVIEW = Permission("assess.review", "考核评审", {Role.COORDINATOR: JURISDICTION, Role.SUPERVISOR: JURISDICTION})
# What citizens hand in is read by those who answer it, and by those who watch over answers.
INTAKE_VIEW = Permission(
    "intake.view",
    "查看群众来件",
    {Role.HANDLER: UNIT, Role.HEAD: SUBTREE, Role.SUPERVISOR: JURISDICTION, Role.COORDINATOR: JURISDICTION},
)
INTAKE_HANDLE = Permission("intake.handle", "办理群众来件", {Role.HANDLER: UNIT, Role.HEAD: UNIT})
NOTICE_VIEW = Permission("notice.view", "查看公开事项", dict(CASE_VIEW.roles))
NOTICE_MANAGE = Permission("notice.manage", "办理公开事项", {Role.HANDLER: UNIT, Role.HEAD: UNIT})
NOTICE_HOLD = Permission("notice.hold", "决定免予公开", {Role.HEAD: UNIT})
CONSULT_VIEW = Permission("consult.view", "查看征求意见", dict.fromkeys(CASE_VIEW.roles, JURISDICTION))
CONSULT_MANAGE = Permission(
    "consult.manage", "组织征求意见", {Role.HANDLER: UNIT, Role.HEAD: UNIT, Role.COORDINATOR: JURISDICTION}
)
EXAM_SIT = Permission("exam.sit", "参加考试", dict.fromkeys(TASK_VIEW.roles, UNIT))

ALL = (
    PLAN_IMPORT,
    TASK_VIEW,
    TASK_REPORT,
    TASK_REVIEW,
    TASK_MANAGE,
    FOLLOWUP_ISSUE,
    FOLLOWUP_ANSWER,
    FOLLOWUP_CLOSE,
    FOLLOWUP_VIEW,
    MONTHLY_MANAGE,
    MONTHLY_REPORT,
    PROBLEM_REGISTER,
    PROBLEM_RECTIFY,
    PROBLEM_VERIFY,
    PROBLEM_VIEW,
    CASE_VIEW,
    CASE_WORK,
    FINDING_EXPLAIN,
    FINDING_SETTLE,
    PARAMETER_SET,
    REGISTER_VIEW,
    REGISTER_KEEP,
    REGISTER_KEEP_OWN,
    REGISTER_UNMASK,
    DRAW_HOLD,
    DRAW_VIEW,
    EXAM_MANAGE,
    EXAM_SIT,
    FIGURE_VIEW,
    FIGURE_FREEZE,
    REPORT_VIEW,
    REPORT_MANAGE,
    REPORT_WRITE,
    REPORT_APPROVE,
    ASSESS_VIEW,
    ASSESS_MANAGE,
    ASSESS_SELF,
    ASSESS_REVIEW,
    INTAKE_VIEW,
    INTAKE_HANDLE,
    NOTICE_VIEW,
    NOTICE_MANAGE,
    NOTICE_HOLD,
    CONSULT_VIEW,
    CONSULT_MANAGE,
    UNIT_MANAGE,
    TREE_MANAGE,
    ROLE_GRANT,
    RECORD_READ,
)


def may(actor: Actor, permission: Permission, *, organization: Organization | None = None) -> bool:
    """Whether the actor holds the permission at all, or, with a unit given, towards that unit."""
    if organization is None:
        return any(role in permission.roles for role in actor.roles)
    return any(
        _reaches(seat, reach, organization)
        for seat in actor.seats
        for role, reach in permission.roles.items()
        if role in seat.roles
    )


def require(actor: Actor, permission: Permission, *, organization: Organization | None = None) -> None:
    """Raises NotAllowed, saying who could, unless `may` says yes."""
    if may(actor, permission, organization=organization):
        return
    who = "、".join(role.label for role in permission.roles)
    where = f"“{organization}”的" if organization is not None else ""
    raise NotAllowed(
        permission, f"您没有{where}“{permission.title}”权限。此操作由{who}办理，如需开通请联系本单位管理员。"
    )


def within_reach(actor: Actor, permission: Permission, prefix: str = "", *, area: str = "") -> Q:
    """A condition on organizations that the permission reaches, for list queries.

    `prefix` is the lookup path to the organization (``"units__organization"``); empty when filtering organizations.
    `area` is the lookup to the jurisdiction where the rows repeat that of their organization: an index of theirs then
    serves. Matches nothing for an actor who does not hold the permission.
    """
    path = f"{prefix}__path__startswith" if prefix else "path__startswith"
    key = f"{prefix}__in" if prefix else "id__in"
    anywhere = area or (f"{prefix}__jurisdiction" if prefix else "jurisdiction")
    reached = Q(**{key: []})
    for seat in actor.seats:
        reaches = {reach for role, reach in permission.roles.items() if role in seat.roles}
        if Reach.JURISDICTION in reaches:
            reached |= Q(**{anywhere: seat.jurisdiction_id})
        elif Reach.SUBTREE in reaches:
            # A path lies in its jurisdiction: to say so again only shows the index.
            reached |= Q(**{path: seat.path}, **({area: seat.jurisdiction_id} if area else {}))
        elif Reach.UNIT in reaches:
            reached |= Q(**{key: [seat.organization_id]})
    return reached


def reaches_jurisdiction(actor: Actor, permission: Permission, *, area: int | None = None) -> bool:
    """Whether the actor holds the permission for a whole jurisdiction (sees all, not only their own).

    With ``area``: for this one, of several that they may have a seat in.
    """
    return any(
        permission.roles.get(Role(role)) == Reach.JURISDICTION
        for seat in actor.seats
        if area is None or seat.jurisdiction_id == area
        for role in seat.roles
    )


def _reaches(seat: Seat, reach: Reach, organization: Organization) -> bool:
    if reach == Reach.JURISDICTION:
        return seat.jurisdiction_id == organization.jurisdiction_id
    if reach == Reach.SUBTREE:
        return organization.path.startswith(seat.path)
    return seat.organization_id == organization.id
