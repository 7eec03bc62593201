from collections.abc import Callable
from datetime import date, datetime

import pytest

from fazhi.government import organizations
from fazhi.government.actors import Actor
from fazhi.government.models import AdministrationRecord, Alias, Organization, OrganizationKind
from fazhi.government.permissions import NotAllowed
from fazhi.government.refusals import Refused
from tests.conftest import District


@pytest.fixture
def create(system_admin: Actor, district: District, at: datetime) -> Callable[..., Organization]:
    def make(name: str, parent: Organization | None = None, **more: object) -> Organization:
        return organizations.create(
            actor=system_admin,
            jurisdiction=district.jurisdiction,
            parent=parent or district.government,
            kind=OrganizationKind.DEPARTMENT,
            name=name,
            short_name="",
            at=at,
            **more,
        )

    return make


def test_new_unit_stands_under_its_parent_and_is_logged(
    create: Callable[..., Organization], district: District, system_admin: Actor
) -> None:
    unit = create("清和区水务局", aliases=["区水利局"])
    assert unit.path == f"{district.government.path}{unit.pk}."
    assert unit.short_name == "清和区水务局"
    assert [alias.name for alias in unit.aliases.all()] == ["区水利局"]
    line = AdministrationRecord.objects.latest("id")
    assert (line.verb, line.subject, line.by) == ("设立单位", "清和区水务局", system_admin.person)


def test_name_of_a_living_unit_is_taken(create: Callable[..., Organization]) -> None:
    with pytest.raises(Refused) as refused:
        create("清和区司法局")
    assert (refused.value.field, refused.value.say) == ("name", "清和区已有名为“清和区司法局”的单位。")


def test_moving_a_unit_moves_all_below_it(
    create: Callable[..., Organization], district: District, system_admin: Actor, at: datetime
) -> None:
    bureau = create("清和区水务局")
    team = create("清和区水务局执法大队", parent=bureau)
    organizations.move(actor=system_admin, organization=bureau, parent=district.justice, at=at)
    bureau.refresh_from_db()
    team.refresh_from_db()
    assert bureau.path == f"{district.justice.path}{bureau.pk}."
    assert team.path == f"{bureau.path}{team.pk}."
    assert bureau.parent == district.justice


def test_unit_cannot_move_below_itself(create: Callable[..., Organization], system_admin: Actor, at: datetime) -> None:
    bureau = create("清和区水务局")
    team = create("清和区水务局执法大队", parent=bureau)
    with pytest.raises(Refused) as refused:
        organizations.move(actor=system_admin, organization=bureau, parent=team, at=at)
    assert refused.value.field == "parent"


def test_unit_with_people_or_children_cannot_be_dissolved(
    handler: Actor, district: District, system_admin: Actor, at: datetime
) -> None:
    for unit, reason in ((district.market, "还有在任人员"), (district.government, "还有下级单位")):
        with pytest.raises(Refused, match=reason):
            organizations.dissolve(actor=system_admin, organization=unit, on=date(2026, 3, 1), at=at)


def test_name_of_a_dissolved_unit_is_free_again(
    create: Callable[..., Organization], system_admin: Actor, at: datetime
) -> None:
    organizations.dissolve(actor=system_admin, organization=create("清和区水务局"), on=date(2026, 3, 1), at=at)
    assert create("清和区水务局").dissolved_on is None


def test_alias_names_one_unit_only(
    create: Callable[..., Organization], district: District, unit_admin: Actor, system_admin: Actor, at: datetime
) -> None:
    organizations.add_alias(actor=unit_admin, organization=district.market, name="区工商局", at=at)
    with pytest.raises(Refused, match="已是“区市场监管局”的别名"):
        organizations.add_alias(actor=system_admin, organization=district.urban, name="工商局", at=at)
    assert Alias.objects.count() == 1


def test_old_name_stays_findable_after_renaming(district: District, system_admin: Actor, at: datetime) -> None:
    organizations.rename(
        actor=system_admin, organization=district.urban, name="清和区综合行政执法局", short_name="区综合执法局", at=at
    )
    assert [alias.name for alias in district.urban.aliases.all()] == ["清和区城市管理局"]


def test_nobody_but_the_system_administrator_changes_the_tree(
    coordinator: Actor, unit_admin: Actor, outsider: Actor, district: District, at: datetime
) -> None:
    for actor in (coordinator, unit_admin, outsider):
        with pytest.raises(NotAllowed):
            organizations.move(actor=actor, organization=district.market, parent=None, at=at)
        with pytest.raises(NotAllowed):
            organizations.create(
                actor=actor,
                jurisdiction=district.jurisdiction,
                parent=None,
                kind="department",
                name="x",
                short_name="",
                at=at,
            )
