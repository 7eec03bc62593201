"""Papers: printed from what the case says, kept once, named in the record; and the dossier."""

import io
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from fazhi.cases import correcting, parameters, taking
from fazhi.cases.dossiers import dossier
from fazhi.cases.models import Case, Paper
from fazhi.cases.models.act import ActKind
from fazhi.cases.papers import issue, preview
from fazhi.cases.rebuilding import rebuild
from fazhi.cases.refusals import Refused
from fazhi.cases.taking import Given
from fazhi.documents.digest import sm3_hex
from fazhi.files.store import content, keep
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.government.roles import Role
from fazhi.record.chain import act_hash

INFORMED = {
    "proposed": "fine",
    "proposed_fine": "50",
    "basis_kind": "regulation",
    "law_basis": "清和市市容管理条例第二十条",
    "defence": "none",
}
SEQ, DECISION = 3, "spot_decision"


@pytest.fixture
def decided(case: Case, officers: list[Actor], at: datetime) -> Case:
    """The case once a fine of 50 yuan is decided: act 3 makes the decision."""
    given = {"circumstances": ["none"], "correction": "done", "fine": "50"}
    for step, result, data in (("inform", "", INFORMED), ("decide", "fine", given)):
        at += timedelta(minutes=5)
        act = Given(step, at.date(), result, data=data)
        taking.take(actor=officers[0], case_id=case.pk, given=act, at=at)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def later(at: datetime) -> datetime:
    return at + timedelta(hours=2)


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def printed(paper: Paper) -> str:
    assert paper.file is not None
    return text_of(content(paper.file))


def make(case: Case, actor: Actor, at: datetime) -> Paper:
    return issue(actor=actor, case_id=case.pk, seq=SEQ, instrument=DECISION, at=at)


def test_a_paper_prints_what_the_case_says(decided: Case, officers: list[Actor], later: datetime) -> None:
    paper = make(decided, officers[0], later)
    text = printed(paper)
    wanted = [
        "清和区市场监督管理局",
        paper.number,
        "钱某",
        "占道摆卖水果",
        "清和市市容管理条例第二十条",
        "罚款人民币50元（大写：伍拾元整）",
    ]
    assert [each for each in wanted if each not in text] == []
    assert paper.number == "区市场监管局当罚〔2026〕1号"
    assert paper.file is not None
    assert paper.file.name == "当场行政处罚决定书 区市场监管局当罚〔2026〕1号.docx"


def test_the_record_names_the_file_by_its_digest(decided: Case, officers: list[Actor], later: datetime) -> None:
    before = decided.acts.get(seq=SEQ)
    paper = make(decided, officers[0], later)
    assert paper.file is not None
    act = decided.acts.get(seq=SEQ + 1)
    said = act.content
    assert (act.kind, said["prints"]) == (
        ActKind.PAPER,
        {"seq": SEQ, "instrument": DECISION, "number": paper.number},
    )
    assert [each["sm3"] for each in said["attachments"]] == [sm3_hex(content(paper.file))]
    assert bytes(act.hash) == act_hash(bytes(before.hash), act.body.encode())
    assert [each.file_id for each in decided.attachments.all()] == [paper.file_id]
    assert bytes(Case.objects.get(pk=decided.pk).head_hash) == bytes(act.hash)


def test_a_paper_is_printed_once(decided: Case, officers: list[Actor], later: datetime) -> None:
    first = make(decided, officers[0], later)
    again = make(decided, officers[1], later + timedelta(days=1))
    assert (again.pk, again.file_id) == (first.pk, first.file_id)
    assert decided.acts.count() == SEQ + 1


def test_printing_changes_nothing_in_the_case(decided: Case, officers: list[Actor], later: datetime) -> None:
    make(decided, officers[0], later)
    after = Case.objects.get(pk=decided.pk)
    assert (after.data, after.state["events"], after.outcome) == (
        decided.data,
        decided.state["events"],
        decided.outcome,
    )
    rebuilt = rebuild(decided.pk, at=later)
    assert (rebuilt.state, rebuilt.head_seq) == (after.state, SEQ + 1)


def correct_place(case: Case, actor: Actor, at: datetime) -> None:
    correcting.correct(actor=actor, case_id=case.pk, seq=1, reason="地点写错", data={"place": "西街菜市场门口"}, at=at)


def test_a_correction_before_the_printing_is_heeded(decided: Case, officers: list[Actor], later: datetime) -> None:
    correct_place(decided, officers[0], later)
    assert "西街菜市场门口" in printed(make(decided, officers[0], later + timedelta(minutes=1)))


def test_a_paper_keeps_what_it_said_when_the_case_is_corrected(
    decided: Case, officers: list[Actor], later: datetime
) -> None:
    make(decided, officers[0], later)
    correct_place(decided, officers[0], later + timedelta(minutes=1))
    paper = make(decided, officers[0], later + timedelta(minutes=2))
    assert "东街菜市场门口" in printed(paper)


def test_a_paper_says_nothing_of_later_acts(decided: Case, officers: list[Actor], later: datetime) -> None:
    paper = decided.papers.get(instrument=DECISION)
    before = preview(decided, paper).lines
    asked = decided.definition.steps["deliver"].collect
    given = Given("deliver", later.date(), "signed", data=dict.fromkeys(asked, True))
    taking.take(actor=officers[0], case_id=decided.pk, given=given, at=later)
    assert preview(Case.objects.get(pk=decided.pk), paper).lines == before


def test_what_stands_blank_is_told_and_kept_in_the_record(
    decided: Case, officers: list[Actor], later: datetime
) -> None:
    paper = decided.papers.get(instrument=DECISION)
    titles = [each.title for each in preview(decided, paper).unfilled]
    assert titles == ["当事人的证件号码", "罚款代收机构", "复议机关名称", "管辖法院名称"]
    make(decided, officers[0], later)
    assert json.loads(decided.acts.get(seq=SEQ + 1).body)["unfilled"] == titles


def test_a_parameter_of_the_jurisdiction_is_printed(
    decided: Case, officers: list[Actor], coordinator: Actor, district: Any, later: datetime
) -> None:
    parameters.set_value(
        actor=coordinator,
        jurisdiction=district.jurisdiction,
        definition=decided.definition,
        name="litigation_court",
        value="清和区人民法院",
        since=date(2026, 1, 1),
        source="清和区人民法院公告",
        at=later,
    )
    assert "向清和区人民法院提起行政诉讼" in printed(make(decided, officers[0], later))


def test_a_paper_that_no_act_makes_is_refused(decided: Case, officers: list[Actor], later: datetime) -> None:
    with pytest.raises(Refused) as refused:
        issue(actor=officers[0], case_id=decided.pk, seq=1, instrument=DECISION, at=later)
    assert refused.value.say == "第1号办理记录没有文书“spot_decision”，请回到案件页面重新选择。"


def test_people_of_another_body_are_refused(decided: Case, other_handler: Actor, later: datetime) -> None:
    with pytest.raises(NotAllowed):
        make(decided, other_handler, later)
    assert Paper.objects.get(instrument=DECISION).file_id is None


def test_reconsideration_is_decided_in_the_name_of_the_government(
    join: Callable[..., Actor], district: Any, at: datetime
) -> None:
    clerk = join("fu.yi", "傅议", district.justice, Role.HANDLER)
    data = {
        "applicant": {"kind": "person", "name": "张某", "address": "东街1号"},
        "respondent": {"id": str(district.market.pk), "name": district.market.name},
        "act": "行政处罚决定", "scope": "penalty", "challenge": "act", "channel": "oral", "requests": ["revoke"],
        "facts_and_reasons": "处罚过重。",
    }  # fmt: skip
    given = Given("apply", at.date(), data=data)
    taken = taking.open_case(
        actor=clerk, procedure="administrative_reconsideration", organization=district.justice, given=given, at=at
    )
    given = Given("notify_supplement", at.date(), data={"supplement_items": "身份证明复印件。"})
    taking.take(actor=clerk, case_id=taken.case.pk, given=given, at=at + timedelta(minutes=5))
    oral, notice = taken.case.papers.order_by("seq")
    assert "申请人：张某　证件号码：＿＿＿＿" in preview(taken.case, oral).lines
    assert preview(taken.case, notice).lines[:2] == ("清和区人民政府", "补正行政复议申请通知书")


def test_the_dossier_lists_papers_and_attachments_in_their_order(
    decided: Case, officers: list[Actor], later: datetime
) -> None:
    file = keep(
        name="现场照片.txt", data="照片".encode(), jurisdiction=decided.jurisdiction, by=officers[0].person, at=later
    )
    correcting.supplement(actor=officers[0], case_id=decided.pk, text="照片", attachments=[file], at=later)
    make(decided, officers[0], later + timedelta(minutes=1))
    document = Document(io.BytesIO(dossier(Case.objects.get(pk=decided.pk), at=later)))
    cover, contents, remarks = document.tables
    assert cover.rows[0].cells[1].text == decided.number
    assert [[cell.text for cell in row.cells[:4]] for row in contents.rows] == [
        ["序号", "文书（材料）名称", "文号", "日期"],
        ["1", "当场行政处罚决定书", "区市场监管局当罚〔2026〕1号", "2026-03-02"],
        ["2", "现场照片.txt", "", "2026-03-02"],
    ]
    assert [row.cells[0].text for row in remarks.rows] == ["本卷情况说明", "立卷人", "检查人"]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "办理记录5条，文书1件，附件1件。" in text
    assert bytes(Case.objects.get(pk=decided.pk).head_hash).hex() in text


def test_a_dossier_costs_the_same_whatever_is_in_it(decided: Case, officers: list[Actor], later: datetime) -> None:
    case = Case.objects.select_related("organization", "handler").get(pk=decided.pk)
    with CaptureQueriesContext(connection) as queries:
        dossier(case)
    assert len(queries) == 3
