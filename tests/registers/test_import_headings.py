"""Matching headings to fields."""

from hypothesis import given
from hypothesis import strategies as some

from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.library import load_shelf
from fazhi.registers.importing.headings import How, match
from tests.registers.conftest import SHELF

STALLS: RegisterDefinition = SHELF.get("stalls")


def fields(*headings: str, **remembered: str) -> list[tuple[str, str]]:
    return [(each.field, each.how.value) for each in match(STALLS, headings, remembered)]


def test_heading_goes_by_title_name_and_what_people_add_to_it() -> None:
    assert fields("编号", "名 称*", "kind", "摊位费（元）", "【必填】登记单位") == [
        ("code", "title"),
        ("name", "title"),
        ("kind", "title"),
        ("fee", "title"),
        ("body", "title"),
    ]


def test_state_and_entry_have_columns_of_their_own() -> None:
    assert fields("状态", "条目编号") == [("@state", "title"), ("@entry", "title")]


def test_near_heading_is_proposed_for_the_nearest_field_only() -> None:
    assert fields("登记单位名称", "有效期截止", "随便什么") == [("body", "near"), ("ends_on", "near"), ("", "none")]


def test_remembered_heading_comes_first_even_as_one_that_is_not_read() -> None:
    assert fields("名称", "摊名", 名称="", 摊名="name") == [("", "remembered"), ("name", "remembered")]


def test_remembered_field_that_the_register_no_longer_has_is_forgotten() -> None:
    assert fields("名称", 名称="gone") == [("name", "title")]


def test_heading_that_comes_twice_is_read_once() -> None:
    assert fields("编号", "编号") == [("code", "title"), ("", "none")]


@given(some.lists(some.sampled_from([*(field.title for field in STALLS.fields.values()), "状态", "其他", "", "编码"])))
def test_no_field_has_two_columns(headings: list[str]) -> None:
    found = match(STALLS, headings, {})
    read = [each.field for each in found if each.field]
    assert len(read) == len(set(read))
    assert [each.heading for each in found] == headings
    assert all((each.how is How.NONE) == (not each.field) for each in found)


def test_every_register_of_the_catalog_matches_its_own_titles() -> None:
    for each in load_shelf():
        titles = [field.title for field in each.fields.values()]
        if len(set(titles)) == len(titles):
            assert [found.field for found in match(each, titles, {})] == list(each.fields)
