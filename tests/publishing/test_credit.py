"""Rows of 双公示 from penalties: amounts in 万元, who is left out, what leaves masked and what leaves recorded."""

import csv
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.government.models import AdministrationRecord
from fazhi.government.permissions import NotAllowed
from fazhi.publishing import holding
from fazhi.publishing.credit import exporting
from fazhi.publishing.credit.rows import CreditRow, rows
from fazhi.publishing.credit.tables import PENALTY, table
from fazhi.publishing.models import Notice
from fazhi.publishing.refusals import Refused
from fazhi.publishing.settling import settle
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from tests.conftest import District
from tests.publishing.conftest import Take

MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
ID = "650204199003072316"
BODY_CODE = "11650204MB00000002"
PERSON = {"kind": "person", "name": "木子雨", "id_number": ID, "address": "清和区南街8号"}
TRADER = {
    "kind": "sole_trader",
    "name": "清和区木子雨水果店",
    "id_number": "92650204MA0000000L",
    "representative": "木子雨",
}

FACTS = "经查，木子雨在解放路设置广告牌，有笔录、照片证实。"
PUBLISHED = {"publication_place": "门户网站", "disclosure_checks": ["no_secret", "masked"]}


@pytest.fixture
def listed(district: District) -> None:
    """The market bureau in the list of enforcement bodies, with its code."""
    data = {
        "body": str(district.market.pk), "uscc": BODY_CODE, "kind": "statutory", "scope": "市场监管",
        "legal_basis": "某条例",
        "category": ["penalty"], "announced_on": date(2024, 1, 1), "address": "清和区中街1号", "phone": "0990-6221234",
    }  # fmt: skip
    revising.revise(
        actor=None,
        jurisdiction=district.jurisdiction,
        register="enforcement_bodies",
        changes=[Change(ChangeKind.ADD, data=data)],
        reason="公告执法主体",
        since=date(2024, 1, 1),
        at=datetime.fromisoformat("2024-01-01T09:00:00+08:00"),
    )


@pytest.fixture
def penalised(
    officers: list[Actor], head: Actor, district: District, at: datetime, act: Take, listed: None
) -> Callable[..., Case]:
    """An ordinary penalty, decided on the day of its filing; published where the public should know of it."""
    people = [actor.person.pk for actor in officers]

    def make(party: dict[str, Any], *, social: bool = True) -> Case:
        data = {
            "party": party, "cause": "擅自设置户外广告", "source_of_case": "inspection", "discovered_on": "2026-03-02",
            "offence_place": "解放路12号", "officers": people,
            "jurisdiction_checks": ["competent", "place", "level", "settled", "mandate"],
        }  # fmt: skip
        given = Given("file", at.date(), data=data)
        case = taking.open_case(
            actor=officers[0], procedure="administrative_penalty", organization=district.market, given=given, at=at
        ).case
        act(
            case, officers[0], "investigate", inquiry_kind="inquiry", investigators=people, id_shown=True,
            transcript_made=True, evidence=[{"kind": "statement", "title": "当事人询问笔录"}],
        )  # fmt: skip
        act(
            case, officers[0], "conclude", facts=FACTS, facts_state="established",
            evidence_checks=["verified", "lawful"], act_ended_on="2026-02-20", case_marks=["ordinary"],
            circumstances=["none"], violated="某条例第十条", penalty_basis="某条例第四十条",
            basis_kind="local_regulation", proposal="建议处罚",
        )  # fmt: skip
        act(
            case, officers[0], "notify", notice_reasons="同调查终结报告", proposed_kinds=["fine"],
            notified_rights=["statement", "defence", "hearing"], proposed_fine="2000.01",
        )  # fmt: skip
        act(case, officers[0], "waive_rights", "all")
        act(
            case, head, "decide", "penalty", penalty_kinds=["fine"], penalty_content="处以罚款2000元",
            discretion="ordinary", discretion_reason="一般情形", performance_terms="十五日内缴纳",
            remedies_told="申请复议或者起诉", social_impact=social, correction_ordered=True, fine="2000.01",
            decision_checks=["published", "applicable", "single_fine", "proportionate", "gains", "record_used"],
        )  # fmt: skip
        if social:
            act(
                case,
                officers[0],
                "publish_decision",
                publication_place="门户网站",
                disclosure_checks=["no_secret", "masked"],
            )
        settle(case_id=case.pk, at=case.last_act_at + timedelta(minutes=1))
        return case

    return make


def of(district: District) -> tuple[CreditRow, ...]:
    return rows(jurisdiction=district.jurisdiction, on=date(2026, 3, 20), **MARCH)


def test_a_decision_becomes_a_row_in_the_national_fields(penalised: Callable[..., Case], district: District) -> None:
    case = penalised(TRADER)
    row = of(district)[0]
    assert (row.faults, row.case_id, row.is_public) == ((), case.pk, True)
    assert row.due_on == date(2026, 3, 11)
    told = {code: text for code, text in row.values.items() if text}
    assert told == {
        "cf_xdr_mc": "清和区木子雨水果店",
        "cf_xdr_lb": "个体工商户",
        "cf_xdr_shxym": "92650204MA0000000L",
        "cf_frdb": "木子雨",
        "cf_wsh": "区市场监管局罚决〔2026〕1号",
        "cf_wfxw": "擅自设置户外广告",
        "cf_sy": "经查，木子雨在解放路设置广告牌，有笔录、照片证实。",
        "cf_yj": "某条例第四十条",
        "cf_cflb": "罚款",
        "cf_nr": "处以罚款2000元",
        "cf_nr_fk": "0.200001",
        "cf_jdrq": "2026-03-02",
        "cf_cfjg": "清和区市场监督管理局",
        "cf_cfjgdm": BODY_CODE,
        "cf_sjly": "清和区市场监督管理局",
        "cf_sjlydm": BODY_CODE,
    }
    assert (row.masked["cf_xdr_mc"], row.masked["cf_frdb"]) == ("清和区木子雨水果店", "木某某")
    assert row.masked["cf_sy"] == "经查，木某某在解放路设置广告牌，有笔录、照片证实。"


@pytest.mark.parametrize("form", exporting.FORMS)
def test_the_public_file_has_nothing_of_a_person(
    form: exporting.Form, penalised: Callable[..., Case], district: District
) -> None:
    penalised(PERSON)
    data = exporting.public_file(table(PENALTY), of(district), form, on=date(2026, 3, 20))
    text = shown(data, form)
    assert [word for word in ("木子雨", ID, "南街8号") if word in text] == []
    assert "木某某" in text
    assert "0.200001" in text


def test_the_full_file_is_for_those_who_manage_and_is_recorded(
    penalised: Callable[..., Case], district: District, handler: Actor, other_handler: Actor, at: datetime
) -> None:
    penalised(PERSON, social=False)
    made, defined = of(district), table(PENALTY)

    def export(actor: Actor, purpose: str) -> bytes:
        return exporting.full_file(
            actor=actor,
            jurisdiction=district.jurisdiction,
            defined=defined,
            rows=made,
            form="csv",
            purpose=purpose,
            at=at,
        )

    with pytest.raises(Refused, match="用途"):
        export(handler, "")
    with pytest.raises(NotAllowed):
        export(other_handler, "报送信用平台")
    assert AdministrationRecord.objects.filter(verb="导出信用公示完整数据").count() == 0
    assert ID in export(handler, "报送信用平台").decode()
    line = AdministrationRecord.objects.get(verb="导出信用公示完整数据")
    assert (line.by, line.detail["purpose"], len(line.detail["cases"])) == (handler.person, "报送信用平台", 1)
    # Not published here: the public file leaves it out.
    assert exporting.public_file(defined, made, "json", on=date(2026, 3, 20)).count(b"cf_wsh") == 0


def test_what_is_held_back_annulled_or_wrong_does_not_leave(
    penalised: Callable[..., Case], district: District, head: Actor, handler: Actor, act: Take, at: datetime
) -> None:
    held, annulled, wrong = penalised(TRADER), penalised(TRADER), penalised(PERSON | {"id_number": ID[:-1] + "0"})
    notice = Notice.objects.get(case=held)
    later = at + timedelta(days=1)
    holding.hold(actor=head, notice_id=notice.pk, ground="trade_secret", reason="涉及工艺参数", at=later)
    notice = Notice.objects.get(case=annulled)
    holding.remove(actor=handler, notice_id=notice.pk, ground="annulled", said="决定已经撤销。", at=later)
    found = of(district)
    assert [each.case_id for each in found] == [wrong.pk]
    assert [each.code for each in found[0].faults] == ["cf_xdr_zjhm"]
    assert "顺达" not in shown(exporting.public_file(table(PENALTY), found, "csv", on=at.date()), "csv")
    with pytest.raises(Refused, match="没有核对无误"):
        exporting.full_file(
            actor=head, jurisdiction=district.jurisdiction, defined=table(PENALTY), rows=found, form="xlsx",
            purpose="报送信用平台", at=at,
        )  # fmt: skip


def test_what_has_been_public_long_enough_is_not_public_before_the_night_has_taken_it_down(
    penalised: Callable[..., Case], district: District
) -> None:
    case = penalised(TRADER)
    Notice.objects.filter(case=case).update(removes_on=date(2026, 3, 19))
    for on, is_public in ((date(2026, 3, 19), True), (date(2026, 3, 20), False)):
        row = rows(jurisdiction=district.jurisdiction, on=on, **MARCH)[0]
        assert row.is_public is is_public
        assert exporting.public_file(table(PENALTY), [row], "json", on=on).count(b"cf_wsh") == is_public


def test_the_csv_opens_in_a_spreadsheet_program_without_running_anything() -> None:
    data = exporting.write(
        table(PENALTY), [{"cf_xdr_mc": "=1+1", "cf_sy": "甲，“乙”,\n丙"}], "csv", on=date(2026, 3, 2)
    )
    assert data.startswith(b"\xef\xbb\xbfcf_xdr_mc,cf_xdr_lb,")
    lines = list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))
    assert (lines[0]["cf_xdr_mc"], lines[0]["cf_sy"]) == ("'=1+1", "甲，“乙”,\n丙")


def shown(data: bytes, form: str) -> str:
    """All that a file says."""
    if form == "xlsx":
        cells = load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
        return "\n".join(str(cell) for row in cells for cell in row)
    return json.dumps(json.loads(data), ensure_ascii=False) if form == "json" else data.decode("utf-8-sig")
