import pytest

from fazhi.government.division_codes import problem_with, problem_with_parent


@pytest.mark.parametrize("code", ["110000", "110101", "210900", "990102", "990000"])
def test_code_in_the_national_list_or_the_sample_range_is_accepted(code: str) -> None:
    assert problem_with(code) == ""


@pytest.mark.parametrize("code", ["11010", "1101011", "11010A", "１１０１０１", ""])
def test_code_that_is_not_six_digits_is_refused(code: str) -> None:
    assert problem_with(code) == f"行政区划代码“{code}”应为六位数字，例如 990102。"


@pytest.mark.parametrize("code", ["000000", "110199", "889900", "210009"])
def test_code_that_no_place_has_is_refused(code: str) -> None:
    assert problem_with(code) == f"行政区划代码“{code}”不在 GB/T 2260 名录中，请核对后重填。"


def test_code_under_its_own_city_and_province_is_accepted() -> None:
    assert problem_with_parent("210902", "210900") == ""
    assert problem_with_parent("210900", "210000") == ""


def test_code_under_a_foreign_city_is_refused() -> None:
    assert problem_with_parent("210902", "210800") == "行政区划代码 210902 不属于上级 210800：前4位应为 2108。"
