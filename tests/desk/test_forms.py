"""Fields and forms: dates as people write them, files checked before any verb, refusals at their field."""

from collections.abc import Callable
from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from fazhi.desk.forms import DateField, FilesField, Form, OrganizationField, OrganizationsField, read_date
from fazhi.desk.pages import apply
from fazhi.files.store import FileRefused
from fazhi.government.actors import Actor
from fazhi.plans.refusals import Refused

Upload = Callable[[str, bytes], SimpleUploadedFile]


class Matter(Form):
    text = forms.CharField(label="事项", widget=forms.Textarea)
    due_on = DateField(label="期限", required=False)
    files = FilesField(label="附件", required=False, extensions=(".docx", ".pdf"), most=2)


class Units(Form):
    lead = OrganizationField(label="牵头单位")
    others = OrganizationsField(label="配合单位", required=False)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026-3-5",
        "2026.3.5",
        "2026/3/5",
        "2026年3月5日",
        "2026 年 3 月 5 日",
        "20260305",
        "２０２６－３－５",
    ],
)
def test_date_is_read_as_people_write_it(text: str) -> None:
    assert read_date(text) == date(2026, 3, 5)


@given(st.dates(min_value=date(1949, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_back_in_every_form(day: date) -> None:
    forms_of_day = [f"{day:%Y-%m-%d}", f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日"]
    assert [DateField().clean(text) for text in forms_of_day] == [day] * 3


@pytest.mark.parametrize("text", ["2026-2-30", "明天", "3月5日", "2026-13-1"])
def test_what_is_no_date_is_told_with_an_example(text: str) -> None:
    form = Matter({"text": "x", "due_on": text})
    assert form.errors == {"due_on": [f"“{text}”不是有效日期，请写成 2026-3-5 或 2026年3月5日。"]}


def test_year_out_of_reach_is_refused() -> None:
    assert Matter({"text": "x", "due_on": "0202-03-05"}).errors == {
        "due_on": ["202 年不在 1949 至 2100 年之间，请核对。"]
    }


def test_files_are_cleaned_to_a_list(upload: Upload) -> None:
    files = [upload("a.docx", b"PK\x03\x04"), upload("b.pdf", b"%PDF-1.7")]
    form = Matter({"text": "x"}, MultiValueDict({"files": files}))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["a.docx", "b.pdf"]
    assert Matter({"text": "x"}).is_valid()


@pytest.mark.parametrize(
    ("files", "errors"),
    [
        ([("a.exe", b"MZ")], ["“a.exe”的类型不能上传。可上传：.docx、.pdf。"]),
        ([("a.pdf", b"")], ["“a.pdf”是空文件，请检查后重新选择。"]),
        ([("a.pdf", b"%PDF"), ("b.pdf", b"%PDF"), ("c.pdf", b"%PDF")], ["一次最多上传 2 个文件，您选择了 3 个。"]),
        (
            [("a.exe", b"MZ"), ("b.pdf", b"")],
            ["“a.exe”的类型不能上传。可上传：.docx、.pdf。", "“b.pdf”是空文件，请检查后重新选择。"],
        ),
    ],
)
def test_files_that_cannot_be_kept_are_each_named(
    upload: Upload, files: list[tuple[str, bytes]], errors: list[str]
) -> None:
    form = Matter({"text": "x"}, MultiValueDict({"files": [upload(*file) for file in files]}))
    assert form.errors == {"files": errors}


def test_too_large_file_is_told_with_its_size(upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    large = upload("a.pdf", b"%PDF")
    large.size = 21 * 1024 * 1024
    form = Matter({"text": "x"}, MultiValueDict({"files": [large]}))
    assert form.errors == {"files": ["“a.pdf”有 21.0 MB，超过 20 MB 上限，请压缩或拆分后上传。"]}


def test_refused_form_says_that_files_must_be_chosen_again(upload: Upload) -> None:
    form = Matter({"text": "", "due_on": "2026-3-5"}, MultiValueDict({"files": [upload("a.pdf", b"%PDF")]}))
    page = str(form)
    assert "请重新选择" in page
    assert 'href="#id_text">事项</a>：请填写事项。' in page
    assert 'aria-describedby="id_text_error"' in page
    assert 'value="2026-3-5"' in page


@pytest.mark.parametrize(
    ("refusal", "errors"),
    [
        (Refused("期限不能早于今天。", field="due_on"), {"due_on": ["期限不能早于今天。"]}),
        (Refused("任务已取消。"), {"__all__": ["任务已取消。"]}),
        (Refused("不在表单里。", field="elsewhere"), {"__all__": ["不在表单里。"]}),
        (FileRefused("文件已损坏。"), {"files": ["文件已损坏。"]}),
    ],
)
def test_refusal_of_a_verb_becomes_an_error_of_the_form(refusal: Exception, errors: dict[str, list[str]]) -> None:
    form = Matter({"text": "x"})
    assert form.is_valid()

    def verb() -> None:
        raise refusal

    assert apply(form, verb) is None
    assert form.errors == errors


def test_verb_that_returns_nothing_still_counts_as_applied() -> None:
    form = Matter({"text": "x"})
    assert form.is_valid()
    assert apply(form, lambda: None)


def test_units_are_grouped_by_kind_and_dissolved_ones_left_out(
    handler: Actor, outsider: Actor, district: object
) -> None:
    district.street.dissolved_on = date(2026, 1, 1)
    district.street.save()
    form = Units(actor=handler)
    groups = [(kind, [str(label) for _, label in units]) for kind, units in list(form.fields["lead"].choices)[1:]]
    assert groups == [
        ("政府", ["区政府"]),
        ("部门", ["区司法局", "区市场监管局", "区城管局"]),
        ("法院检察院等", ["区法院"]),
    ]
    assert "区市场监管局" in str(form["others"])


def test_unit_of_another_district_cannot_be_chosen(handler: Actor, outsider: Actor) -> None:
    form = Units({"lead": str(outsider.seats[0].organization_id)}, actor=handler)
    assert form.errors == {"lead": ["没有这个单位，或它不在您可选的范围内。"]}
