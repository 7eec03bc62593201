"""The tree of units and what administrators do to it; the log of it."""

from collections.abc import Callable

import pytest
from django.test import Client

from fazhi.government.actors import Actor
from fazhi.government.models import Organization

SignIn = Callable[[Actor], Client]


def test_tree_shows_units_of_the_own_district_only(handler: Actor, outsider: Actor, sign_in: SignIn) -> None:
    page = sign_in(handler).get("/organizations/").content.decode()
    assert "清和区城市管理局" in page
    assert "望江区" not in page
    assert "设立单位" not in page


def test_tree_costs_the_same_queries_whatever_its_size(
    handler: Actor, sign_in: SignIn, district: object, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in(handler)
    client.get("/organizations/")
    with django_assert_max_num_queries(20) as few:
        client.get("/organizations/")
    for number in range(20):
        unit = Organization(jurisdiction=district.jurisdiction, parent=district.street, kind="community")
        unit.name = unit.short_name = f"东街社区{number}"
        unit.save()
    with django_assert_max_num_queries(20) as many:
        page = client.get("/organizations/").content.decode()
    assert "东街社区19" in page
    assert len(few.captured_queries) == len(many.captured_queries)


def test_system_admin_sets_up_a_unit_with_aliases(system_admin: Actor, district: object, sign_in: SignIn) -> None:
    given = {
        "kind": "department",
        "parent": district.government.pk,
        "name": "清和区水利局",
        "short_name": "区水利局",
        "aliases": "水利局\n\n区水务局\n",
    }
    answer = sign_in(system_admin).post("/organizations/new/", given)
    unit = Organization.objects.get(name="清和区水利局")
    assert answer.url == f"/organizations/{unit.pk}/"
    assert [alias.name for alias in unit.aliases.all()] == ["水利局", "区水务局"]


def test_taken_name_is_refused_at_the_field(system_admin: Actor, district: object, sign_in: SignIn) -> None:
    given = {"kind": "department", "parent": "", "name": "清和区司法局", "short_name": "", "aliases": ""}
    answer = sign_in(system_admin).post("/organizations/new/", given)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"name": ["清和区已有名为“清和区司法局”的单位。"]}


def test_rename_move_and_dissolve(system_admin: Actor, district: object, sign_in: SignIn) -> None:
    client, pk = sign_in(system_admin), district.urban.pk
    client.post(f"/organizations/{pk}/rename/", {"name": "清和区综合行政执法局", "short_name": "区综合执法局"})
    client.post(f"/organizations/{pk}/move/", {"parent": district.justice.pk})
    client.post(f"/organizations/{pk}/dissolve/", {"on": "2026-12-31"})
    unit = Organization.objects.get(pk=pk)
    assert (unit.short_name, unit.parent_id, str(unit.dissolved_on)) == (
        "区综合执法局",
        district.justice.pk,
        "2026-12-31",
    )
    client.get("/")  # reads the flash messages, which name the unit
    assert "区综合执法局" not in client.get("/organizations/").content.decode()
    assert "区综合执法局" in client.get("/organizations/?dissolved=1").content.decode()


def test_move_under_itself_is_refused(system_admin: Actor, district: object, sign_in: SignIn) -> None:
    address = f"/organizations/{district.government.pk}/move/"
    answer = sign_in(system_admin).post(address, {"parent": district.market.pk})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["parent"]


def test_alias_is_added_and_removed(unit_admin: Actor, district: object, sign_in: SignIn) -> None:
    client, address = sign_in(unit_admin), f"/organizations/{district.market.pk}/"
    client.post(address, {"name": "市场监管局"})
    assert [a.name for a in district.market.aliases.all()] == ["市场监管局"]
    client.post(f"{address}aliases/remove/", {"name": "市场监管局"})
    assert district.market.aliases.count() == 0


@pytest.mark.parametrize("verb", ["rename", "move", "dissolve"])
def test_unit_admin_cannot_change_the_tree(unit_admin: Actor, district: object, sign_in: SignIn, verb: str) -> None:
    assert sign_in(unit_admin).get(f"/organizations/{district.market.pk}/{verb}/").status_code == 403


def test_log_tells_who_did_what_in_words(
    system_admin: Actor, audit_admin: Actor, outsider: Actor, district: object, sign_in: SignIn
) -> None:
    sign_in(system_admin).post(
        f"/organizations/{district.urban.pk}/rename/", {"name": "清和区综合行政执法局", "short_name": "区执法局"}
    )
    page = sign_in(audit_admin).get("/records/?q=清和区城市管理局").content.decode()
    assert "席同（xi.tong）" in page
    assert "原：清和区城市管理局" in page
    assert sign_in(outsider).get("/records/").status_code == 403
