"""Forms as data: the catalog's are sound, and every slip in one is found with its line and what to mend."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.catalog.loading import CatalogError, catalog_path
from fazhi.procedures.applications.library import UnknownFormError, forms, load_forms, read_forms
from fazhi.procedures.applications.schema import schema_text

EXAMPLE = Path(__file__).parent / "example.yaml"


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str], list[str]]:
    """The problems of the example with a piece of it put otherwise."""

    def make(old: str, new: str) -> list[str]:
        text = EXAMPLE.read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "example.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
        return [str(each).partition("example.yaml ")[2] for each in read_forms(tmp_path)[0].problems]

    return make


def test_forms_of_the_catalog_are_sound() -> None:
    assert [str(problem) for file in read_forms() for problem in file.problems] == []
    assert [each.id for each in forms()] == [each.id for each in sorted(forms(), key=lambda f: (f.order, f.id))]


def test_form_that_is_not_there() -> None:
    with pytest.raises(UnknownFormError, match="没有办事表单“nothing”"):
        load_forms(EXAMPLE.parent).get("nothing")


@pytest.mark.parametrize(
    ("old", "new", "say"),
    [
        ("id: example", "id: other", "第 2 行 id：文件名“example.yaml”与表单标识“other”不一致"),
        ("procedure: disclosure_on_request", "procedure: nothing", "procedure：没有程序“nothing”"),
        ("opens: register", "opens: reply", "opens：步骤“答复”不能立案"),
        ("opens: register", "opens: nothing", "opens：程序“政府信息依申请公开”没有步骤“nothing”"),
        ("party: applicant", "party: information", "applicant.party：立案步骤没有当事人要素“information”"),
        ("      form_wanted: {label", "      nothing: {label", "没有要素“nothing”"),
        ("      form_wanted: {label", "      clarification: {label", "立案步骤不填“补正内容”"),
        ("form_wanted != null", "form_wanted > 3", "when：条件有误"),
        ("options: [business,", "options: [trade,", "没有选项“trade”"),
        ("channel: internet", "channel: telepathy", "values.channel：“提交方式”没有选项“telepathy”"),
        ("received: [arrived_on]", "received: [information]", "立案步骤没有日期要素“information”"),
        ("named_by: [information]", "named_by: [email]", "“电子邮箱”是个人信息，不能用作事由"),
        ("named_by: [information]", "named_by: [nothing]", "事由用到的“nothing”没有填写"),
        ("kinds: [government, department, street]", "bodies: [justice]", "由群众选择受理机关时不写 bodies"),
        ("within: 7 working days", "within: soon", "days.within："),
        ("reply.granted: 已", "reply.nothing: 已", "follows.reply.nothing：步骤“答复”没有结果“nothing”"),
        ("  register: {says", "  search: {says", "follows：没有写明立案时群众看到什么"),
        ("into: clarification", "into: information_nothing", "asks[第1项].into：这些步骤不填“information_nothing”"),
        ("limit: clarify_window", "limit: nothing", "asks[第1项].limit：程序没有期限“nothing”"),
        ("papers: [disclosure_reply]", "papers: [nothing]", "answers[第1项].papers：程序没有文书“nothing”"),
        ("withdraw: withdraw", "withdraw: nothing", "withdraw：程序“政府信息依申请公开”没有步骤“nothing”"),
        ("basis: {政府信息公开条例#27: 申请获取相关政府信息}\n", "", "表单没有依据"),
        ("政府信息公开条例#27: 申请", "政府信息公开条例: 申请", "依据“政府信息公开条例”的写法不对"),
        ("phone: required", "phone: none", "实名申请须留电话"),
        ("phone: required", "phone: optional\n  phone_when: nothing == true", "applicant.phone_when：条件有误"),
        ("{label: 希望怎样拿到,", "{past: true, label: 希望怎样拿到,", "form_wanted.past：“申请人要求的形式”不是日期"),
        ("own:\n", "own:\n  more: {title: 还有, type: text}\n", "own.more：“more”没有在任何一页填写"),
    ],
)  # fmt: skip
def test_form_with_a_slip(changed: Callable[[str, str], list[str]], old: str, new: str, say: str) -> None:
    problems = changed(old, new)
    assert any(say in each for each in problems), problems
    assert all(each.startswith("第 ") for each in problems)


def test_form_in_which_a_field_is_asked_twice(changed: Callable[[str, str], list[str]]) -> None:
    more = "own:\n"
    part = "  - title: 再问一次\n    fields:\n      information: {}\n"
    assert changed(more, part + more)[0].partition("：")[2].startswith("“information”问了两次")


def test_forms_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: a\n", encoding="utf-8")
    with pytest.raises(CatalogError):
        load_forms(tmp_path)


def test_schema_is_that_of_the_grammar() -> None:
    committed = catalog_path("applications", "schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(), "请运行 fazhi catalog schema --applications > …/catalog/applications/schema.json"
