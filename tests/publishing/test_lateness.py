"""What is published late is a finding, once, also where the procedure has no limit of its own for it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from fazhi.cases import correcting, findings
from fazhi.cases.models import Case, Finding
from fazhi.government.actors import Actor
from fazhi.procedures.language.library import library
from fazhi.publishing import sweeping
from fazhi.publishing.deciding import own_limits
from fazhi.publishing.lateness import UNFOUNDED
from fazhi.publishing.models import Notice, NoticeState
from fazhi.publishing.settling import NOTHING, Settled
from tests.publishing.conftest import Take

Settle = Callable[..., Settled]
LATE = datetime.fromisoformat("2026-04-03T09:00:00+08:00")
"""The draft was announced on Monday 2 March: 20 working days end on 30 March."""
SAID = "“征求意见的草案”应当在2026年3月30日以前公开，到2026年4月3日才公开，逾期4日。"


def told() -> list[tuple[str, str, str, str]]:
    return list(Finding.objects.order_by("pk").values_list("rule", "breach", "say", "state"))


def make_secret(case: Case, actor: Actor) -> None:
    """A draft that must be kept secret has not to be published at all."""
    data = {"features": ["secret"]}
    correcting.correct(actor=actor, case_id=case.pk, seq=1, reason="笔误", data=data, at=LATE)
    case.refresh_from_db()


def test_what_the_platform_publishes_is_due_within_the_general_limit(drafted: Case, settled: Settle) -> None:
    settled(drafted)
    notice = Notice.objects.get()
    assert (notice.due_from, notice.due_on, told()) == (date(2026, 3, 2), date(2026, 3, 30), [])


def test_what_the_platform_publishes_late_is_found_once(drafted: Case, settled: Settle) -> None:
    assert settled(drafted, LATE) == Settled(due=1, published=1)
    assert settled(drafted, LATE + timedelta(days=3)) == NOTHING
    assert told() == [("publish.draft", "late", SAID, "open")]
    found = Finding.objects.get()
    assert (found.case_id, found.seq, found.organization_id) == (drafted.pk, 3, drafted.organization_id)
    assert list(found.basis) == ["政府信息公开条例#26"]


def test_what_is_still_due_is_found_by_night_and_says_later_when_it_became_public(
    drafted: Case, settled: Settle
) -> None:
    settled(drafted)
    Notice.objects.update(state=NoticeState.DUE, published_on=None)  # as a stopped worker would have left it
    assert sweeping.settle_again(at=LATE).settled == Settled(published=1)
    assert told() == [("publish.draft", "late", SAID, "open")]
    assert sweeping.settle_again(at=LATE + timedelta(days=1)).settled == NOTHING


def test_a_finding_that_a_correction_takes_the_ground_from_is_closed(
    drafted: Case, other_handler: Actor, settled: Settle
) -> None:
    settled(drafted, LATE)
    make_secret(drafted, other_handler)
    settled(drafted, LATE + timedelta(hours=1))
    assert [(say, state) for _, _, say, state in told()] == [(SAID + UNFOUNDED, "dismissed")]


def test_what_people_said_about_a_finding_stays(drafted: Case, other_handler: Actor, settled: Settle) -> None:
    settled(drafted, LATE)
    finding = Finding.objects.get()
    findings.explain(actor=other_handler, finding=finding, text="后台任务停了三天。", rectified=True, at=LATE)
    make_secret(drafted, other_handler)
    settled(drafted, LATE + timedelta(hours=1))
    assert [(say, state) for _, _, say, state in told()] == [(SAID, "rectified")]


def test_a_limit_of_the_procedure_itself_is_not_found_twice(
    fined: Case, officers: list[Actor], act: Take, settled: Settle
) -> None:
    settled(fined, LATE)
    assert told() == []
    act(fined, officers[0], "publish", on=date(2026, 4, 3))
    settled(fined)
    assert [rule for rule, *_ in told()] == ["time_limits.publish"]


def test_only_two_publications_by_a_step_have_no_limit() -> None:
    without = {
        f"{definition.id}.{name}"
        for definition in library().latest()
        for name, block in definition.publish.items()
        if block.by and not block.within and not own_limits(definition, block)
    }
    # 行政复议法第七十九条 says 按照国家有关规定 and no days; the other is published by the act that it speaks of.
    assert without == {"administrative_reconsideration.decision", "normative_document.feedback"}
