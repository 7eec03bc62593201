"""Exams and trainings of the sample district: one exam that led to certificates, one open now, one on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal

from fazhi.exams import bank, candidates, certificates, exams, papers, results, sittings, trainings
from fazhi.exams.candidates import Nominee
from fazhi.exams.exams import Plan
from fazhi.exams.marking.drawing import Line, seed_of
from fazhi.exams.marking.questions import QuestionKind
from fazhi.exams.models import Exam, Mode, PaperKind, Purpose, Staffing, Training
from fazhi.exams.people_lists import Listed
from fazhi.exams.trainings import Course
from fazhi.sample.stage import Stage

OFFICE, OFFICE_UNIT = "lin.yaxi", "sfj"
MORNING, NOON, EVENING = time(9), time(11), time(18)
LINES = (
    Line("penalty", QuestionKind.JUDGEMENT, "", 4, Decimal(5)),
    Line("penalty", QuestionKind.SINGLE, "", 8, Decimal(5)),
    Line("coercion", QuestionKind.SINGLE, "", 4, Decimal(5)),
    Line("penalty", QuestionKind.MULTIPLE, "", 2, Decimal(10)),
)
QUALIFYING: Mapping[str, tuple[str, int]] = {
    "zheng.yuze": ("fgj", 95), "yu.wenbo": ("jtj", 90), "cheng.xiaotong": ("gxj", 40), "bian.haoyu": ("scj", 100),
}  # fmt: skip
"""Who sat the qualification exam, for which unit, and how many of a hundred answers they get right."""
OPEN_NOW = {"zhang.minhua": "scj", "duan.changqing": "scj", "bian.haoyu": "scj", "zheng.yuze": "fgj"}
APPOINTED = (
    ("zhu.jianxin", "xcb", "区文化旅游局局长", "88"),
    ("gao.guoliang", "zfw", "区信访局局长", "57.5"),
    ("dong.xuejun", "gxj", "区商务局局长", None),
)
COURSES = (
    (130, "行政执法规范用语和全过程记录", Training.Form.CLASSROOM, "6"),
    (75, "省行政执法大讲堂（线上）第三期", Training.Form.ONLINE, "4"),
    (20, "行政处罚裁量基准适用专题", Training.Form.CLASSROOM, "8"),
)
Tell = Callable[[str], object]


def load_exams(*, stage: Stage, tell: Tell) -> None:
    """Holds them through the verbs that people use, dated back from the stage's present."""
    made = [_qualification(stage), _open_now(stage), _appointments(stage)]
    count = _trainings(stage)
    tell(f"  考试 {len(made)} 场，培训 {count} 期")


def _qualification(stage: Stage) -> Exam:
    opens, closes = stage.days_ago(40, MORNING), stage.days_ago(40, NOON)
    exam = _published(
        stage,
        Plan(
            "示例区行政执法人员公共法律知识考试",
            Purpose.QUALIFICATION,
            Mode.ONLINE,
            opens,
            closes,
            60,
            Decimal(60),
            staffed_only=True,
        ),
        {login: unit for login, (unit, _) in QUALIFYING.items()},
        at=stage.days_ago(45, MORNING),
    )
    for login, (_, skill) in QUALIFYING.items():
        _sit(stage, exam, login, skill, opens)
    office = stage.actor(OFFICE)
    results.confirm(actor=office, exam=exam, at=stage.days_ago(36, MORNING))
    certificates.issue(actor=office, exam=exam, at=stage.days_ago(36, NOON))
    return exam


def _open_now(stage: Stage) -> Exam:
    plan = Plan(
        "行政处罚业务知识测试",
        Purpose.TRAINING,
        Mode.ONLINE,
        stage.days_ago(1, MORNING),
        stage.days_ago(-6, EVENING),
        45,
        Decimal(60),
        attempts=3,
        notice="本次测试用于查漏补缺，不排名，不计入考核。",
    )
    exam = _published(stage, plan, OPEN_NOW, at=stage.days_ago(3, MORNING))
    _sit(stage, exam, "bian.haoyu", 85, stage.days_ago(1, NOON))
    return exam


def _appointments(stage: Stage) -> Exam:
    """An exam on paper for those who are to be appointed: one passed, one failed, one did not come."""
    office = stage.actor(OFFICE)
    day = stage.days_ago(12, MORNING)
    plan = Plan(
        "新任领导干部任前法律知识考试（第一批）",
        Purpose.PRE_APPOINTMENT,
        Mode.OUTSIDE,
        day,
        stage.days_ago(12, NOON),
        90,
        Decimal(60),
        Decimal(100),
    )
    exam = exams.make(actor=office, organization=stage.units[OFFICE_UNIT], plan=plan, at=stage.days_ago(20, MORNING))
    people = [
        Nominee(stage.people[login].name, stage.units[unit], stage.people[login], intended_post=post)
        for login, unit, post, _ in APPOINTED
    ]
    candidates.enrol(actor=office, exam=exam, nominees=people, at=stage.days_ago(19, MORNING))
    exam = exams.publish(actor=office, exam=exam, at=stage.days_ago(18, MORNING))
    scores = {login: Decimal(score) for login, _, _, score in APPOINTED if score}
    numbers = {each.pk: scores.get(each.person.login) for each in exam.candidates.all() if each.person}
    results.enter(actor=office, exam=exam, scores=numbers, sat_on=day.date(), at=stage.days_ago(11, MORNING))
    results.confirm(actor=office, exam=exam, at=stage.days_ago(10, MORNING))
    certificates.issue(actor=office, exam=exam, at=stage.days_ago(10, NOON))
    return exam


def _published(stage: Stage, plan: Plan, people: Mapping[str, str], *, at: datetime) -> Exam:
    office = stage.actor(OFFICE)
    exam = exams.make(actor=office, organization=stage.units[OFFICE_UNIT], plan=plan, at=at)
    papers.set_rules(
        actor=office,
        exam=exam,
        kind=PaperKind.EACH,
        subjects=["penalty", "coercion"],
        lines=LINES,
        multiple="half",
        shuffled=True,
        at=at,
    )
    nominees = [
        Nominee(stage.people[login].name, stage.units[unit], stage.people[login], Staffing.CIVIL)
        for login, unit in people.items()
    ]
    candidates.enrol(actor=office, exam=exam, nominees=nominees, at=at)
    return exams.publish(actor=office, exam=exam, at=at)


def _sit(stage: Stage, exam: Exam, login: str, skill: int, at: datetime) -> None:
    """Answers `skill` questions of a hundred rightly and the others wrongly, the same ones each time."""
    actor = stage.actor(login)
    sitting = sittings.start(actor=actor, exam=exam, at=at)
    asked = bank.questions_of(line["q"] for line in sitting.paper)
    for place, line in enumerate(sitting.paper):
        question = asked[line["q"]]
        knows = int(seed_of(login, place)[:4], 16) % 100 < skill
        wrong = next(letter for letter in question.options if letter not in question.answer)
        letters = "".join(sorted(question.answer)) if knows else wrong
        sittings.answer(actor=actor, sitting=sitting, question=line["q"], letters=letters, at=at)
    sittings.submit(actor=actor, sitting=sitting, at=at)


def _trainings(stage: Stage) -> int:
    office, home = stage.actor(OFFICE), stage.units[OFFICE_UNIT]
    trainings.set_threshold(
        actor=office,
        jurisdiction=stage.jurisdiction,
        year=stage.days_ago(365, MORNING).year,
        hours=Decimal(16),
        source="示例区行政执法人员培训管理办法（示例）",
        at=stage.days_ago(400, MORNING),
    )
    for days, title, form, hours in COURSES:
        day = stage.days_ago(days, EVENING)
        course = Course(title, day.date(), Decimal(hours), form)
        trainings.record(actor=office, organization=home, course=course, people=list(_there(stage)), at=day)
    return len(COURSES)


def _there(stage: Stage) -> Iterable[Listed]:
    everybody = {login: unit for login, (unit, _) in QUALIFYING.items()} | OPEN_NOW
    for login, unit in everybody.items():
        yield Listed(stage.people[login].name, stage.units[unit], stage.people[login], "")
