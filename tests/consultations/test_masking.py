"""What everybody reads of an opinion: numbers that lead to a person are starred out, others stay."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.consultations.masking import masked


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("身份证110101199003070010的人", "身份证110***********0010的人"),
        ("身份证11010119900307001X的人", "身份证110***********001X的人"),
        ("打13800138000给我", "打138****8000给我"),
        ("打 138-0013-8000 给我", "打 138****8000 给我"),
        ("座机010-12345678", "座机010-****78"),
        ("写信到 qian.dd@example.org 吧", "写信到 ****** 吧"),
        ("卡号6222 0200 1234 5678 901", "卡号6222******"),
        ("车京A12345停在门口", "车京A*****停在门口"),
        ("联系人：钱多多", "联系人：钱**"),
        ("住12栋301室", "住12栋**室"),
        ("第十二条第3款建议改为2026年施行，罚款50000元", "第十二条第3款建议改为2026年施行，罚款50000元"),
        ("支持，建议增加300个车位", "支持，建议增加300个车位"),
    ],
)
def test_text_is_masked_where_it_leads_to_a_person(said: str, shown: str) -> None:
    assert masked(said) == shown


AROUND = st.lists(st.sampled_from("停车费第条，。 "), max_size=8).map("".join)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(before=AROUND, number=st.integers(13_000_000_000, 19_999_999_999).map(str), after=AROUND)
def test_no_mobile_number_is_left_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    assert number not in masked(f"{before}{number}{after}")


def test_name_that_was_left_is_hidden_wherever_it_stands() -> None:
    assert masked("钱多多认为可以，钱多多签名", names=["钱多多"]) == "钱**认为可以，钱**签名"
