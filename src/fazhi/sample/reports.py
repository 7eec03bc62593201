"""Annual reports of the sample district: last year's published with their figures, this year's being written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from fazhi.cases.models import Case
from fazhi.reports import approving, carrying, commenting, making, outline, publishing, rounds, sending, writing
from fazhi.reports.missing import blocking
from fazhi.reports.models import Comment, Report, Section
from fazhi.reports.whole import whole_of
from fazhi.sample.stage import Stage

OFFICE = "lin.yaxi"
ANNUAL, DISCLOSURE = "annual_report", "disclosure_annual_report"
HEADS = {ANNUAL: "su.jianxun", DISCLOSURE: "wang.qingsong"}
PROBLEMS = (
    "一年来，法治政府建设取得了新的成效，但还存在一些不足。主要是：\n"
    "一是行政执法案卷质量不够均衡，个别单位法制审核材料不全，原因是新调入的执法人员对审核目录不熟悉；"
    "二是规范性文件报备不够及时，有的起草单位把印发当成结束；"
    "三是行政复议中发现的同类问题在个别单位重复出现，以案促改的跟踪还不到位。"
)
DECISIONS = (
    "1.严格决策程序。编制并公布年度重大行政决策事项目录，决策事项全部开展合法性审查和集体讨论。"
    "公开征求意见{{ figure:comments_invited? }}，收到公众意见{{ figure:public_opinions? }}。"
    "旧城改造方案根据听证意见增加了过渡安置期限。\n"
    "2.强化合法性审查。完成合法性审查{{ figure:legal_reviews? }}，"
    "按期办结率{{ figure:legal_reviews_on_time_rate? }}。"
)
FUNCTIONS = (
    "1.动态调整权责清单。公布权责清单事项{{ figure:powers? }}，"
    "其中行政许可{{ figure:powers_permit? }}、行政处罚{{ figure:powers_penalty? }}。\n"
    "2.深化行政审批制度改革。推行告知承诺、容缺受理，办理政务服务事项{{ figure:service_cases? }}。"
)
SIGNED, SENT, SHOWN = (2, 20), (2, 24), (3, 20)
"""Month and day of the year after on which last year's reports were approved, sent and published."""
Tell = Callable[[str], object]


def load_reports(*, stage: Stage, tell: Tell) -> None:
    """Through the ordinary verbs: two reports published, and this year's in the hands of those who write it."""
    current = stage.now.year if stage.now.month > 6 else stage.now.year - 1
    published = [_published(stage, template, current - 1) for template in (ANNUAL, DISCLOSURE)]
    _begun(stage, current)
    for report in Report.objects.filter(case=None):
        course = carrying.course_of(report)
        found = course and Case.objects.filter(
            organization=report.maker,
            procedure=course.procedure,
            data__report_year=report.year,
            data__reporter="government",
        ).first()  # fmt: skip
        if found:
            carrying.link(report=report, case=found)
    shown = sum(report.state == Report.State.PUBLISHED for report in published)
    tell(f"  年度报告公开 {shown} 份，撰写中 {len(published) - shown + 1} 份")


def _published(stage: Stage, template: str, year: int) -> Report:
    """A report carried to its publication; it stays a draft where the sample's records do not suffice for it."""
    actor, head = stage.actor(OFFICE), stage.actor(HEADS[template])
    made = _on(stage, year + 1, (1, 8))
    report = making.make(
        actor=actor,
        organization=stage.units["qzf"],
        template=template,
        year=year,
        due_on=date(year + 1, 1, 28),
        at=made,
    )
    if template == ANNUAL:
        _write(stage, report, "problems", PROBLEMS, OFFICE, made + timedelta(days=14))
        _write(stage, report, "decisions", DECISIONS, "li.xueying", made + timedelta(days=15))
    for section in Section.objects.filter(report=report):
        writing.accept(actor=actor, section=section)
    at = _on(stage, year + 1, SIGNED)
    if blocking(whole_of(report, today=at.date())):
        return report
    approving.submit(actor=actor, report=report, text="已逐项核对数据。", at=at - timedelta(days=2))
    approving.approve(
        actor=head,
        report=report,
        text="经区政府常务会议审议通过，同意报送并公开。",
        signed_on=at.date(),
        seen=whole_of(report, today=at.date()).digest,
        at=at,
    )
    sent = _on(stage, year + 1, SENT)
    for each in report.sendings.all():
        sending.record(
            actor=actor, sending=each, sent_on=sent.date(), number=f"示政报〔{year + 1}〕{each.pk % 20 + 1}号", at=sent
        )
    shown = _on(stage, year + 1, SHOWN)
    address = "https://www.example.org/fzzf/ndbg/"
    publishing.publish(actor=actor, report=report, published_on=shown.date(), address=address, at=shown)
    report.refresh_from_db()
    return report


def _begun(stage: Stage, year: int) -> None:
    """Some sections handed in, one accepted, opinions asked and not all of them answered."""
    actor = stage.actor(OFFICE)
    at = stage.days_ago(12, time(9, 30))
    due = stage.now.date() + timedelta(days=9)
    report = making.make(actor=actor, organization=stage.units["qzf"], template=ANNUAL, year=year, due_on=due, at=at)
    rules = report.sections.get(key="rules")
    outline.change(
        actor=actor, section=rules, heading=rules.heading, writer_unit=rules.writer_unit,
        writer=stage.people["lv.shuqin"], due_on=due,
    )  # fmt: skip
    functions = _write(stage, report, "functions", FUNCTIONS, "xu.wenjun", at + timedelta(days=3))
    writing.hand_in(actor=stage.actor("xu.wenjun"), section=functions)
    decisions = _write(stage, report, "decisions", DECISIONS, "li.xueying", at + timedelta(days=5))
    writing.hand_in(actor=stage.actor("li.xueying"), section=decisions)
    writing.accept(actor=actor, section=decisions)
    _write(stage, report, "problems", PROBLEMS, OFFICE, at + timedelta(days=6))
    units = [stage.units[key] for key in ("scj", "cgj", "heyan")]
    rounds.ask(
        actor=actor,
        report=report,
        units=units,
        due_on=due,
        text="请重点核对本单位的数据和问题表述。",
        at=at + timedelta(days=7),
    )
    _comments(stage, report, at + timedelta(days=8))


def _comments(stage: Stage, report: Report, at: datetime) -> None:
    enforcement, problems = (report.sections.get(key=key) for key in ("enforcement", "problems"))
    first = commenting.comment(
        actor=stage.actor("bian.haoyu"), section=enforcement, text="建议补充“综合查一次”减少入企次数的做法。", at=at
    )
    commenting.comment(
        actor=stage.actor("bian.haoyu"),
        section=problems,
        quoted="个别单位法制审核材料不全",
        text="涉及我局的两件已经整改销号，请写明整改情况。",
        at=at,
    )
    commenting.answer(
        actor=stage.actor(OFFICE), comment=first, disposition=Comment.Answer.ADOPTED, text="已补充。",
        at=at + timedelta(days=1),
    )  # fmt: skip


def _write(stage: Stage, report: Report, key: str, body: str, login: str, at: datetime) -> Section:
    section = Section.objects.select_related("report").get(report=report, key=key)
    writing.save(actor=stage.actor(login), section=section, body=body, version=section.version, at=at)
    section.refresh_from_db()
    return section


def _on(stage: Stage, year: int, day: tuple[int, int]) -> datetime:
    """A morning of that year."""
    return datetime.combine(date(year, *day), time(10), tzinfo=stage.now.tzinfo)
