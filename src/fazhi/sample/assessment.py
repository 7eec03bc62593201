"""Assessments of the sample district: last year's published, this year's in self-assessment, through the verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from fazhi.assessment import assessments, editions, objections, reviewing, self_assessing
from fazhi.assessment.assessments import Plan
from fazhi.assessment.models import Assessment, BodyAssessment, SystemEdition
from fazhi.government.actors import Actor
from fazhi.sample.stage import Stage

OFFICE, REVIEWER = "chen.xiaofan", "luo.zhigang"
BODIES = ("scj", "cgj", "wjj", "heyan", "shuangqiao")
OFFICERS = {"scj": "zhang.minhua", "cgj": "tao.jingwei", "wjj": "qin.zhenyu", "heyan": "gao.xiaojun"}
HANDED_IN = ("scj", "cgj", "wjj")
"""Of this year's: the others still fill in."""
SYSTEM, NINE = "department_model", time(9)
WHY = "年度任务落实是今年的重点，述法质量由区委依法治区办统一评议，分值相应调整。"
CHANGED = {"parts.3.indicators.0.items.0.points": "9", "parts.3.indicators.0.items.4.points": "3"}
OBJECTION = "述法报告写明了三个问题和整改时间，附在述法事项中，请复核档次。"
Tell = Callable[[str], object]


def load_assessments(*, stage: Stage, tell: Tell) -> None:
    """Adopts a system, assesses last year by it, adjusts it, and opens this year's."""
    actor = stage.actor(OFFICE)
    edition = editions.adopt(actor=actor, key=SYSTEM, at=stage.days_ago(300, NINE))
    _last_year(stage, edition)
    newer = editions.adjust(actor=actor, edition=edition, given=CHANGED, why=WHY, at=stage.days_ago(20, NINE))
    _this_year(stage, newer)
    tell(f"  考核 2 项，被考核单位 {len(BODIES)} 个")


def _last_year(stage: Stage, edition: SystemEdition) -> None:
    """From the first days of the year to its spring, or as much of that as lies before today."""
    year = stage.now.year - 1
    days = [stage.now.date() - timedelta(days=back) for back in (190, 170, 160)]
    made = _prepared(stage, edition, year, days, at=stage.days_ago(210, NINE))
    actor, reviewer = stage.actor(OFFICE), stage.actor(REVIEWER)
    assessments.open_(actor=actor, assessment=made, at=stage.days_ago(209, NINE))
    for key in OFFICERS:
        _filled_in(stage, made, key, at=stage.days_ago(200, NINE), hand_in=True)
    made = assessments.close_self(actor=actor, assessment=made, at=stage.days_ago(189, NINE))
    _reviewed(reviewer, made, stage.days_ago(180, NINE))
    made = assessments.announce(actor=actor, assessment=made, at=stage.days_ago(170, NINE))
    market = made.bodies.select_related("organization").get(organization=stage.units["scj"])
    raised = objections.raise_(
        actor=stage.actor(OFFICERS["scj"]),
        body=market,
        item="d_duty_report",
        text=OBJECTION,
        at=stage.days_ago(168, NINE),
    )
    objections.answer(
        actor=reviewer,
        objection=raised,
        upheld=True,
        answer="经复核，报告有事实、有问题、有改进，改为最高一档。",
        points=Decimal(4),
        at=stage.days_ago(165, NINE),
    )
    made = assessments.finalise(actor=actor, assessment=made, at=stage.days_ago(159, NINE))
    assessments.publish(actor=actor, assessment=made, at=stage.days_ago(158, NINE))


def _this_year(stage: Stage, edition: SystemEdition) -> None:
    days = [stage.now.date() + timedelta(days=ahead) for ahead in (9, 30, 37)]
    made = _prepared(stage, edition, stage.now.year, days, at=stage.days_ago(12, NINE))
    made = assessments.open_(actor=stage.actor(OFFICE), assessment=made, at=stage.days_ago(11, NINE))
    for key in OFFICERS:
        _filled_in(stage, made, key, at=stage.days_ago(4, NINE), hand_in=key in HANDED_IN[1:])


def _prepared(stage: Stage, edition: SystemEdition, year: int, days: list[date], *, at: datetime) -> Assessment:
    plan = Plan(
        title=f"{year} 年度部门和镇街法治建设考核",
        year=year,
        bodies=[stage.units[key] for key in BODIES],
        self_until=days[0],
        review_until=days[1],
        objection_until=days[2],
    )
    return assessments.prepare(actor=stage.actor(OFFICE), edition=edition, plan=plan, at=at)


def _filled_in(stage: Stage, made: Assessment, key: str, *, at: datetime, hand_in: bool) -> None:
    """States what is not counted; the market bureau also disputes a figure."""
    officer = stage.actor(OFFICERS[key])
    body = _body(stage, made, key)
    system = made.edition.system
    for row in self_assessing.unstated(body):
        item = system.item(row.item)
        points = item.judged.scale[1].points if item.judged else item.points
        self_assessing.state(actor=officer, body=body, item=row.item, points=points, text="见本单位述法报告。", at=at)
    if hand_in:
        self_assessing.submit(actor=officer, body=body, at=at)


def _body(stage: Stage, made: Assessment, key: str) -> BodyAssessment:
    rows = BodyAssessment.objects.select_related("assessment__edition", "organization")
    return rows.get(assessment=made, organization=stage.units[key])


def _reviewed(reviewer: Actor, made: Assessment, at: datetime) -> None:
    for row in assessments.unsettled(made):
        points = row.self_points if row.self_points is not None else Decimal(0)
        text = "与材料相符。" if row.self_points is not None else "没有提交自评，也没有可以查证的记录。"
        reviewing.review(actor=reviewer, body=row.body, item=row.item, points=points, text=text, at=at)
