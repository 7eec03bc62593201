"""Handing in: what is asked is held, who asks is sealed, and the same form sent twice is one application."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image

from fazhi.cases.taking import Given, open_case
from fazhi.government.actors import Actor
from fazhi.intake import applying, casework, codes, entering, following, personal
from fazhi.intake.applying import Handed, Submitted
from fazhi.intake.cleaning import clean
from fazhi.intake.models import Application, Message
from fazhi.intake.refusals import FormRefused, Refused
from fazhi.procedures.applications.library import forms
from tests.conftest import District
from tests.intake.office import CITIZEN, WANTED
from tests.intake.office import example_form as example_form

pytestmark = pytest.mark.usefixtures("example_form")


def submit(district: District, at: datetime, **otherwise: Any) -> Submitted:
    """A request for information, keywords as for the verb."""
    given = {
        "form": forms().get("example"),
        "organization": district.market,
        "applicant": CITIZEN,
        "data": {"information": WANTED, "email": "qian@example.com", "form_wanted": "电子邮件"},
        "at": at,
    }
    return applying.submit(**{**given, **otherwise})


def test_application_as_it_is_kept(district: District, at: datetime) -> None:
    done = submit(district, at)
    kept = Application.objects.get()
    assert (kept.number, kept.title, kept.due_on) == ("2026000001", WANTED, date(2026, 3, 11))
    assert kept.data["information"] == WANTED
    assert codes.is_code(codes.read(done.code))
    assert personal.opened(kept)[0] == CITIZEN
    assert personal.opened(kept)[1]["email"] == "qian@example.com"
    assert personal.masked(kept) == {
        "kind": "自然人", "name": "钱**", "id_number": "110***********002X", "phone": "138****5678",
    }  # fmt: skip


def test_application_at_rest_tells_nothing_of_the_person(district: District, at: datetime) -> None:
    done = submit(district, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM intake_application a")
        row = cursor.fetchone()[0]
    assert [word for word in (*CITIZEN.values(), "qian@example.com", codes.read(done.code)) if word in row] == [
        "person"
    ]


def test_application_sent_twice(district: District, at: datetime) -> None:
    first, second = submit(district, at, key="k1"), submit(district, at, key="k1")
    assert (second.repeated, second.code, second.application.pk) == (True, "", first.application.pk)
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("otherwise", "faults"),
    [
        ({"data": {}}, {"information": "请填写“想要的信息”。"}),
        ({"applicant": {"kind": "person", "name": "钱知行", "id_number": "110105194912310021", "phone": "12"}},
         {"id_number": "“身份证号”：居民身份证号的校验码不对，至少有一位写错，请照身份证逐位核对。",
          "phone": "“电话”：手机号应为 11 位，现有 2 位或者号段不对，请核对。"}),
        ({"applicant": {"kind": "emperor"}},
         {"kind": "请选择您是谁：个人、公司、机关、学校等单位（法人）、个体工商户、其他组织。",
          "applicant_category": "请选择“单位是哪一类”。"}),
        ({"applicant": {**CITIZEN, "agent": {"name": "孙晓禾"}}},
         {"agent.phone": "请填写“代理人电话”。", "file.2": "请上传“授权委托书和代理人身份证明”。"}),
        ({"applicant": {**CITIZEN, "phone": "12345"}},
         {"phone": "“电话”：12345是服务电话，请留能找到您的手机号，或者带区号的座机。"}),
    ],
)  # fmt: skip
def test_application_with_faults(
    district: District, at: datetime, otherwise: dict[str, Any], faults: dict[str, str]
) -> None:
    with pytest.raises(FormRefused) as refused:
        submit(district, at, **otherwise)
    assert refused.value.faults == faults
    assert Application.objects.count() == 0


def test_application_of_an_organization_asks_further(district: District, at: datetime) -> None:
    company = {
        "kind": "legal_person",
        "name": "清和暖通有限公司",
        "id_number": "91350100M000100Y43",
        "phone": "87654321",
    }
    company["phone"] = "0591-87654321"
    with pytest.raises(FormRefused) as refused:
        submit(district, at, applicant=company)
    assert refused.value.faults == {"applicant_category": "请选择“单位是哪一类”。"}
    done = submit(district, at, applicant=company, data={"information": WANTED, "applicant_category": "business"})
    assert casework.values_for_case(done.application)["applicant_category"] == "business"


def test_title_without_long_numbers(district: District, at: datetime) -> None:
    made = submit(
        district, at, data={"information": "钱某（13812345678）2025年的许可\n第二行" + "很长" * 40}
    ).application
    assert made.title == "钱某（***********）2025年的许可 第二行很长很长很长很长很长很长…"
    assert len(made.title) <= entering.EXCERPT


def test_case_opened_with_what_was_entered(district: District, handler: Actor, at: datetime) -> None:
    application = submit(district, at).application
    values = casework.values_for_case(application)
    assert values == {
        "applicant": CITIZEN,
        "applicant_category": "natural_person",
        "arrived_on": "2026-03-02",
        "channel": "internet",
        "form_wanted": "电子邮件",
        "information": WANTED,
    }
    entered = {**values, "received_on": date(2026, 3, 2), "confirmed_on": date(2026, 3, 2)}
    taken = open_case(
        actor=handler,
        procedure="disclosure_on_request",
        organization=district.market,
        given=Given("register", date(2026, 3, 2), data=entered),
        at=at,
    )
    assert taken.case.data["applicant"]["phone"] == "13812345678"


def test_attachments_are_kept_by_their_material(district: District, at: datetime) -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG")
    file = clean(name="钱知行.jpg", data=out.getvalue(), title="身份证明")
    application = submit(district, at, attachments=[Handed("身份证明", file)]).application
    attachment = application.attachments.get()
    assert (attachment.title, attachment.kept.name, attachment.kept.kept_by) == ("身份证明", "身份证明.jpg", None)
    assert attachment.kept.name.startswith("身份证明")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        application.attachments.all().delete()


@pytest.mark.parametrize("number", ["2026000001", "２０２６ ０００００１", "138 1234 5678", "13812345678"])
def test_find_by_number_or_telephone(district: District, at: datetime, number: str) -> None:
    done = submit(district, at)
    typed = codes.spaced(done.code).lower()
    assert following.find(number=number, code=typed) == done.application


def test_find_says_the_same_whatever_is_wrong(district: District, at: datetime) -> None:
    done = submit(district, at)
    tries = [
        ("2026000001", codes.new()),
        ("2026000002", done.code),
        ("2026009999", codes.new()),
        ("13800000000", done.code),
        ("", done.code),
        ("-", ""),
        ("2026000001", "'; DROP TABLE"),
    ]
    said = set()
    for number, code in tries:
        with pytest.raises(Refused) as refused:
            following.find(number=number, code=code)
        said.add((refused.value.say, refused.value.field))
    assert said == {(following.SAY, "code")}


def test_messages_cannot_be_changed(district: District, at: datetime) -> None:
    application = submit(district, at).application
    Message.objects.create(application=application, kind="note", at=at, text="一")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Message.objects.update(text="二")
