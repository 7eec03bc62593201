"""The counter: a code for who shows their card, an account closed that holds another's telephone; each is recorded."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from fazhi.citizens import accounts, recovering
from fazhi.citizens.models import Account
from fazhi.government.actors import Actor
from fazhi.government.models import AdministrationRecord
from fazhi.government.permissions import NotAllowed
from fazhi.intake.refusals import FormRefused, Refused

WHO = {"name": "钱知行", "id_number": "11010519491231002X", "phone": "13812345678"}
OTHERS = "440524188001010014"
WORD = "Qinghe-river-7"
PAGE = "/intake/accounts/"


@pytest.fixture
def account(db: None, at: datetime) -> Account:
    return accounts.open_account(kind="person", about=WHO, password=WORD, again=WORD, at=at)


@pytest.fixture
def clerk(handler: Actor, sign_in: Callable[[Actor], Client]) -> Client:
    return sign_in(handler)


def reset(code: str, at: datetime) -> Account:
    return recovering.reset(
        phone=WHO["phone"], id_number=WHO["id_number"], code=code, password="Another-word-8", again="Another-word-8",
        address="", at=at,
    )  # fmt: skip


def test_page_gives_a_code(account: Account, clerk: Client) -> None:
    page = clerk.post(PAGE, {"phone": "138-1234-5678", "id_number": "11010519491231002x", "does": "code"})
    text = page.content.decode()
    assert (page.status_code, "重设码只显示这一次" in text, WHO["id_number"] in text) == (200, True, False)
    kept = AdministrationRecord.objects.get(verb="重设群众账号密码")
    assert (kept.subject, WHO["phone"] in str(kept.detail)) == (str(account.pk), False)


@pytest.mark.parametrize("does", ["code", "release"])
def test_page_for_a_telephone_without_an_account(account: Account, clerk: Client, does: str) -> None:
    page = clerk.post(PAGE, {"phone": "13998765432", "id_number": OTHERS, "does": does})
    assert (page.status_code, "没有开过账号" in page.content.decode()) == (422, True)


def test_release_of_a_telephone(account: Account, clerk: Client) -> None:
    own = clerk.post(PAGE, {**WHO, "does": "release"})
    assert (own.status_code, Account.objects.count()) == (422, 1)
    assert "登记的是别的证件号码" in clerk.post(PAGE, {**WHO, "id_number": OTHERS, "does": "code"}).content.decode()
    done = clerk.post(PAGE, {**WHO, "id_number": OTHERS, "does": "release"})
    assert (done.status_code, Account.objects.count()) == (200, 0)


def test_page_of_others(account: Account, audit_admin: Actor, sign_in: Callable[[Actor], Client], at: datetime) -> None:
    assert sign_in(audit_admin).get(PAGE).status_code == 403
    with pytest.raises(NotAllowed):
        recovering.give_code(actor=audit_admin, phone=WHO["phone"], id_number=WHO["id_number"], at=at)


def test_code_is_good_for_a_day_and_once(account: Account, handler: Actor, at: datetime) -> None:
    code = recovering.give_code(actor=handler, phone=WHO["phone"], id_number=WHO["id_number"], at=at)
    with pytest.raises(FormRefused, match="对不上"):
        reset(code, at + timedelta(hours=24))
    assert reset(code, at + timedelta(hours=23)) == account
    with pytest.raises(FormRefused, match="对不上"):
        reset(code, at + timedelta(hours=23))


def test_code_of_nobody(account: Account, at: datetime) -> None:
    with pytest.raises(FormRefused, match="对不上"):
        reset("", at)
    Account.objects.filter(pk=account.pk).delete()
    with pytest.raises(Refused, match="注销"):
        accounts.set_password(account=account, password=WORD, again=WORD, keep=None, at=at)
