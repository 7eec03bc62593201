"""The installed templates fit the rest of the catalog; what is wrong with one is said with its line."""

from pathlib import Path

from fazhi.catalog.organizations import load_organization_names
from fazhi.figures.language.library import shelf as figures
from fazhi.reports.language.checking import Around, check_templates
from fazhi.returns.language.library import forms

GOOD = """id: small
title: 小报告
about: 试验
heading: "{{ place }}{{ year }}年报告"
maker: justice
publish_before: "04-01"
parts:
  - key: one
    heading: 情况
    writer: justice
    seed: 登记{{ figure:problems_registered }}。
"""


def said(folder: Path, text: str, around: Around | None = None) -> list[str]:
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    found = check_templates(around or Around({"problems_registered"}, {"justice"}, {"table"}), folder)
    return [f"{problem.line} {problem.wrong}" for problem in found]


def test_installed_templates_fit_the_catalog() -> None:
    around = Around(
        set(figures()), {body.key for body in load_organization_names().bodies}, {form.id for form in forms()}
    )
    assert check_templates(around) == []


def test_template_of_known_names_is_good(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD) == []


def test_unknown_figures_bodies_and_forms_are_found_where_they_stand(tmp_path: Path) -> None:
    text = GOOD + "  - {key: two, heading: 表, kind: table, form: nothing}\n"
    assert said(tmp_path, text, Around({"other"}, {"other"}, {"table"})) == [
        "5 没有“justice”这个部门",
        "10 没有“justice”这个部门",
        "11 没有“problems_registered”这个数据",
        "12 没有“nothing”这张统计表",
    ]


def test_token_that_cannot_be_read_and_key_used_twice_are_refused(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD.replace("registered }}", "registered | x：1 }}")) == [
        "11 “{{ figure:problems_registered | x：1 }}”不认识“x:1”，可以写 period、unit、form"
    ]
    assert said(tmp_path, GOOD + "  - {key: one, heading: 再}\n") == ["12 标识“one”重复"]
    assert said(tmp_path, GOOD + "  - {key: two, heading: 表, kind: table}\n") == ["12 统计表没有写明用哪张表"]
