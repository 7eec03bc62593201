"""From unit names to organizations."""

import pytest

from fazhi.government.models import Alias, Organization, OrganizationKind
from fazhi.government.names import key
from fazhi.plans.intake.matching import directory_of
from tests.conftest import District, plant


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("清和区司法局", "justice"),
        ("区司法局", "justice"),
        ("市司法局", "justice"),
        ("司法局", "justice"),
        ("司法行政部门", "justice"),
        ("区司法局（区委依法治区办）", "justice"),
        ("区市场监管局", "market"),
        ("市监局", "market"),
        ("市市场监督管理局", "market"),
        ("区城管局", "urban"),
        ("区综合行政执法局", "urban"),
        ("东街街道", "street"),
        ("东街街道办", "street"),
        ("区人民法院", "court"),
        ("区法院", "court"),
        ("区政府", "government"),
    ],
)
def test_match_of_a_known_name_is_exact(district: District, name: str, unit: str) -> None:
    found = directory_of(district.jurisdiction).match(name)
    assert (found.state, found.organization_ids) == ("exact", (getattr(district, unit).pk,))


def test_match_by_alias_comes_first(district: District) -> None:
    area = district.jurisdiction
    Alias.objects.create(jurisdiction=area, organization=district.urban, name="区法治办", key=key("区法治办", area))
    assert directory_of(area).match("法治办").organization_ids == (district.urban.pk,)


def test_match_of_a_merged_body_is_only_proposed(district: District) -> None:
    found = directory_of(district.jurisdiction).match("区委依法治区办")
    assert (found.state, found.organization_ids) == ("likely", ())
    assert [candidate.organization_id for candidate in found.candidates] == [district.justice.pk]


def test_match_of_a_similar_name_is_only_proposed(district: District) -> None:
    found = directory_of(district.jurisdiction).match("区城管综合局")
    assert found.state == "likely"
    assert found.candidates[0].organization_id == district.urban.pk
    assert 0.6 <= found.candidates[0].score < 1


def test_match_of_two_units_of_one_kind_is_only_proposed(district: District) -> None:
    second = plant(district.jurisdiction, None, OrganizationKind.DEPARTMENT, "清和区法制办公室", "区法制办")
    found = directory_of(district.jurisdiction).match("司法部门")
    assert found.state == "likely"
    assert {candidate.organization_id for candidate in found.candidates} == {district.justice.pk, second.pk}


@pytest.mark.parametrize("name", ["外星事务署", "", "（）"])
def test_match_of_a_strange_name_is_unknown(district: District, name: str) -> None:
    assert directory_of(district.jurisdiction).match(name).state == "unknown"


@pytest.mark.parametrize(
    ("phrase", "units"),
    [
        ("各街道", {"street"}),
        ("各镇街", {"street", "town"}),
        ("各镇", {"town"}),
        ("区直各部门", {"justice", "market", "urban"}),
        ("各有关部门", {"justice", "market", "urban"}),
        ("各单位", {"justice", "market", "urban", "street", "town"}),
        ("各综合行政执法部门", {"market", "urban"}),
        ("政法各单位", {"justice", "court"}),
        ("各区县", {"street", "town"}),
    ],
)
def test_match_of_a_collective_phrase_expands(district: District, phrase: str, units: set[str]) -> None:
    town = plant(district.jurisdiction, district.government, OrganizationKind.STREET, "清和区双桥镇人民政府", "双桥镇")
    plant(district.jurisdiction, district.market, OrganizationKind.DEPARTMENT, "清和区市场监管执法大队", "执法大队")
    found = directory_of(district.jurisdiction).match(phrase)
    known = {unit: getattr(district, unit, town).pk for unit in units}
    assert found.state == "collective"
    assert set(found.organization_ids) == set(known.values())


def test_match_ignores_dissolved_units(district: District) -> None:
    Organization.objects.filter(pk=district.market.pk).update(dissolved_on="2026-01-01")
    assert directory_of(district.jurisdiction).match("区市场监管局").organization_ids == ()


def test_directory_takes_two_queries(district: District, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):
        directory_of(district.jurisdiction).match("司法局")
