"""Pass 7: names of units."""

import pytest

from fazhi.plans.reading.units.names import is_name, is_sure_name, split_list


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市司法局、市财政局", ["市司法局", "市财政局"]),
        ("市司法局,市财政局;各县区政府", ["市司法局", "市财政局", "各县区政府"]),
        ("市司法局 市财政局", ["市司法局", "市财政局"]),
        ("市文化广电和旅游局、市人力资源和社会保障局", ["市文化广电和旅游局", "市人力资源和社会保障局"]),
        ("市司法局和市财政局", ["市司法局", "市财政局"]),
        ("市中级人民法院及各县区政府", ["市中级人民法院", "各县区政府"]),
        ("各县(市、区)党委和政府", ["各县(市、区)党委和政府"]),
        ("中央、省驻市有关单位", ["中央、省驻市有关单位"]),
        ("各乡镇、街道", ["各乡镇、街道"]),
        ("各乡镇人民政府、各街道办事处", ["各乡镇人民政府", "各街道办事处"]),
        ("市委、市政府办公室", ["市委", "市政府办公室"]),
    ],
)
def test_list_is_cut_into_names(text: str, names: list[str]) -> None:
    assert [text[a:b] for a, b in split_list(text, 0, len(text))] == names


@pytest.mark.parametrize(
    "name", ["市司法局", "各执法部门", "区委依法治区办", "市12345热线中心", "团市委", "某海关", "制定机关"]
)
def test_is_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("text", ["主要负责人", "加强部门协作", "谁执法谁普法部门", "局", "深入推进司法局工作"])
def test_is_no_name(text: str) -> None:
    assert not is_name(text)


def test_running_text_needs_a_surer_name() -> None:
    assert (is_sure_name("市司法局"), is_sure_name("法规科"), is_sure_name("各采购单位")) == (True, False, True)
