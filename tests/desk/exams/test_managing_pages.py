"""Setting and looking after exams: who may open what, forms that keep what was typed, lists of a fixed cost."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from fazhi.documents.spreadsheet import Column, Sheet, write_workbook
from fazhi.exams import exams, results
from fazhi.exams.models import Exam, ExamState, Mode, Objection, Purpose, Training, TrainingThreshold
from fazhi.government.actors import Actor
from fazhi.registers.models import Entry
from tests.conftest import District
from tests.exams.papers import draft, enrol, fill, open_exam, sit, with_rules

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]
PLAN = {
    "title": "岗位练兵测试",
    "purpose": "training",
    "mode": "online",
    "opens_at": "2026-03-03T09:00",
    "closes_at": "2026-03-03T11:00",
    "minutes": "45",
    "attempts": "1",
    "pass_mark": "6",
    "days_between": "0",
}


@pytest.fixture(autouse=True)
def now(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = at.isoformat()


def said(response: Any) -> str:
    return str(response.content.decode())


def test_exam_is_made_step_by_step(
    coordinator: Actor, handler: Actor, district: District, sign_in: SignIn, at: datetime
) -> None:
    fill(district, at=at)
    client = sign_in(coordinator)
    made = client.post("/exams/manage/new/", PLAN)
    exam = Exam.objects.get()
    assert made["Location"] == f"/exams/manage/{exam.pk}/paper/"
    rules = {"kind": "shared", "multiple": "half", "marks_single": "2", "n_penalty_single_": "3"}
    saved = client.post(f"/exams/manage/{exam.pk}/paper/?subject=penalty", rules)
    assert saved["Location"] == f"/exams/manage/{exam.pk}/candidates/enrol/"
    client.post(f"/exams/manage/{exam.pk}/candidates/enrol/", {"lines": "程班,市场监管局", "staffing": "civil"})
    assert "已发布" in said(client.post(f"/exams/manage/{exam.pk}/publish/", follow=True))
    exam.refresh_from_db()
    assert (exam.state, exam.full_mark, exam.multiple) == (ExamState.PUBLISHED, Decimal(6), "half")
    assert exam.candidates.get().person == handler.person


def test_refused_rule_keeps_what_was_typed(
    coordinator: Actor, district: District, sign_in: SignIn, at: datetime
) -> None:
    fill(district, at=at, each=2)
    exam = draft(coordinator, district.justice, at)
    rules = {"kind": "each", "multiple": "all", "marks_single": "2", "n_penalty_single_": "30"}
    page = sign_in(coordinator).post(f"/exams/manage/{exam.pk}/paper/?subject=penalty", rules)
    assert page.status_code == 422
    assert "要 30 题，题库可用 2 题" in said(page)
    assert 'name="n_penalty_single_" value="30"' in said(page)


def test_refused_plan_keeps_what_was_typed(coordinator: Actor, sign_in: SignIn) -> None:
    page = sign_in(coordinator).post("/exams/manage/new/", PLAN | {"closes_at": "2026-03-03T08:00"})
    assert page.status_code == 422
    assert "结束时间应晚于开始时间。" in said(page)
    assert 'value="岗位练兵测试"' in said(page)


def test_unit_admin_is_offered_training_alone_and_sees_published_exams_of_the_area(
    coordinator: Actor, unit_admin: Actor, handler: Actor, district: District, sign_in: SignIn, at: datetime
) -> None:
    fill(district, at=at)
    client = sign_in(unit_admin)
    assert "任前法律知识考试" not in said(client.get("/exams/manage/new/"))
    hidden = draft(coordinator, district.justice, at, title="还在筹备")
    shown = open_exam(coordinator, district.justice, [handler], at, title="全区统考")
    listed = said(client.get("/exams/manage/"))
    assert ("全区统考" in listed, "还在筹备" in listed) == (True, False)
    assert client.get(f"/exams/manage/{hidden.pk}/").status_code == 404
    page = said(client.get(f"/exams/manage/{shown.pk}/"))
    assert ("录入考生" in page, "试题和答案" in page) == (True, False)
    assert client.get(f"/exams/manage/{shown.pk}/paper/preview/").status_code == 403
    assert client.get(f"/exams/manage/{shown.pk}/scores/").status_code == 403


@pytest.mark.parametrize(
    "path", ["manage/", "manage/new/", "cards/", "trainings/", "trainings/new/", "trainings/hours/", "figures/"]
)
def test_pages_of_the_office_are_closed_to_others(path: str, handler: Actor, sign_in: SignIn) -> None:
    assert sign_in(handler).get(f"/exams/{path}").status_code == 403


def test_outsider_finds_nothing_of_another_area(
    coordinator: Actor, handler: Actor, outsider: Actor, district: District, sign_in: SignIn, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    sitting = sit(handler, exam, at)
    client = sign_in(outsider)
    assert "行政执法人员资格考试" not in said(client.get("/exams/manage/"))
    for path in (f"manage/{exam.pk}/", f"manage/{exam.pk}/candidates/", f"sittings/{sitting.pk}/"):
        assert client.get(f"/exams/{path}").status_code == 404


def test_list_from_a_sheet_is_enrolled_and_removed_again(
    coordinator: Actor, handler: Actor, district: District, sign_in: SignIn, at: datetime, upload: Callable[..., Any]
) -> None:
    exam = draft(coordinator, district.justice, at, purpose=Purpose.PRE_APPOINTMENT)
    rows = [["程班", "区市场监管局", "副局长"], ["王生", "区城管局", "局长"]]
    data = write_workbook([Sheet("名单", [Column("姓名"), Column("现单位"), Column("拟任职务")], rows)])
    client = sign_in(coordinator)
    form = {"staffing": "unknown", "sheet": upload("名单.xlsx", data)}
    client.post(f"/exams/manage/{exam.pk}/candidates/enrol/", form)
    found = list(exam.candidates.order_by("id").values_list("name", "intended_post", "person"))
    assert found == [("程班", "副局长", handler.person.pk), ("王生", "局长", None)]
    first = exam.candidates.order_by("id")[0]
    client.post(f"/exams/manage/{exam.pk}/candidates/{first.pk}/remove/")
    assert list(exam.candidates.values_list("name", flat=True)) == ["王生"]


def test_list_with_a_fault_comes_again_with_its_lines(
    coordinator: Actor, district: District, sign_in: SignIn, at: datetime
) -> None:
    exam = draft(coordinator, district.justice, at)
    page = sign_in(coordinator).post(
        f"/exams/manage/{exam.pk}/candidates/enrol/", {"lines": "某人,没有的局", "staffing": "unknown"}
    )
    assert page.status_code == 422
    assert "第 1 行：没有单位“没有的局”" in said(page)
    assert "某人,没有的局</textarea>" in said(page)


def test_scores_are_entered_confirmed_and_certified(
    coordinator: Actor, handler: Actor, district: District, sign_in: SignIn, at: datetime
) -> None:
    exam = draft(
        coordinator,
        district.justice,
        at,
        purpose=Purpose.PRE_APPOINTMENT,
        mode=Mode.OUTSIDE,
        pass_mark=Decimal(60),
        full_mark=Decimal(100),
    )
    enrol(coordinator, exam, [handler], at)
    exams.publish(actor=coordinator, exam=exam, at=at)
    candidate = exam.candidates.get()
    client = sign_in(coordinator)
    address = f"/exams/manage/{exam.pk}/scores/"
    wrong = client.post(address, {f"score_{candidate.pk}": "一百", "sat_on": "2026-03-01"})
    assert (wrong.status_code, "不是数字" in said(wrong), 'value="一百"' in said(wrong)) == (422, True, True)
    client.post(address, {f"score_{candidate.pk}": "92.5", "sat_on": "2026-3-1"})
    assert "成绩已确认。" in said(client.post(f"/exams/manage/{exam.pk}/confirm/", follow=True))
    client.post(f"/exams/manage/{exam.pk}/certificates/")
    candidate.refresh_from_db()
    own = sign_in(handler).get(f"/exams/certificates/{candidate.certificate.pk}.docx")
    text = "\n".join(each.text for each in Document(io.BytesIO(own.content)).paragraphs)
    assert "成绩92.5分" in text
    letter = client.get(f"/exams/manage/{exam.pk}/reply.docx?to=区委组织部")
    assert Document(io.BytesIO(letter.content)).paragraphs[2].text == "区委组织部："


def test_certificate_of_somebody_else_is_refused(
    coordinator: Actor, handler: Actor, other_handler: Actor, district: District, sign_in: SignIn, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    sit(handler, exam, at)
    results.confirm(actor=coordinator, exam=exam, at=exam.closes_at)
    sign_in(coordinator).post(f"/exams/manage/{exam.pk}/certificates/")
    certificate = exam.candidates.get().certificate
    assert sign_in(other_handler).get(f"/exams/certificates/{certificate.pk}.docx").status_code == 403


def test_objection_is_ruled_on_its_page(
    coordinator: Actor, handler: Actor, district: District, sign_in: SignIn, at: datetime, settings: Any
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    sitting = sit(handler, exam, at, right=False)
    settings.FIXED_NOW = exam.closes_at.isoformat()
    question = sitting.paper[-1]["q"]
    sign_in(handler).post(f"/exams/sittings/{sitting.pk}/object/{question}/", {"text": "有误"})
    client = sign_in(coordinator)
    address = f"/exams/manage/{exam.pk}/objections/{Objection.objects.get().pk}/"
    assert "有误" in said(client.get("/"))
    assert client.post(address, {"upheld": "yes", "ruling": ""}).status_code == 422
    client.post(address, {"upheld": "yes", "ruling": "采纳"})
    assert exam.candidates.get().score == Decimal(4)
    assert "有试题作废，成绩已重新评定：采纳" in said(sign_in(handler).get(f"/exams/sittings/{sitting.pk}/"))


def test_cards_are_entered_in_one_sheet_all_or_nothing(
    coordinator: Actor,
    unit_admin: Actor,
    handler: Actor,
    head: Actor,
    district: District,
    sign_in: SignIn,
    at: datetime,
    settings: Any,
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler, head], at)
    sit(handler, exam, at)
    sit(head, exam, at)
    results.confirm(actor=coordinator, exam=exam, at=exam.closes_at)
    settings.FIXED_NOW = (at + timedelta(days=8)).isoformat()
    first, second = exam.candidates.order_by("id")
    client = sign_in(coordinator)
    sheet = {"issued_on": "2026-03-10", "valid_until": "2026-05-01", "kind": "unified", "issuer": "省司法厅"}
    numbers = {f"number_c{first.pk}": "LN-001", f"number_c{second.pk}": "LN-002"}
    wrong = client.post("/exams/cards/", sheet | numbers | {f"valid_until_c{second.pk}": "2026-03-01"})
    assert wrong.status_code == 422
    assert "有效期至的日期要晚于发证日期" in said(wrong)
    assert 'value="LN-001"' in said(wrong)
    assert Entry.objects.filter(register="enforcement_officers").count() == 0
    done = client.post("/exams/cards/", sheet | numbers, follow=True)
    assert "已录入 2 个证件。" in said(done)
    # both end within the register's time of warning: they stand on the sheet again, to be renewed
    cards = Entry.objects.filter(register="enforcement_officers").order_by("key")
    assert [(each.key, each.title) for each in cards] == [("LN-001", "程班"), ("LN-002", "傅泽")]
    renewed = {"issued_on": "2026-04-28", "valid_until": "2031-04-27", "kind": "unified", "renew": f"e{cards[0].pk}"}
    assert "已录入 1 个证件。" in said(client.post("/exams/cards/", renewed, follow=True))
    assert str(cards.get(key="LN-001").valid_until) == "2031-04-27"
    # the unit's administrator sees the own unit's, and enters none
    page = said(sign_in(unit_admin).get("/exams/cards/"))
    assert ("LN-002" in page, "录入证件" in page) == (True, False)
    assert sign_in(unit_admin).post("/exams/cards/", renewed).status_code == 403


def test_new_card_of_somebody_without_staffing_asks_for_it(
    coordinator: Actor, handler: Actor, district: District, sign_in: SignIn, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    exam.candidates.update(staffing="unknown")
    sit(handler, exam, at)
    results.confirm(actor=coordinator, exam=exam, at=exam.closes_at)
    key = f"c{exam.candidates.get().pk}"
    sheet = {"issued_on": "2026-03-10", "valid_until": "2026-05-01", "kind": "unified", f"number_{key}": "LN-001"}
    client = sign_in(coordinator)
    wrong = client.post("/exams/cards/", sheet)
    assert (wrong.status_code, "编制" in said(wrong)) == (422, True)
    client.post("/exams/cards/", sheet | {f"staffing_{key}": "institution"})
    assert Entry.objects.get(key="LN-001").data["staffing"] == "institution"


def test_ending_card_is_seen_by_its_holder_and_by_the_head_of_the_unit(
    coordinator: Actor,
    handler: Actor,
    head: Actor,
    other_head: Actor,
    district: District,
    sign_in: SignIn,
    at: datetime,
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    sit(handler, exam, at)
    results.confirm(actor=coordinator, exam=exam, at=exam.closes_at)
    sheet = {"issued_on": "2026-03-10", "valid_until": "2026-05-01", "kind": "unified"}
    sign_in(coordinator).post("/exams/cards/", sheet | {f"number_c{exam.candidates.get().pk}": "LN-001"})
    for who, sees in ((handler, True), (head, True), (other_head, False)):
        assert ("将到期的执法证" in said(sign_in(who).get("/"))) == sees
    assert "2026-05-01 到期，请及时换发" in said(sign_in(handler).get("/exams/"))


def test_training_is_entered_counted_and_withdrawn(
    coordinator: Actor, handler: Actor, district: District, sign_in: SignIn
) -> None:
    client = sign_in(coordinator)
    form = {"title": "专题培训", "form": "classroom", "held_on": "2026-03-01", "hours": "6"}
    refused = client.post("/exams/trainings/new/", form | {"lines": "路人,市场监管局"})
    assert (refused.status_code, "没有“路人”的账号" in said(refused)) == (422, True)
    client.post("/exams/trainings/new/", form | {"lines": "程班,市场监管局"})
    made = Training.objects.get()
    assert "<b>6</b> 学时" in said(sign_in(handler).get("/exams/"))
    threshold = {"year": "2026", "hours": "40", "source": "清司发〔2026〕2号"}
    client.post("/exams/trainings/threshold/", threshold)
    assert TrainingThreshold.objects.get().hours == Decimal(40)
    assert "要求 40 学时（清司发〔2026〕2号）" in said(sign_in(handler).get("/exams/"))
    assert client.post(f"/exams/trainings/{made.pk}/", {"why": ""}).status_code == 422
    client.post(f"/exams/trainings/{made.pk}/", {"why": "重复登记"})
    assert "<b>0</b> 学时" in said(sign_in(handler).get("/exams/"))


def test_picked_paper_is_ticked_together(coordinator: Actor, district: District, sign_in: SignIn, at: datetime) -> None:
    revised = fill(district, at=at)
    exam = with_rules(coordinator, draft(coordinator, district.justice, at), at, kind="picked")
    client = sign_in(coordinator)
    address = f"/exams/manage/{exam.pk}/paper/pick/"
    marks = {"marks_judgement": "1", "marks_single": "2", "marks_multiple": "4"}
    assert "请勾选" in said(client.post(address, marks))
    client.post(address, marks | {"entry": [str(each) for each in revised.entries[:3]]})
    exam.refresh_from_db()
    assert (exam.questions.count(), exam.full_mark) == (3, Decimal(6))
    client.post(f"/exams/manage/{exam.pk}/paper/drop/", {"question": exam.questions.first().pk})
    assert exam.questions.count() == 2


def test_figures_of_a_year_lead_to_their_lists(
    coordinator: Actor, handler: Actor, district: District, sign_in: SignIn, at: datetime
) -> None:
    fill(district, at=at)
    sit(handler, open_exam(coordinator, district.justice, [handler], at), at)
    page = said(sign_in(coordinator).get("/exams/figures/"))
    assert "/exams/manage/?purpose=qualification" in page
    assert "100%" in page
    assert "held_from=2026-01-01" in page


@pytest.mark.parametrize("page", ["candidates", "list", "exam"])
def test_pages_cost_the_same_for_any_number_of_rows(
    page: str,
    coordinator: Actor,
    district: District,
    sign_in: SignIn,
    at: datetime,
    join: Callable[..., Actor],
) -> None:
    fill(district, at=at)
    client = sign_in(coordinator)
    exam = draft(coordinator, district.justice, at)
    paths = {"candidates": f"/exams/manage/{exam.pk}/candidates/", "list": "/exams/manage/"}
    costs = []
    for number in (1, 3):
        people = [join(f"kao.sheng{number}{each}", f"考生{number}{each}", district.market) for each in range(number)]
        enrol(coordinator, exam, people, at)
        if number > 1:
            draft(coordinator, district.justice, at)
        with CaptureQueriesContext(connection) as queries:
            client.get(paths.get(page, f"/exams/manage/{exam.pk}/"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
