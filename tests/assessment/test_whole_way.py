"""The whole way of an assessment through its verbs, by a coordinator, an officer, a head and a supervisor."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from fazhi.assessment import assessments, evidence, objections, reviewing, self_assessing
from fazhi.assessment.binder import binder
from fazhi.assessment.models import (
    Assessment,
    BodyState,
    Entry,
    Evidence,
    EvidenceKind,
    ItemScore,
    Phase,
    SystemEdition,
)
from fazhi.assessment.refusals import Refused
from fazhi.assessment.sheets import Stage, sheet_of
from fazhi.documents.digest import sm3_hex
from fazhi.figures.freezing import proves
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.plans import problems
from tests.assessment.stage import opened, prepared, problem, sheet_of_unit, state_judged, under_review
from tests.conftest import AT, District

pytestmark = pytest.mark.django_db


def row(assessment: Assessment, district: District, item: str) -> ItemScore:
    return sheet_of_unit(assessment, district.market).items.get(item=item)


def settle(assessment: Assessment, reviewer: Actor, at) -> None:
    """Decides everything that waits: what the body says, or the lowest level."""
    for each in assessments.unsettled(assessment):
        reviewing.review(
            actor=reviewer,
            body=each.body,
            item=each.item,
            points=each.self_points if each.self_points is not None else Decimal(0),
            text="按材料认定",
            at=at,
        )


def test_the_whole_way(coordinator: Actor, handler: Actor, head: Actor, supervisor: Actor, district: District) -> None:
    made = under_review(coordinator, handler, district)
    market = sheet_of_unit(made, district.market)
    assert row(made, district, "d_problems").computed == 0
    frozen = Evidence.objects.get(body=market, item="d_problems", kind=EvidenceKind.QUERY)
    assert [line[1:] for line in frozen.records] == [["案卷缺少送达回证", "2026-03-02", "否"]]
    assert all(proves(each) for each in market.snapshot.figures.all())

    later = AT + timedelta(days=32)
    reviewing.comment(actor=head, body=market, item="d_problems", text="整改正在进行", at=later)
    settle(made, supervisor, later)
    made = assessments.announce(actor=coordinator, assessment=made, at=later)

    objected = objections.raise_(actor=head, body=market, item="d_problems", text="3 月底已整改", at=later)
    answered = objections.answer(
        actor=supervisor, objection=objected, upheld=True, answer="查证属实", points=Decimal(2), at=later
    )
    assert answered.upheld is True
    with pytest.raises(Refused, match="异议期到 2026-04-20 为止"):
        assessments.finalise(actor=coordinator, assessment=made, at=later)
    end = AT + timedelta(days=60)
    made = assessments.finalise(actor=coordinator, assessment=made, at=end)
    made = assessments.publish(actor=coordinator, assessment=made, at=end)
    assert made.stage is Phase.PUBLISHED
    market.refresh_from_db()
    found = sheet_of(market, made.edition.system, Stage.FINAL)
    assert market.total == found.total == sum(points for _, points in found.explanation)
    assert found.line("d_problems").item.points == 2
    said = list(Entry.objects.filter(body=market, item="d_problems").values_list("kind", "by__name"))
    assert said == [("comment", "傅泽"), ("objected", "傅泽"), ("answered", "简笃")]


def test_nothing_changes_after_the_result_is_final(
    coordinator: Actor, handler: Actor, supervisor: Actor, district: District
) -> None:
    made = under_review(coordinator, handler, district)
    settle(made, supervisor, AT + timedelta(days=31))
    assessments.announce(actor=coordinator, assessment=made, at=AT + timedelta(days=31))
    assessments.finalise(actor=coordinator, assessment=made, at=AT + timedelta(days=60))
    score = row(made, district, "d_problems")
    for change in (
        lambda: ItemScore.objects.filter(pk=score.pk).update(final_points=2),
        lambda: score.body.evidence.all().delete(),
        lambda: Assessment.objects.filter(pk=made.pk).update(phase=Phase.REVIEW),
        lambda: Entry.objects.filter(assessment=made).update(text=""),
        lambda: SystemEdition.objects.update(title="另一个"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(Refused, match="现在处于定分阶段"):
        reviewing.comment(actor=supervisor, body=score.body, item="d_problems", text="补充", at=AT)


def test_open_takes_figures_and_what_does_not_apply(coordinator: Actor, district: District) -> None:
    problem(coordinator, district.market)
    done = problem(coordinator, district.market, "权责清单没有更新")
    made = opened(coordinator, district)
    score = row(made, district, "d_problems")
    assert (score.computed, score.readings["problems_verified_rate"]["to"]) == (0, "2")
    assert done.state == "open"
    assert row(made, district, "d_penalty_review").applicable is False
    found = sheet_of(sheet_of_unit(made, district.market), made.edition.system, Stage.COMPUTED)
    assert sum(line.full for line in found.lines) == 100


def test_recount_after_records_were_put_right(
    coordinator: Actor, handler: Actor, head: Actor, district: District
) -> None:
    found = problem(coordinator, district.market)
    made = opened(coordinator, district)
    body = sheet_of_unit(made, district.market)
    problems.rectify(actor=handler, problem=found, text="已补送达回证", at=AT)
    problems.verify(actor=coordinator, problem=found, text="核验属实", at=AT)
    self_assessing.recount(actor=handler, body=body, at=AT)
    assert row(made, district, "d_problems").computed == 2


def test_state_needs_a_reason_where_it_differs(coordinator: Actor, handler: Actor, district: District) -> None:
    problem(coordinator, district.market)
    body = sheet_of_unit(opened(coordinator, district), district.market)
    with pytest.raises(Refused, match="请写明自评理由"):
        self_assessing.state(actor=handler, body=body, item="d_problems", points=Decimal(2), text=" ", at=AT)
    with pytest.raises(Refused, match="在 0 至 2 分之间"):
        self_assessing.state(actor=handler, body=body, item="d_problems", points=Decimal(3), text="是", at=AT)
    with pytest.raises(Refused, match="按档评分，可选 4、2、0 分"):
        self_assessing.state(actor=handler, body=body, item="d_duty_report", points=Decimal(3), text="是", at=AT)


def test_submit_names_what_is_missing_and_is_given_back(coordinator: Actor, handler: Actor, district: District) -> None:
    body = sheet_of_unit(opened(coordinator, district), district.market)
    with pytest.raises(Refused, match=r"还有项目没有自评.*“述法”"):
        self_assessing.submit(actor=handler, body=body, at=AT)
    state_judged(handler, body)
    self_assessing.submit(actor=handler, body=body, at=AT)
    with pytest.raises(Refused, match="自评已经提交"):
        self_assessing.state(actor=handler, body=body, item="d_duty_report", points=Decimal(4), text="是", at=AT)
    held = self_assessing.return_(actor=coordinator, body=body, reason="述法没有写问题", at=AT)
    assert held.state == BodyState.OPEN


def test_close_self_waits_for_the_day(coordinator: Actor, district: District) -> None:
    made = opened(coordinator, district)
    with pytest.raises(Refused, match="区市场监管局、区城管局、东街街道还没有提交自评"):
        assessments.close_self(actor=coordinator, assessment=made, at=AT)


def test_announce_names_what_waits(coordinator: Actor, handler: Actor, district: District) -> None:
    made = under_review(coordinator, handler, district)
    with pytest.raises(Refused, match=r"待评审：.*区市场监管局“述法”"):
        assessments.announce(actor=coordinator, assessment=made, at=AT)


def test_who_may(
    coordinator: Actor, handler: Actor, other_handler: Actor, supervisor: Actor, outsider: Actor, district: District
) -> None:
    made = under_review(coordinator, handler, district, bodies=[district.market, district.justice])
    market, justice = sheet_of_unit(made, district.market), sheet_of_unit(made, district.justice)
    for refused in (
        lambda: assessments.announce(actor=handler, assessment=made, at=AT),
        lambda: assessments.announce(actor=outsider, assessment=made, at=AT),
        lambda: assessments.finalise(actor=supervisor, assessment=made, at=AT),
        lambda: reviewing.review(actor=handler, body=market, item="d_problems", points=None, text="", at=AT),
        lambda: reviewing.review(actor=outsider, body=market, item="d_problems", points=None, text="", at=AT),
        lambda: self_assessing.recount(actor=other_handler, body=market, at=AT),
        lambda: reviewing.comment(actor=other_handler, body=market, item="d_problems", text="是", at=AT),
        lambda: objections.raise_(actor=supervisor, body=market, item="d_problems", text="是", at=AT),
    ):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(NotAllowed, match="不能评审本单位"):
        reviewing.review(actor=supervisor, body=justice, item="d_duty_report", points=Decimal(4), text="是", at=AT)


def test_evidence_by_file_is_counted_and_taken_back(coordinator: Actor, handler: Actor, district: District) -> None:
    body = sheet_of_unit(opened(coordinator, district), district.market)
    made = evidence.add_file(
        actor=handler, body=body, item="d_duty_report", name="述法.txt", data=b"text", title="述法报告", at=AT
    )
    assert evidence.uploads(body) == 1
    evidence.withdraw(actor=handler, evidence=made, at=AT)
    assert evidence.uploads(body) == 0
    with pytest.raises(Refused, match="没有案号为“x”的案件"):
        evidence.add_act(actor=handler, body=body, item="d_duty_report", number="x", seq=1, at=AT)


def test_body_that_gave_reasons_is_owed_reasons(
    coordinator: Actor, handler: Actor, supervisor: Actor, district: District
) -> None:
    """To fall back on what was counted settles nothing where the body has said why it is otherwise."""
    problem(coordinator, district.market)
    made = opened(coordinator, district)
    body = sheet_of_unit(made, district.market)
    said = {"points": Decimal(2), "text": "已经整改，尚未核验。"}
    self_assessing.state(actor=handler, body=body, item="d_problems", at=AT, **said)
    assessments.close_self(actor=coordinator, assessment=made, at=AT + timedelta(days=30))
    review = partial(reviewing.review, actor=supervisor, body=body, item="d_problems", at=AT + timedelta(days=31))
    with pytest.raises(Refused, match="请写明理由，被考核单位会看到") as refusal:
        review(points=Decimal(0), text="")
    assert refusal.value.field == "text"
    assert review(points=Decimal(0), text="没有核验的不算。").review_points == 0
    assert review(points=Decimal(2), text="").review_points == 2


def test_binder_is_whole_and_the_same_every_time(coordinator: Actor, handler: Actor, district: District) -> None:
    problem(coordinator, district.market)
    made = opened(coordinator, district)
    body = sheet_of_unit(made, district.market)
    evidence.add_file(
        actor=handler, body=body, item="d_duty_report", name="述法.txt", data="述法报告".encode(), title="", at=AT
    )
    assessments.close_self(actor=coordinator, assessment=made, at=AT + timedelta(days=30))
    body = sheet_of_unit(made, district.market)
    data = binder(body, Stage.SELF)
    assert data == binder(sheet_of_unit(made, district.market), Stage.SELF)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        digests = dict(reversed(line.split("  ")) for line in archive.read("SM3.txt").decode().splitlines())
        assert {name: sm3_hex(archive.read(name)) for name in names if name != "SM3.txt"} == digests
        index = load_workbook(io.BytesIO(archive.read("目录.xlsx")))["佐证"]
        frozen_at = next(row[7] for row in index.iter_rows(values_only=True) if row[0] == "问题整改")
        assert frozen_at == f"{AT + timedelta(days=30):%Y-%m-%d %H:%M}"
        listed = archive.read("清单/问题整改率.csv").decode("utf-8-sig")
        frozen = Evidence.objects.get(body=body, item="d_problems")
        assert sm3_hex(archive.read("清单/问题整改率.json")) == frozen.digest
    assert "案卷缺少送达回证" in listed
    assert [name for name in names if name.startswith("材料/")] == [
        next(name for name in names if name.endswith("述法.txt"))
    ]


@pytest.mark.parametrize(
    ("given", "say"),
    [
        ({"title": " "}, "请填写考核名称"),
        ({"year": 2027}, "已经开始的年度"),
        ({"bodies": []}, "请选择被考核单位"),
    ],
)
def test_prepare_refuses(coordinator: Actor, district: District, given, say) -> None:
    with pytest.raises(Refused, match=say):
        prepared(coordinator, district, **given)


def test_prepare_refuses_a_body_that_the_system_does_not_assess(coordinator: Actor, district: District) -> None:
    with pytest.raises(Refused, match="不考核这类单位：区法院"):
        prepared(coordinator, district, bodies=[district.court])


def test_veto_found_by_a_reviewer_caps_the_total(
    coordinator: Actor, handler: Actor, supervisor: Actor, district: District
) -> None:
    made = under_review(coordinator, handler, district)
    market = sheet_of_unit(made, district.market)
    with pytest.raises(Refused, match="请写明认定的事实和依据"):
        reviewing.decide_veto(actor=supervisor, body=market, veto="d_false_data", applies=True, text="", at=AT)
    reviewing.decide_veto(
        actor=supervisor, body=market, veto="d_false_data", applies=True, text="述法材料与记录不符", at=AT
    )
    found = sheet_of(sheet_of_unit(made, district.market), made.edition.system, Stage.REVIEW)
    assert found.total <= 59
    assert [line.veto.id for line in found.vetoes] == ["d_false_data"]
