"""Rows of 双公示 from licences: granted, changed and renewed ones, what is secret, what holds no longer."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.procedures.language.library import library
from fazhi.publishing.credit import exporting
from fazhi.publishing.credit.rows import CreditRow, rows
from fazhi.publishing.credit.tables import LICENCE, PENALTY, table
from fazhi.publishing.models import Notice
from fazhi.publishing.settling import settle
from tests.conftest import District
from tests.publishing.test_credit import BODY_CODE, ID, PERSON, TRADER, listed

__all__ = ["listed"]
Do = Callable[..., None]
CONTENT = "餐饮服务，经营者木子雨，面积120平方米"
TODAY = date(2026, 3, 2)


@pytest.fixture
def do(handler: Actor, head: Actor) -> Do:
    """Takes a step of a case an hour after its last act; the head decides, the handler does the rest."""

    def take(case: Case, step: str, result: str = "", *, thread: int = 0, **data: Any) -> None:
        case.refresh_from_db()
        at = case.last_act_at + timedelta(minutes=10)
        by = head if step.startswith(("decide", "revoke")) else handler
        given = Given(step, at.date(), result, thread=thread, data=data)
        taking.take(actor=by, case_id=case.pk, given=given, at=at)
        case.refresh_from_db()
        settle(case_id=case.pk, at=case.last_act_at + timedelta(minutes=1))

    return take


@pytest.fixture
def licensed(handler: Actor, district: District, at: datetime, do: Do, listed: None) -> Callable[..., Case]:
    """A licence applied for and granted on one day."""

    def make(party: dict[str, Any], **decided: Any) -> Case:
        data = {
            "applicant": party, "matter": "食品经营许可", "licence_kind": "approval", "handling": "ordinary",
            "channel": "window", "received_on": str(at.date()),
            "intake_checks": ["guide_public", "listed_only", "form_free", "no_tie"],
        }  # fmt: skip
        given = Given("register", at.date(), "application", data=data)
        case = taking.open_case(
            actor=handler, procedure="administrative_licence", organization=district.market, given=given, at=at
        ).case
        do(case, "accept", receipt_sealed=True)
        values = {"valid_from": "2026-03-02", "valid_until": "2031-03-01", "openness": "open"} | decided
        do(
            case, "decide", "granted", on_spot=True, conditions_met=True, licence_content=CONTENT,
            certificate_kind="certificate", **{name: each for name, each in values.items() if each},
        )  # fmt: skip
        return case

    return make


def of(district: District, on: date = date(2026, 3, 20)) -> tuple[CreditRow, ...]:
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    return rows(jurisdiction=district.jurisdiction, first=first, last=last, on=on, defined=table(LICENCE))


def test_a_licence_becomes_a_row_in_the_national_fields(
    licensed: Callable[..., Case], do: Do, district: District
) -> None:
    case = licensed(TRADER)
    do(
        case,
        "serve",
        "issued",
        serve_manner="direct",
        certificate_name="食品经营许可证",
        certificate_no="第7号",
        sealed=True,
    )
    row = of(district)[0]
    assert (row.faults, row.case_id, row.is_public, row.due_on) == ((), case.pk, True, date(2026, 3, 11))
    assert {code: text for code, text in row.values.items() if text} == {
        "xk_xdr_mc": "清和区木子雨水果店",
        "xk_xdr_lb": "个体工商户",
        "xk_xdr_shxym": "92650204MA0000000L",
        "xk_frdb": "木子雨",
        "xk_xkws": "准予行政许可决定书",
        "xk_wsh": "区市场监管局许准〔2026〕1号",
        "xk_xklb": "04",
        "xk_xkzs": "食品经营许可证",
        "xk_xkbh": "第7号",
        "xk_nr": CONTENT,
        "xk_jdrq": "2026-03-02",
        "xk_yxqz": "2026-03-02",
        "xk_yxqzi": "2031-03-01",
        "xk_xkjg": "清和区市场监督管理局",
        "xk_xkjgdm": BODY_CODE,
        "xk_zt": "1",
        "xk_lydw": "清和区市场监督管理局",
        "xk_lydwdm": BODY_CODE,
    }
    assert of(district, on=date(2031, 3, 2))[0].values["xk_zt"] == "2"


def test_a_natural_person_is_masked_and_a_licence_without_end_has_the_agreed_day(
    licensed: Callable[..., Case], district: District
) -> None:
    licensed(PERSON, valid_until="")
    row = of(district)[0]
    assert (row.faults, row.values["xk_xdr_zjlx"], row.values["xk_yxqzi"]) == ((), "01", "2099-12-31")
    text = exporting.public_file(table(LICENCE), [row], "json", on=TODAY).decode()
    assert [word for word in ("木子雨", ID, "南街8号") if word in text] == []
    assert "餐饮服务，经营者木某某" in text


def test_each_change_and_renewal_is_a_row_with_its_own_paper(
    licensed: Callable[..., Case], do: Do, district: District
) -> None:
    case = licensed(TRADER, valid_until="2026-04-30")
    do(case, "apply_change", change_wanted="面积", change_received_on="2026-03-02")
    do(case, "decide_change", "granted", thread=1, change_content="面积改为90平方米", change_from="2026-03-02")
    do(case, "apply_change", change_wanted="名称", change_received_on="2026-03-02")
    do(case, "decide_change", "granted", thread=2, change_content="名称改为某店", change_from="2026-03-02")
    do(case, "apply_renewal", renewal_received_on="2026-03-02", expires_on="2026-04-30")
    do(case, "decide_renewal", "granted", thread=3, renewed_from="2026-05-01", renewed_until="2031-04-30")
    made = of(district, on=date(2026, 5, 6))
    shown = [tuple(each.values[f"xk_{code}"] for code in ("wsh", "nr", "yxqz", "yxqzi", "zt")) for each in made]
    assert shown == [
        ("区市场监管局许准〔2026〕1号", CONTENT, "2026-03-02", "2026-04-30", "2"),
        ("区市场监管局许变〔2026〕1号", "面积改为90平方米", "2026-03-02", "2031-04-30", "1"),
        ("区市场监管局许变〔2026〕2号", "名称改为某店", "2026-03-02", "2031-04-30", "1"),
        ("区市场监管局许续〔2026〕1号", CONTENT, "2026-05-01", "2031-04-30", "1"),
    ]
    assert [each.is_public for each in made] == [True, True, True, True]
    assert Notice.objects.filter(case=case, publication="change").count() == 2


def test_a_revoked_licence_stays_a_row_that_holds_no_longer(
    licensed: Callable[..., Case], do: Do, district: District
) -> None:
    case = licensed(TRADER)
    do(case, "revoke", "revoked_fraud", revoke_started="ex_officio", revoke_facts="提交虚假的租赁合同", heard=True)
    assert [each.values["xk_zt"] for each in of(district)] == ["2"]
    assert Notice.objects.get(case=case, publication="revocation").state == "published"


def test_what_is_secret_is_no_row_and_no_notice(licensed: Callable[..., Case], district: District) -> None:
    case = licensed(TRADER, openness="trade_secret")
    assert of(district) == ()
    assert Notice.objects.filter(case=case).count() == 0


@pytest.mark.parametrize("name", [PENALTY, LICENCE])
def test_every_source_of_a_field_set_is_in_its_procedure(name: str) -> None:
    defined = table(name)
    definition = next(each for each in library().latest() if each.id == defined.procedure)
    asked = [field.source or "" for field in defined.fields.values()]
    asked += [source for row in defined.decisions.values() for source in row.instead.values()]
    kept = {each: set(definition.fields) for each in ("case", "latest")}
    kept |= {each: set(definition.instruments) for each in ("paper", "title")}
    parts = [part.strip().split(".") for source in asked for part in source.split("|") if "." in part]
    unknown = [part for part in parts if part[0] in kept and part[1] not in kept[part[0]] and part[1] != "licence"]
    assert unknown == []
    blocks = [row.publication for row in defined.decisions.values()]
    assert [each for each in blocks if each not in definition.publish] == []
    steps = [each.partition(".")[0] for each in (*defined.decisions, *defined.ended_by, *defined.annulled_by)]
    assert [each for each in steps if each not in definition.steps] == []
    assert [each for row in defined.decisions.values() for each in row.instead if each not in defined.fields] == []
