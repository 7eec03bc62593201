"""The pages of annual reports: who sees what, nothing typed is lost, files and public data say what the text says."""

import io
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.reports import approving, publishing, writing
from fazhi.reports.models import Report, Section
from fazhi.reports.whole import whole_of
from fazhi.scrutiny.models import Draft
from fazhi.scrutiny.verdicts import Verdict
from tests.conftest import District
from tests.reports.conftest import chief, office, problem, report, saved, section_of, short, writer

__all__ = ["chief", "office", "problem", "report", "short", "writer"]
SignIn = Callable[[Actor], Client]
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def now(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = at.isoformat()


def url(name: str, *args: object) -> str:
    return reverse(f"desk:reports:{name}", args=args)


@pytest.fixture
def published(short: Report, coordinator: Actor, chief: Actor, at: datetime) -> Report:
    approving.submit(actor=coordinator, report=short, at=at)
    seen = whole_of(short, today=TODAY).digest
    approving.approve(actor=chief, report=short, text="经会议审议通过", signed_on=TODAY, seen=seen, at=at)
    publishing.publish(actor=coordinator, report=short, published_on=TODAY, at=at)
    return Report.objects.get(pk=short.pk)


def test_every_page_of_a_report_is_shown_to_those_who_read_it(
    short: Report, coordinator: Actor, supervisor: Actor, outsider: Actor, sign_in: SignIn
) -> None:
    report, section = short, section_of(short, "problems")
    pages = [
        url("home"), url("report", report.pk), url("text", report.pk), url("section", report.pk, section.pk),
        url("revisions", report.pk, section.pk), url("docx", report.pk), url("data", report.pk),
    ]  # fmt: skip
    for actor in (coordinator, supervisor):
        assert {page: sign_in(actor).get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert {page: sign_in(outsider).get(page).status_code for page in pages[1:]} == dict.fromkeys(pages[1:], 404)


@pytest.mark.parametrize("version", ["9" * 30, "-1", "x", ""])
def test_text_with_a_version_of_no_page_comes_back(
    report: Report, coordinator: Actor, sign_in: SignIn, version: str
) -> None:
    section = section_of(report, "decisions")
    page = url("section", report.pk, section.pk)
    answer = sign_in(coordinator).post(page, {"body": "写了很久的一节。", "version": version})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "页面所带的版本号有误" in text
    assert "写了很久的一节。" in text


def test_second_writer_sees_both_texts_and_saves_over_them_knowingly(
    report: Report, coordinator: Actor, writer: Actor, sign_in: SignIn, at: datetime
) -> None:
    section = section_of(report, "decisions")
    page = url("section", report.pk, section.pk)
    saved(writer, section, "甲写的。共同的。", at)
    answer = sign_in(coordinator).post(page, {"body": "乙写的。共同的。", "version": 0})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "执笔 在" in text
    assert "<del>甲写的。</del>" in text
    assert "<ins>乙写的。</ins>" in text
    assert answer.context["form"].initial == {"body": "乙写的。共同的。", "version": 1}
    merged = sign_in(coordinator).post(page, {"body": "甲乙写的。", "version": 1})
    assert (merged.status_code, section_of(report, "decisions").body) == (302, "甲乙写的。")


def test_search_beside_the_editor_finds_figures_with_their_values_and_tokens(
    short: Report, coordinator: Actor, sign_in: SignIn
) -> None:
    section = section_of(short, "leadership")
    page = url("figures", short.pk, section.pk)
    answer = sign_in(coordinator).get(page, {"figure": "登记 问题"}, headers={"HX-Request": "true"})
    (pick,) = answer.context["picks"]
    assert (pick.title, pick.value, pick.previous) == ("登记法治建设问题", "1个", "0个")
    assert "{{ figure:problems_registered }}" in answer.content.decode()


def test_preview_shows_what_is_typed_and_changes_nothing(short: Report, coordinator: Actor, sign_in: SignIn) -> None:
    section = section_of(short, "leadership")
    body = "登记{{ figure:problems_registered }}，<b>{{ figure:nothing }}。"
    answer = sign_in(coordinator).post(url("preview", short.pk, section.pk), {"body": body})
    text = answer.content.decode()
    assert ">1个</a>" in text
    assert "&lt;b&gt;" in text
    assert 'class="doubt"' in text
    assert section_of(short, "leadership").body == section.body


def test_refused_approval_shows_the_text_of_now(
    short: Report, coordinator: Actor, chief: Actor, sign_in: SignIn, at: datetime
) -> None:
    approving.submit(actor=coordinator, report=short, at=at)
    given = {"text": "同意", "signed_on": "2026-03-02", "seen": "old"}
    answer = sign_in(chief).post(url("approve", short.pk), given)
    assert answer.status_code == 422
    assert "数据有变化" in answer.content.decode()
    seen = whole_of(Report.objects.get(pk=short.pk), today=TODAY).digest
    assert answer.context["form"]["seen"].value() == seen
    assert sign_in(chief).post(url("approve", short.pk), given | {"seen": seen}).status_code == 302


def test_official_document_reads_back_as_the_text(published: Report, coordinator: Actor, sign_in: SignIn) -> None:
    answer = sign_in(coordinator).get(url("docx", published.pk))
    written = Document(io.BytesIO(answer.content)).paragraphs
    lines = [paragraph.text for paragraph in written if paragraph.text]
    assert lines == [
        "清和区2025年法治政府建设情况报告",
        "市人民政府：",
        "一、2025年推进法治政府建设的主要举措和成效",
        "（一）加强党的领导，压实法治政府建设责任",
        "全年登记问题1个。",
        "二、存在的不足和原因",
        section_of(published, "problems").body,
        "清和区人民政府",
        "2026年3月2日",
        "（此件公开发布）",
    ]
    # No page begins with the signature alone: the last words of the text go with it.
    last = next(at for at, paragraph in enumerate(written) if paragraph.text == lines[-4])
    assert [each.paragraph_format.keep_with_next for each in written[last : last + 3]] == [True, True, True]


def test_report_made_on_its_page_begins_its_case_and_both_pages_lead_to_each_other(
    coordinator: Actor, office: Organization, district: District, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    given = {"template": "annual_report", "organization": district.government.pk, "year": 2025}
    assert client.post(url("new"), given).status_code == 302
    made = Report.objects.select_related("case").get()
    case_page = reverse("desk:cases:case", args=[made.case_id])
    page = client.get(url("report", made.pk))
    assert [each.title for each in page.context["course"]["days"]] == ["向社会公开"]
    assert f'href="{case_page}"' in page.content.decode()
    assert f'href="{url("report", made.pk)}"' in client.get(case_page).content.decode()


def test_forms_of_a_report_ask_once_for_what_its_case_needs(
    short: Report, coordinator: Actor, chief: Actor, office: Organization, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    assert list(client.get(url("submit", short.pk)).context["form"].fields) == ["text"]
    assert client.post(url("case", short.pk)).status_code == 302
    assert list(client.get(url("submit", short.pk)).context["form"].fields) == ["text", "figures_checked"]
    first = short.sendings.all()[0]
    fields = list(client.get(url("send", short.pk, first.pk)).context["form"].fields)
    assert fields == ["sent_on", "note", "sent_number"]
    assert client.post(url("submit", short.pk), {"text": ""}).status_code == 302
    approval = {"text": "会议通过", "signed_on": "2026-03-02", "seen": "", "meeting_kind": "standing"}
    refused = sign_in(chief).post(url("approve", short.pk), approval)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["seen", "approval_document"])
    assert refused.context["form"]["meeting_kind"].value() == "standing"
    assert "编制程序还不能办理" in str(
        sign_in(chief).post(
            url("approve", short.pk),
            approval | {"seen": refused.context["form"]["seen"].value(), "approval_document": "纪要3号"},
        ).context["form"].errors
    )  # fmt: skip


def test_public_page_and_its_data_state_each_figure_with_what_proves_it(published: Report, client: Client) -> None:
    page = reverse("desk:open-report", args=[2025, published.pk])
    text = client.get(page).content.decode()
    assert '<data value="1">1个</data>' in text
    data = json.loads(client.get(reverse("desk:open-report-data", args=[2025, published.pk])).content)
    figure = data["figures"][0]
    assert (figure["title"], figure["value"], figure["first"], figure["last"]) == (
        "登记法治建设问题", "1", "2025-01-01", "2025-12-31",
    )  # fmt: skip
    assert figure["root"] in text
    assert figure["definition"].startswith("数什么：问题")
    assert f"<dd>{figure['definition']}</dd>" in text
    assert "<dd>2026-03-02 09:00</dd>" in text  # by the clock of the place, as everywhere
    assert client.get(reverse("desk:open-report", args=[2024, published.pk])).status_code == 404


def test_what_cannot_stay_in_the_text_is_said_in_words_below_it(
    report: Report, coordinator: Actor, sign_in: SignIn
) -> None:
    section = section_of(report, "decisions")
    answer = sign_in(coordinator).post(url("preview", report.pk, section.pk), {"body": "共{{ figure: }}。"})
    assert "</mark> 应写成“{{ figure:数据标识 }}”</li>" in answer.content.decode()


def test_text_that_is_checked_knows_its_own_figures(
    short: Report, coordinator: Actor, at: datetime, sign_in: SignIn
) -> None:
    """A clause that leaves out what it is of (经核验2个) is no other figure's, and the records back it."""
    section = section_of(short, "leadership")
    saved(
        coordinator,
        section,
        "登记问题{{ figure:problems_registered }}。\n　其中本年{{ figure:problems_registered }}。",
        at,
    )
    places = whole_of(short, today=TODAY).places
    text = whole_of(short, today=TODAY).text
    assert [(text[at : at + 2], figure) for at, figure in places.items()] == [("1个", "problems_registered")] * 2
    sign_in(coordinator).post(url("check", short.pk))
    stated = Draft.objects.get().figures.filter(start__in=places)
    assert [(each.figure, each.verdict) for each in stated] == [("problems_registered", Verdict.AGREES)] * 2


def test_draft_is_not_public(short: Report, client: Client) -> None:
    assert client.get(reverse("desk:open-report", args=[2025, short.pk])).status_code == 404


def test_writer_hands_in_from_the_editor(report: Report, writer: Actor, sign_in: SignIn) -> None:
    section = section_of(report, "decisions")
    answer = sign_in(writer).post(
        url("section", report.pk, section.pk), {"body": "写好了。", "version": 0, "hand_in": "1"}
    )
    assert answer.status_code == 302
    assert section_of(report, "decisions").state == Section.State.HANDED_IN
    assert not writing.may_write(writer, section_of(report, "enforcement"))


def test_list_of_reports_costs_few_queries(
    short: Report, coordinator: Actor, sign_in: SignIn, at: datetime, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(coordinator)
    client.get(url("home"))
    with django_assert_max_num_queries(10):
        client.get(url("home"))
