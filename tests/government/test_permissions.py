"""Who may do what, as a table: each permission against each of the cast, and how far it reaches."""

from collections.abc import Callable

import pytest

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import NotAllowed, may, require, within_reach
from fazhi.government.roles import Role
from tests.conftest import District

HOLDERS = {
    "plan.import": {"coordinator"},
    "task.view": {"coordinator", "handler", "head", "supervisor", "unit_admin"},
    "task.report": {"handler", "head"},
    "task.review": {"coordinator", "head"},
    "task.manage": {"coordinator"},
    "followup.issue": {"coordinator"},
    "followup.answer": {"handler", "head"},
    "followup.close": {"coordinator"},
    "followup.view": {"coordinator", "handler", "head", "supervisor", "unit_admin"},
    "monthly.manage": {"coordinator"},
    "monthly.report": {"handler", "head"},
    "problem.register": {"coordinator", "supervisor"},
    "problem.rectify": {"handler", "head"},
    "problem.verify": {"coordinator", "supervisor"},
    "problem.view": {"coordinator", "handler", "head", "supervisor", "unit_admin"},
    "case.view": {"coordinator", "handler", "head", "supervisor"},
    "case.work": {"handler", "head"},
    "finding.explain": {"handler", "head"},
    "finding.settle": {"coordinator", "supervisor"},
    "parameter.set": {"coordinator"},
    "register.view": {"coordinator", "handler", "head", "supervisor", "unit_admin", "other_handler"},
    "register.keep": {"coordinator"},
    "register.keep_own": {"coordinator", "handler", "head", "unit_admin"},
    "register.unmask": {"coordinator", "head", "unit_admin"},
    "draw.hold": {"coordinator", "handler", "head"},
    "draw.view": {"coordinator", "handler", "head", "supervisor", "other_handler"},
    "exam.manage": {"coordinator", "unit_admin"},
    "exam.sit": {"handler", "head", "unit_admin"},
    "figure.view": {"coordinator", "handler", "head", "supervisor"},
    "figure.freeze": {"coordinator", "supervisor"},
    "report.view": {"coordinator", "handler", "head", "supervisor", "other_handler"},
    "report.manage": {"coordinator"},
    "report.write": {"coordinator", "handler", "head"},
    "report.approve": {"head"},
    "assess.view": {"coordinator", "handler", "head", "supervisor"},
    "assess.manage": {"coordinator"},
    "assess.self": {"handler", "head"},
    "assess.review": {"coordinator", "supervisor"},
    "intake.view": {"coordinator", "handler", "head", "supervisor"},
    "intake.handle": {"handler", "head"},
    "notice.view": {"coordinator", "handler", "head", "supervisor"},
    "notice.manage": {"handler", "head"},
    "notice.hold": {"head"},
    "consult.view": {"coordinator", "handler", "head", "supervisor", "other_handler"},
    "consult.manage": {"coordinator", "handler", "head"},
    "unit.manage": {"unit_admin", "system_admin"},
    "tree.manage": {"system_admin"},
    "role.grant": {"security_admin"},
    "record.read": {"audit_admin"},
}


@pytest.mark.parametrize("permission", permissions.ALL, ids=lambda p: p.key)
def test_permission_towards_a_department_is_held_by(
    permission: permissions.Permission, district: District, request: pytest.FixtureRequest
) -> None:
    cast = (
        "coordinator",
        "handler",
        "head",
        "supervisor",
        "unit_admin",
        "system_admin",
        "security_admin",
        "audit_admin",
    )
    others = ("other_handler", "outsider")
    holders = {
        name for name in cast + others if may(request.getfixturevalue(name), permission, organization=district.market)
    }
    assert holders == HOLDERS[permission.key]


def test_refusal_says_who_could(handler: Actor, district: District) -> None:
    with pytest.raises(NotAllowed) as refused:
        require(handler, permissions.PLAN_IMPORT)
    assert refused.value.say == (
        "您没有“导入和调整规划计划”权限。此操作由依法治区办统筹办理，如需开通请联系本单位管理员。"
    )


def test_reach_over_a_subtree_takes_in_all_below(join: Callable[..., Actor], district: District) -> None:
    mayor = join("qu.zhang", "屈章", district.government, Role.HEAD)
    seen = Organization.objects.filter(within_reach(mayor, permissions.TASK_VIEW))
    assert set(seen) == {district.government, district.justice, district.market, district.urban, district.street}


def test_reach_of_nobody_is_empty(security_admin: Actor, district: District) -> None:
    assert not Organization.objects.filter(within_reach(security_admin, permissions.TASK_VIEW)).exists()


def test_reach_does_not_cross_jurisdictions(outsider: Actor, district: District) -> None:
    seen = Organization.objects.filter(within_reach(outsider, permissions.TASK_VIEW))
    assert district.market not in seen
    assert seen.count() == 1


def test_path_of_one_unit_is_no_prefix_of_its_neighbour(join: Callable[..., Actor], district: District) -> None:
    """Ids 1 and 12 must not be mixed up: every step of a path ends with a dot."""
    head = join("fu.yi", "傅一", district.market, Role.HEAD)
    neighbour = Organization(jurisdiction=district.jurisdiction, pk=10**9, path=f"{district.market.path[:-1]}0.")
    assert not may(head, permissions.TASK_VIEW, organization=neighbour)
