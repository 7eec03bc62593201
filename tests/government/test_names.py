"""Folding of unit names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.government.models import Jurisdiction
from fazhi.government.names import fold, key

PLACES = ("清和区", "示例市", "示例省")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("市司法局", "清和区司法局"),
        ("区司法局", "司法局"),
        ("清和司法局", "司法局"),
        ("示例省司法厅", "省司法厅"),
        ("清和区市场监督管理局", "区市场监督管理局"),
        ("市市场监督管理局", "市场监督管理局"),
        ("清和区人民政府办公室", "区政府办"),
        ("中共清和区委组织部", "区委组织部"),
        ("区委依法治区办", "市委依法治市办"),
        ("中共清和区委全面依法治区委员会办公室", "区委全面依法治区委员会办公室"),
        ("东街街道办事处", "东街街道"),
        ("清和区东街街道办", "东街办事处"),
        ("双桥镇人民政府", "双桥镇"),
        ("桥头村村民委员会", "桥头村"),
        ("清和区人民法院", "区法院"),
        ("示例市公安局清和区分局", "公安局区分局"),
        ("区 司 法 局", "区司法局"),
        ("区司法局（依法治区办）", "区司法局(依法治区办)"),
    ],
)
def test_fold_of_two_spellings_is_one(first: str, second: str) -> None:
    assert fold(first, PLACES) == fold(second, PLACES)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("区司法局", "区财政局"),
        ("市场监督管理局", "场监督管理局"),
        ("清和街道", "东街街道"),
        ("清和街道办事处", "街道办事处"),
        ("区委", "区政府"),
        ("区委组织部", "区委宣传部"),
        ("市政工程处", "工程处"),
    ],
)
def test_fold_of_two_units_differs(first: str, second: str) -> None:
    assert fold(first, PLACES) != fold(second, PLACES)


def test_fold_of_market_bureau_keeps_its_first_word() -> None:
    assert fold("清和区市场监督管理局", PLACES) == "市场监督管理局"


@given(st.text(alphabet="中共清和区示例市省县委员会政府司法局办公室街道镇村（） 、", max_size=16))
def test_fold_twice_changes_nothing(name: str) -> None:
    once = fold(name, PLACES)
    assert fold(once, PLACES) == once


def test_key_knows_the_parents_of_a_jurisdiction(district: object) -> None:
    area = district.jurisdiction
    area.parent = Jurisdiction.objects.create(code="990100", name="示例市")
    assert key("示例市公安局清和区分局", area) == "公安局分局"
