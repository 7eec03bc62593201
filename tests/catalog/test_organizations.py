"""The names of government bodies: every name belongs to one body, and what a district writes is known."""

import pytest

from fazhi.catalog.loading import CatalogError, catalog_path, load_yaml
from fazhi.catalog.organizations import LEVEL_MARK, OrganizationKind, OrganizationNames, load_organization_names

HEAD = "title: 名称\nnote: 试\nlevel_words: [区]\n"
TWO_BODIES = """\
bodies:
  - {key: justice, name: 司法局, kind: department, synonyms: [法制办]}
  - {key: sport, name: 体育局, kind: department}
"""


@pytest.fixture(scope="module")
def names() -> OrganizationNames:
    return load_organization_names()


@pytest.fixture
def complaint(tmp_path):
    def complain(text: str) -> str:
        path = tmp_path / "names.yaml"
        path.write_text(HEAD + text)
        with pytest.raises(CatalogError) as caught:
            load_yaml(path, OrganizationNames)
        return str(caught.value).removeprefix(str(path)).strip()

    return complain


@pytest.mark.parametrize(
    ("same", "key"),
    [
        (["发展和改革局", "发展和改革委员会", "发改委", "发改局", "发展改革委"], "development_reform"),
        (["人力资源和社会保障局", "人社局"], "human_resources"),
        (["住房和城乡建设局", "住建局"], "housing"),
        (["市场监督管理局", "市监局", "市场监管局"], "market_regulation"),
        (["文化广电和旅游局", "文旅局", "文广旅局"], "culture_tourism"),
        (["卫生健康委员会", "卫健委", "卫健局"], "health"),
        (["应急管理局", "应急局"], "emergency"),
        (["教育和体育局", "教体局", "教育局"], "education"),
        (["人民政府办公室", "政府办"], "government_office"),
        (["编办", f"{LEVEL_MARK}委编办"], "party_staffing"),
        ([f"依法治{LEVEL_MARK}办", f"{LEVEL_MARK}委全面依法治{LEVEL_MARK}委员会办公室"], "law_based_governance_office"),
        (["法院", f"{LEVEL_MARK}中法", f"{LEVEL_MARK}中院", "人民法院"], "court"),
        (["行政审批局", "政务服务局", "政务服务数据管理局"], "administrative_approval"),
        (["城管局", "综合执法局", "城市管理综合执法局"], "urban_management"),
        (["生态环境局", "生态环境分局"], "ecology_environment"),
        (["公安局", "公安分局"], "public_security"),
        (["贸促会", "国际贸易促进委员会"], "trade_promotion"),
    ],
)
def test_short_and_long_names_are_one_body(names, same, key):
    body = next(body for body in names.bodies if body.key == key)
    assert set(same) <= set(body.all_names)


def test_sports_bureau_is_sought_in_the_merged_bureau(names):
    body = next(body for body in names.bodies if body.key == "sport")
    assert body.often_part_of == ("education", "culture_tourism")


@pytest.mark.parametrize(
    ("phrase", "kinds"),
    [
        ("各镇街", {OrganizationKind.STREET, OrganizationKind.TOWN}),
        ("各街道", {OrganizationKind.STREET}),
        ("区直各部门", {OrganizationKind.DEPARTMENT}),
        ("市政府各部门", {OrganizationKind.DEPARTMENT}),
        ("各县区政府", {OrganizationKind.GOVERNMENT}),
        ("各级各部门", {OrganizationKind.DEPARTMENT, OrganizationKind.STREET, OrganizationKind.TOWN}),
    ],
)
def test_collective_phrase_means_kinds(names, phrase, kinds):
    collective = next(collective for collective in names.collectives if phrase in collective.phrases)
    assert set(collective.kinds) == kinds


def test_enforcement_departments_mean_a_group(names):
    collective = next(collective for collective in names.collectives if "各执法部门" in collective.phrases)
    assert collective.groups == ("law_enforcement",)


def test_every_body_of_a_group_is_asked_for_once(names):
    for group in names.groups:
        assert len(set(group.bodies)) == len(group.bodies)


def test_kinds_of_the_tree_are_coarser():
    assert {kind.tree_kind for kind in OrganizationKind} == {
        "government",
        "party",
        "department",
        "street",
        "community",
        "outside",
    }


def test_name_of_two_bodies_is_refused(complaint):
    text = TWO_BODIES + "  - {key: legal, name: 法制办, kind: department}\n"
    assert (
        complaint(text) == "第 7 行 bodies[第3项].name：“法制办”已经属于 justice。一个名称只能归一处，请删去其中之一。"
    )


def test_repeated_key_is_refused(complaint):
    text = TWO_BODIES + "  - {key: sport, name: 教育局, kind: department}\n"
    assert complaint(text) == "第 7 行 bodies[第3项].key：标识“sport”重复。请换一个未用过的标识。"


def test_unknown_body_in_a_group_is_refused(complaint):
    text = TWO_BODIES + "groups:\n  - {key: all, title: 全部, bodies: [justice, police]}\n"
    assert complaint(text) == (
        "第 8 行 groups[第1项].bodies[第2项]：没有标识为“police”的条目。请检查拼写，或先在文件中加上该条目。"
    )


def test_body_that_is_part_of_itself_is_refused(complaint):
    text = TWO_BODIES.replace("name: 体育局,", "name: 体育局, often_part_of: [sport],")
    assert complaint(text).startswith("第 6 行 bodies[第2项].often_part_of[第1项]：没有标识为“sport”的条目")


def test_collective_without_meaning_is_refused(complaint):
    text = TWO_BODIES + "collectives:\n  - {key: all, phrases: [各部门], meaning: 全部部门}\n"
    assert complaint(text) == (
        "第 8 行 collectives[第1项].phrases：没有说明包括哪些单位。请填写 kinds（单位类型）或 groups（单位组）。"
    )


def test_names_file_is_where_it_is_looked_for():
    assert catalog_path("government", "names.yaml").is_file()
