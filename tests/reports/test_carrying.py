"""A report and its case are one: what is done with the one is an act of the other, and neither goes on without it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Act, Case, Clock
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import NotAllowed
from fazhi.government.roles import Role
from fazhi.reports import approving, carrying, commenting, knowing, making, outline, publishing, rounds, sending
from fazhi.reports.language.course import Moment
from fazhi.reports.models import Comment, Report
from fazhi.reports.refusals import Refused
from fazhi.reports.whole import whole_of
from tests.conftest import District
from tests.reports.conftest import saved, section_of

TODAY = date(2026, 3, 2)
MEETING = {"meeting_kind": "standing", "approval_document": "会议纪要第3期"}


@pytest.fixture
def tied(short: Report, coordinator: Actor, at: datetime) -> Report:
    """The short report with everything that the procedure asks for, and its case begun."""
    for key in ("first_responsible", "next_steps"):
        made = outline.add(
            actor=coordinator, report=short, heading="安排" if key == "next_steps" else "履职", level=1, at=at
        )
        short.sections.filter(pk=made.pk).update(key=key)
        saved(coordinator, section_of(short, key), "主要负责人亲自部署、过问、协调、督办，下一年抓好三件事。" * 4, at)
    begun(coordinator, short, at)
    return Report.objects.get(pk=short.pk)


@pytest.fixture
def reviewer(join: Callable[..., Actor], district: District) -> Actor:
    return join("shen.he", "申和", district.justice, Role.LEGAL_REVIEWER)


def begun(actor: Actor, report: Report, at: datetime) -> Case:
    return carrying.begin(actor=actor, report=report, sources=knowing.of_report(report), at=at)


def acts(report: Report) -> list[str]:
    """The acts of the report's case: step.result."""
    rows = Act.objects.filter(case=Report.objects.get(pk=report.pk).case).order_by("seq")
    return [f"{each.step}.{each.result}" if each.result else each.step for each in rows]


def take(actor: Actor, report: Report, step: str, result: str, at: datetime) -> None:
    taking.take(actor=actor, case_id=report.case_id, given=Given(step, at.date(), result=result), at=at)


def approved(report: Report, chief: Actor, at: datetime) -> Report:
    seen = whole_of(report, today=at.date()).digest
    return approving.approve(
        actor=chief, report=report, text="会议通过", signed_on=at.date(), seen=seen, asked=MEETING, at=at
    )


def test_case_begins_with_what_the_report_knows_and_its_limits_are_the_days_of_the_report(
    tied: Report, district: District
) -> None:
    case = tied.case
    assert (case.procedure, case.organization, case.title) == ("annual_report", district.justice, tied.title)
    assert (case.data["report_year"], case.data["reporter"], case.data["lead_body"]) == (2025, "government", "区司法局")
    assert case.data["division"][0]["unit"] == "区司法局"
    due = dict(Clock.objects.filter(case=case).values_list("limit", "due_on"))
    assert (due["publish"], due["send_party"]) == (date(2026, 3, 31), date(2026, 2, 28))
    assert (tied.publish_by, tied.sendings.get(key="party").due_on) == (due["publish"], due["send_party"])


def test_what_is_done_with_a_report_are_acts_of_its_case(
    tied: Report, coordinator: Actor, chief: Actor, reviewer: Actor, handler: Actor, district: District, at: datetime
) -> None:
    opened = rounds.ask(actor=coordinator, report=tied, units=[district.market], due_on=date(2026, 3, 9), at=at)
    comment = commenting.comment(actor=handler, section=section_of(tied, "leadership"), text="补写检查。", at=at)
    rounds.close(actor=coordinator, opened=opened, at=at)
    assert acts(tied) == ["start", "draft", "consult"]
    # The opinions go into the case with what became of them.
    commenting.answer(actor=coordinator, comment=comment, disposition=Comment.Answer.DECLINED, text="已有。", at=at)
    approving.submit(actor=coordinator, report=tied, asked={"figures_checked": True}, at=at)
    assert acts(tied)[3:] == ["receive_comments", "revise"]
    with pytest.raises(Refused, match=r"编制程序还不能办理“审定·审定通过”：.*审核"):
        approved(tied, chief, at)
    take(reviewer, tied, "review", "passed", at)
    take(coordinator, tied, "check_secrecy", "open", at)
    approved(tied, chief, at)
    first = tied.sendings.get(key="party")
    sent = sending.record(actor=coordinator, sending=first, sent_on=TODAY, asked={"sent_number": "清政1号"}, at=at)
    assert sent.number == "清政1号"
    publishing.publish(
        actor=coordinator, report=tied, published_on=TODAY, asked={"publish_channels": ["website"]}, at=at
    )
    assert acts(tied)[5:] == ["review.passed", "check_secrecy.open", "approve.approved", "send.party", "publish"]
    case = Case.objects.get(pk=tied.case_id)
    assert case.data["comments"] == [
        {"unit": "区市场监管局", "opinion": "加强党的领导，压实法治政府建设责任：补写检查。", "handling": "declined",
         "reason": "已有。"}
    ]  # fmt: skip
    assert case.data["contents"] == ["achievements", "problems", "leaders", "next_year"]
    assert dict(Clock.objects.filter(case=case).values_list("limit", "state"))["publish"] == "met"
    assert tied.entries.get(kind="publish").text == f"2026-03-02 公开（{case.number}第10号记录）"


def test_report_given_back_is_revised_in_its_case_and_reviewed_again(
    tied: Report, coordinator: Actor, chief: Actor, reviewer: Actor, at: datetime
) -> None:
    for round_ in range(2):
        approving.submit(actor=coordinator, report=tied, asked={"figures_checked": True}, at=at)
        take(reviewer, tied, "review", "passed", at)
        take(coordinator, tied, "check_secrecy", "open", at)
        if not round_:
            approving.return_(actor=chief, report=tied, text="充实执法部分。", at=at)
    assert approved(tied, chief, at).state == Report.State.APPROVED
    reviewed = ["review.passed", "check_secrecy.open"]
    assert acts(tied)[1:] == ["draft", *reviewed, "approve.returned", "revise", *reviewed, "approve.approved"]
    assert Case.objects.get(pk=tied.case_id).data["opinion"] == "充实执法部分。"


def test_correction_of_a_published_report_leaves_its_case_as_it_is(
    tied: Report, coordinator: Actor, chief: Actor, reviewer: Actor, at: datetime
) -> None:
    approving.submit(actor=coordinator, report=tied, at=at)
    take(reviewer, tied, "review", "passed", at)
    take(coordinator, tied, "check_secrecy", "open", at)
    approved(tied, chief, at)
    asked = {"publish_channels": ["website"]}
    publishing.publish(actor=coordinator, report=tied, published_on=TODAY, asked=asked, at=at)
    before = acts(tied)
    approving.reopen(actor=coordinator, report=tied, text="漏写一项。", at=at)
    assert carrying.asks(Report.objects.get(pk=tied.pk), Moment.SUBMIT) == {}
    later = at + timedelta(days=1)
    approving.submit(actor=coordinator, report=tied, at=later)
    approved(tied, chief, later)
    publishing.publish(actor=coordinator, report=tied, published_on=later.date(), reason="补写一项。", at=later)
    assert (acts(tied), tied.publications.count()) == (before, 2)


def test_case_that_was_opened_by_hand_is_tied_and_not_opened_again(
    short: Report, coordinator: Actor, district: District, at: datetime
) -> None:
    data = {"title": "年报", "report_year": 2025, "reporter": "government", "lead_body": "区司法局"}
    data |= {"division": [{"part": "全文", "unit": "区司法局"}]}
    opened = taking.open_case(
        actor=coordinator, procedure="annual_report", organization=district.justice,
        given=Given("start", TODAY, data=data), at=at,
    )  # fmt: skip
    assert begun(coordinator, short, at) == opened.case
    with pytest.raises(Refused, match=f"编制程序已经启动，案号 {opened.case.number}"):
        begun(coordinator, short, at)
    assert Case.objects.count() == 1


def test_only_those_of_the_body_that_makes_the_report_carry_on_its_case(
    tied: Report, join: Callable[..., Actor], coordinator: Actor, office: Organization, at: datetime
) -> None:
    approving.submit(actor=coordinator, report=tied, at=at)
    mayor = join("qu.zhang", "区章", tied.organization, Role.HEAD)
    assert not approving.may_approve(mayor, tied)
    with pytest.raises(NotAllowed):
        approved(tied, mayor, at)
    clerk = join("ban.shi", "办师", tied.maker, Role.HANDLER)
    assert approving.return_(actor=clerk, report=tied, text="再核一遍。", at=at).is_open
    with pytest.raises(NotAllowed):
        approving.submit(actor=join("qi.ta", "其他", office, Role.HANDLER), report=tied, at=at)


def test_department_makes_its_own_report_in_its_own_name(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    made = making.make(
        actor=coordinator, organization=district.market, template="disclosure_annual_report", year=2025, at=at
    )
    assert (made.maker, made.title[:10]) == (district.market, "清和区市场监督管理局")
    case = begun(handler, made, at)
    assert (case.procedure, case.data["reporter"]) == ("disclosure_annual_report", "department")
    assert Report.objects.get(pk=made.pk).publish_by == date(2026, 1, 31)
