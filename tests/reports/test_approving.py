"""From submission to publication: what is missing stops it, figures are frozen, later changes show as differences."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.plans import problems
from fazhi.reports import approving, commenting, outline, publishing, rounds, sending, writing
from fazhi.reports.missing import missing
from fazhi.reports.models import Comment, Publication, Report, StatedFigure
from fazhi.reports.refusals import Refused
from fazhi.reports.whole import changes, whole_of
from tests.conftest import District
from tests.reports.conftest import saved, section_of

TODAY = date(2026, 3, 2)
WORDS = "经区政府第5次常务会议审议通过"


@pytest.fixture
def approve(short: Report, coordinator: Actor, chief: Actor, at: datetime) -> Callable[[], Report]:
    """Submits and approves, as seen on the day."""

    def run(when: datetime = at) -> Report:
        approving.submit(actor=coordinator, report=short, at=when)
        seen = whole_of(short, today=when.date()).digest
        return approving.approve(actor=chief, report=short, text=WORDS, signed_on=date(2026, 3, 1), seen=seen, at=when)

    return run


def says(report: Report) -> list[tuple[bool, str]]:
    return [(lack.blocks, lack.say) for lack in missing(whole_of(report, today=TODAY))]


def test_text_states_what_the_ledger_holds_and_leaves_out_what_it_does_not(short: Report) -> None:
    part = next(part for part in whole_of(short, today=TODAY).parts if part.section.key == "leadership")
    assert part.text == "（一）加强党的领导，压实法治政府建设责任\n全年登记问题1个。"


def test_sections_that_nobody_touched_are_pointed_out(report: Report, coordinator: Actor, at: datetime) -> None:
    for section in report.sections.exclude(key__in=("achievements", "leadership", "emergencies")).order_by("-order"):
        outline.remove(actor=coordinator, section=section, at=at)
    untouched = (
        False,
        "有 2 节仍是模板文字，没有人改过或者交稿：“加强党的领导，压实法治政府建设责任”、“依法预防处置突发事件”",
    )
    assert untouched in says(report)
    saved(coordinator, section_of(report, "leadership"), "一。", at)
    writing.accept(actor=coordinator, section=section_of(report, "emergencies"))
    assert [say for _, say in says(report) if "模板文字" in say] == []


def test_year_that_is_not_over_is_not_approved(short: Report, coordinator: Actor, chief: Actor, at: datetime) -> None:
    approving.submit(actor=coordinator, report=short, at=at)
    early = at.replace(year=2025, month=11, day=23)
    seen = whole_of(short, today=early.date()).digest
    with pytest.raises(Refused, match=r"^2025年还没有过完，2025年12月1日以后才能审定。$"):
        approving.approve(actor=chief, report=short, text=WORDS, signed_on=early.date(), seen=seen, at=early)


def test_what_is_missing_is_listed_and_stops_submission(short: Report, coordinator: Actor, at: datetime) -> None:
    assert [say for blocks, say in says(short) if blocks] == []
    section = section_of(short, "leadership")
    saved(
        coordinator,
        section,
        "见{{ figure:nothing }}和{{ figure:problems_registered。\n{{ figure:duty_reports_done_rate }}。",
        at,
    )
    saved(coordinator, section_of(short, "problems"), "无。", at)
    commenting.comment(actor=coordinator, section=section, text="改。", at=at)
    name = "加强党的领导，压实法治政府建设责任"
    assert [say for blocks, say in says(short) if blocks] == [
        f"“{name}”引用的“nothing”取不到：没有这个数据",
        f"“{name}”的“{{{{ figure:problems_registered。”读不懂：“{{{{”没有对应的“}}}}”",
        f"“{name}”的“述法完成率”没有可比的基数，请改写这一句",
        "“存在的不足和原因”还没有写完：不能写“无”，也不能少于 60 字",
        f"“{name}”有一条意见没有处理：改。",
    ]
    with pytest.raises(Refused, match=r"还不能送审：.*等 5 项。"):
        approving.submit(actor=coordinator, report=short, at=at)


def test_figure_without_records_asks_to_be_looked_at_and_stops_nothing(
    short: Report, coordinator: Actor, at: datetime
) -> None:
    saved(coordinator, section_of(short, "leadership"), "交办{{ figure:followups_issued }}。", at)
    assert says(short) == [(False, "“加强党的领导，压实法治政府建设责任”的“交办督办事项”没有记录，请核实是否漏录")]


def test_approval_freezes_the_figures_with_their_definitions(short: Report, approve: Callable[..., Report]) -> None:
    assert approve().state == Report.State.APPROVED
    rows = StatedFigure.objects.filter(report=short)
    assert [(row.figure, row.number, row.first, row.last) for row in rows] == [
        ("problems_registered", 1, date(2025, 1, 1), date(2025, 12, 31)),
        ("problems_verified", 0, date(2025, 1, 1), date(2025, 12, 31)),
        ("followups_issued", 0, date(2025, 1, 1), date(2025, 12, 31)),
    ]
    assert rows[0].frozen.count == 1
    assert rows[0].frozen.definition["title"] == "登记法治建设问题"


def test_records_that_change_after_approval_show_as_a_difference_and_change_nothing(
    short: Report, approve: Callable[..., Report], coordinator: Actor, district: District, at: datetime
) -> None:
    report = approve()
    assert changes(report, today=TODAY) == []
    late = at.replace(year=2025, month=12)
    problems.register(
        actor=coordinator, unit=district.urban, source="other", text="漏登的问题。", due_on=date(2026, 4, 1), at=late
    )
    (change,) = changes(report, today=TODAY)
    assert (change.statement.title, change.before_text, change.now_text) == ("登记法治建设问题", "1个", "2个")
    assert "全年登记问题1个。" in whole_of(report, today=TODAY).text


def test_nobody_approves_what_has_changed_since_they_read_it(
    short: Report, coordinator: Actor, chief: Actor, district: District, at: datetime
) -> None:
    approving.submit(actor=coordinator, report=short, at=at)
    seen = whole_of(short, today=TODAY).digest
    early = at.replace(year=2025, month=12)
    problems.register(
        actor=coordinator, unit=district.urban, source="other", text="又一个。", due_on=date(2026, 4, 1), at=early
    )
    with pytest.raises(Refused, match="数据有变化"):
        approving.approve(actor=chief, report=short, text=WORDS, signed_on=TODAY, seen=seen, at=at)


def test_only_heads_approve_and_never_what_they_submitted_themselves(
    short: Report, coordinator: Actor, head: Actor, at: datetime
) -> None:
    approving.submit(actor=coordinator, report=short, at=at)
    seen = whole_of(short, today=TODAY).digest
    for actor in (coordinator, head):
        with pytest.raises(NotAllowed):
            approving.approve(actor=actor, report=short, text=WORDS, signed_on=TODAY, seen=seen, at=at)


def test_report_given_back_is_open_again(short: Report, coordinator: Actor, chief: Actor, at: datetime) -> None:
    approving.submit(actor=coordinator, report=short, at=at)
    with pytest.raises(Refused, match="请写明退回的原因"):
        approving.return_(actor=chief, report=short, text=" ", at=at)
    assert approving.return_(actor=chief, report=short, text="补充数据。", at=at).is_open


def test_approved_report_is_sent_and_published_as_it_stands(
    short: Report, approve: Callable[..., Report], coordinator: Actor, at: datetime
) -> None:
    with pytest.raises(Refused, match="审定后才能公开"):
        publishing.publish(actor=coordinator, report=short, published_on=TODAY, at=at)
    first = short.sendings.all()[0]
    with pytest.raises(Refused, match="审定后才能报送"):
        sending.record(actor=coordinator, sending=first, sent_on=TODAY, at=at)
    approve()
    sent = sending.record(actor=coordinator, sending=first, sent_on=TODAY, number="清政〔2026〕5号", at=at)
    assert sent.sent_on == TODAY
    made = publishing.publish(actor=coordinator, report=short, published_on=TODAY, at=at)
    content = made.content
    assert content["sections"][1]["paragraphs"] == [
        [{"text": "全年登记问题"}, {"text": "1个", "figure": 1, "form": "text"}, {"text": "。"}]
    ]
    (figure,) = content["figures"][:1]
    assert (figure["id"], figure["value"], figure["period"], len(figure["root"])) == (
        "problems_registered", "1", "2025年", 64,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Publication.objects.update(address="https://example.org/")


def test_published_report_is_corrected_beside_the_first_edition(
    short: Report, approve: Callable[..., Report], coordinator: Actor, at: datetime
) -> None:
    approve()
    publishing.publish(actor=coordinator, report=short, published_on=TODAY, at=at)
    approving.reopen(actor=coordinator, report=short, text="漏写一项工作。", at=at)
    assert not StatedFigure.objects.filter(report=short).exists()
    saved(coordinator, section_of(short, "leadership"), "登记问题{{ figure:problems_registered }}，已更正。", at)
    approve(at + timedelta(days=1))
    later = at + timedelta(days=1)
    with pytest.raises(Refused, match="请写明更正了什么"):
        publishing.publish(actor=coordinator, report=short, published_on=later.date(), at=later)
    publishing.publish(actor=coordinator, report=short, published_on=later.date(), reason="补写一项工作。", at=later)
    assert [(each.edition, each.reason) for each in short.publications.all()] == [(1, ""), (2, "补写一项工作。")]


def test_units_asked_in_a_round_answer_and_their_comments_belong_to_it(
    short: Report, coordinator: Actor, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    opened = rounds.ask(
        actor=coordinator, report=short, units=[district.market, district.urban], due_on=date(2026, 3, 9), at=at
    )
    comment = commenting.comment(
        actor=handler, section=section_of(short, "leadership"), text="补写检查。", quoted="全年", at=at
    )
    assert comment.round == opened
    market, urban = opened.replies.order_by("id")
    assert rounds.reply(actor=handler, reply=market, at=at).text == "提出意见 1 条，见各章节。"
    with pytest.raises(NotAllowed):
        rounds.reply(actor=handler, reply=urban, at=at)
    rounds.close(actor=coordinator, opened=opened, at=at)
    assert short.entries.latest("id").text == "第1轮结束，未反馈：区城管局。"
    with pytest.raises(Refused, match="已经结束"):
        rounds.reply(actor=other_handler, reply=urban, at=at)
    with pytest.raises(Refused, match="请说明理由"):
        commenting.answer(actor=coordinator, comment=comment, disposition=Comment.Answer.DECLINED, at=at)
    answered = commenting.answer(actor=coordinator, comment=comment, disposition="adopted", text="已补。", at=at)
    assert (answered.answer, answered.answered_by) == ("adopted", coordinator.person)
