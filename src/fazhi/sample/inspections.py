"""Inspections of the sample district: a draw that led to visits, one that waits for its number, codes and ratings.

Which enterprises are drawn differs from one installation to the next: the seed is bound to the pool's own number. How
many there are, and what is found at the first, the second and so on, is always the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.inspections import codes, ratings, tasking
from fazhi.inspections.models import Draw
from fazhi.inspections.visits import visit_of
from fazhi.registers.models import Entry
from fazhi.sample.draws import (
    CATERING,
    HEAD,
    ORGANIZER,
    REGISTRATION,
    announced_draw,
    item_of,
    moment,
    plan_item_of,
    published_draw,
)
from fazhi.sample.stage import Stage

Tell = Callable[[str], object]
PLANNED, POSTPONED = 20, -3
FOUND: Mapping[str, Any] = {
    "problems": [
        {"facts": "营业执照没有置于住所或者主要经营场所的醒目位置", "article": "市场主体登记管理条例第三十六条"}
    ],
    "correction_content": "将营业执照置于经营场所醒目位置，并报送照片",
    "correct_within": "30 days",
}


@dataclass(frozen=True)
class _Story:
    """How one inspection goes, in working days before today; None for what has not been done yet."""

    inspected: int | None = None
    published: int | None = None
    problem: bool = False
    reported: int | None = None
    rechecked: int | None = None
    finished: int | None = None


STORIES = (
    _Story(24, 20, finished=19),
    _Story(23, 19, finished=18),
    _Story(20, 16, problem=True, reported=14, rechecked=12, finished=12),
    _Story(19, 15, finished=14),
    _Story(17, 14, finished=14),
    _Story(15, 11, finished=11),
    _Story(12, 8, problem=True, reported=3),
    _Story(8),
)
"""Of the drawn objects in the order of the draw; the inspections after these are put off, and still to come."""
RATINGS = (
    (5, 5, 5, "检查人员先亮证，讲得清楚，没有耽误营业。"),
    (5, 4, 5, ""),
    (4, 5, 4, "指出问题的同时说明了怎么改。"),
    (5, 5, 4, ""),
    (4, 4, 3, "希望几个部门能一起来，少跑几趟。"),
    (5, 5, 5, ""),
)


def load_inspections(*, stage: Stage, tell: Tell) -> None:
    """Holds both draws and carries the inspections of the first as far as `STORIES` say, through the ordinary verbs."""
    first = published_draw(stage)
    announced_draw(stage, CATERING, "餐饮服务监督检查双随机抽查", announced=2, given=1)
    cases = _opened(stage, first)
    for place, case in enumerate(cases):
        _Visit(stage, case).told(STORIES[place] if place < len(STORIES) else _Story())
    rated = _codes_and_ratings(stage, cases)
    tell(f"  双随机抽取 2 次，行政检查 {len(cases)} 件，评价 {rated} 条")


def _opened(stage: Stage, draw: Draw) -> Sequence[Case]:
    item, at = item_of(REGISTRATION), moment(stage, 31)
    tasks = tasking.open_from_draw(
        actor=stage.actor(ORGANIZER),
        draw=draw,
        items=[item.pk],
        plan_item=plan_item_of(stage, item, at).pk,
        legal_basis=str(item.data["legal_basis"]),
        planned_on=moment(stage, PLANNED).date(),
        at=at,
    )
    assert not tasks.refused, tasks.refused
    return tasks.opened


@dataclass(frozen=True)
class _Visit:
    """The steps of one inspection; what is not decided by the head is recorded by the first of its officers."""

    stage: Stage
    case: Case

    def told(self, story: _Story) -> None:
        if story.inspected is None:
            self._put_off()
            return
        self._take("approve", 30, "approved", by=self.stage.actor(HEAD), opinion="同意检查。")
        self._take("notify", 27, "notified", notified_how="paper")
        self._inspect(story.inspected, problem=story.problem)
        if story.published is not None:
            self._take("publish", story.published, publish_address="https://example.org/inspections")
        if story.reported is not None:
            self._take("report", story.reported, report_text="营业执照已悬挂在收银台正上方，附照片。")
        if story.rechecked is not None:
            self._take("recheck", story.rechecked, "passed", recheck_text="现场核对，已经改正。")
        if story.finished is not None:
            self._take("finish", story.finished, "rectified" if story.problem else "clean")

    def _put_off(self) -> None:
        head = self.stage.actor(HEAD)
        self._take("approve", 30, "returned", by=head, opinion="该户正在装修停业，请改在复业以后检查。")
        later = moment(self.stage, POSTPONED).date().isoformat()
        self._take("amend", 29, by=self.stage.actor(ORGANIZER), planned_on=later)
        self._take("approve", 28, "approved", by=head, opinion="同意按调整后的日期检查。")
        self._take("notify", 2, "notified", notified_how="code")

    def _inspect(self, days: int, *, problem: bool) -> None:
        points = [each["point"] for each in item_of(REGISTRATION).data["content"]]
        self._take(
            "inspect",
            days,
            officers=[each["id"] for each in self.case.data["officers"]],
            id_shown=True,
            rights_told=True,
            place=self.case.data["party"]["address"],
            on_site="经营场所负责人",
            means=["look", "papers"],
            checks=[{"item": each, "outcome": "bad" if problem and each == points[-1] else "good"} for each in points],
            signing="signed",
        )
        summary = "营业执照没有按规定放置，其余符合规定。" if problem else "登记事项、年度报告、营业执照均符合规定。"
        self._take(
            "conclude", days - 1, "rectify" if problem else "clean", summary=summary, **(FOUND if problem else {})
        )
        self._take("feed_back", days - 1, fed_back_how="spot")

    def _take(self, step: str, days: int, result: str = "", *, by: Actor | None = None, **data: Any) -> None:
        at = moment(self.stage, days, "15:00")
        given = Given(step, at.date(), result, data=data)
        taking.take(actor=by or self._officer(), case_id=self.case.pk, given=given, at=at)

    def _officer(self) -> Actor:
        pk = int(self.case.data["officers"][0]["id"])
        return self.stage.actor(next(login for login, person in self.stage.people.items() if person.pk == pk))


def _codes_and_ratings(stage: Stage, cases: Sequence[Case]) -> int:
    """A code for every enterprise, and what the first of them said of the visit on the day they heard its result."""
    actor = stage.actor(ORGANIZER)
    for case in cases:
        entry = Entry.objects.get(pk=case.data["entity"]["id"])
        codes.issue(actor=actor, entry=entry, at=moment(stage, 27))
    for case, (*scores, text) in zip(cases, RATINGS, strict=False):
        visit = visit_of(Case.objects.get(pk=case.pk))
        assert visit.entity is not None
        assert visit.concluded_on is not None
        at = datetime.combine(visit.concluded_on, time(16), tzinfo=stage.now.tzinfo)
        token = ratings.issue_slip(actor=actor, case=case, at=at)
        given = dict(zip(ratings.QUESTIONS, scores, strict=True))
        ratings.rate(entity=visit.entity, token=token, scores=given, text=text, on=visit.concluded_on)
    return len(RATINGS)
