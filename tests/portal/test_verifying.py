"""核验: receipts and exported files through the door, honest ones and those that somebody has changed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from fazhi.cases import exporting, receipts
from fazhi.cases.checkpoints import checkpoint
from fazhi.cases.receipts import Standing
from tests.cases.conftest import case, officers, opened, reviewer

__all__ = ["case", "officers", "opened", "reviewer"]


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def receipt(case):
    return receipts.receipt_for(case)


def asked(**what):
    return Client().post("/open/verify/", what)


def test_receipt_waits_for_the_night_and_is_proven_then(receipt, at):
    assert receipts.hold(receipt).standing is Standing.WAITING
    checkpoint(at=at)
    answer = receipts.hold(receipt)
    assert (answer.standing, answer.signed_at) == (Standing.PROVEN, at)
    page = asked(receipt=receipt.text)
    assert "属实" in page.content.decode()


def test_receipt_is_read_however_it_was_copied(receipt):
    wrapped = f"我的回执：\n{receipt.text.upper()[:70]}\n"
    assert receipts.read(receipt.text.replace(" ", "　")) == receipt
    assert receipts.read(f"　{receipt.text.upper()} 。") == receipt
    assert receipts.read(wrapped) is None


def test_act_that_was_changed_does_not_hold(receipt, case, at):
    checkpoint(at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE cases_act SET body = replace(body, '\"seq\":1', '\"seq\":2') WHERE seq = 1")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert receipts.hold(receipt).standing is Standing.CHANGED
    assert "与记录不符" in asked(receipt=receipt.text).content.decode()


def test_hash_or_case_that_nobody_wrote_is_unknown_or_changed(receipt, case):
    other = receipts.Receipt(receipt.case, receipt.seq, "0" * 64)
    nowhere = receipts.Receipt(receipt.case, 99, receipt.hash)
    assert receipts.hold(other).standing is Standing.CHANGED
    assert receipts.hold(nowhere).standing is Standing.UNKNOWN


def test_what_is_no_receipt_is_told_and_kept(db, case):
    page = asked(receipt="收件编号 123")
    assert page.status_code == 422
    assert "没有看出回执" in page.content.decode()
    assert "收件编号 123</textarea>" in page.content.decode()
    assert asked().status_code == 422


def test_exported_file_is_verified_and_a_changed_one_refused(case, at):
    checkpoint(at=at)
    data = exporting.export_case(case)
    good = asked(file=SimpleUploadedFile("案卷.zip", data)).content.decode()
    assert "属实" in good
    assert "公开日志证明到第 1 条" in good
    bad = asked(file=SimpleUploadedFile("案卷.zip", data.replace(b'"seq":1', b'"seq":7'))).content.decode()
    assert "文件不成立" in bad
    assert "文件不成立" in asked(file=SimpleUploadedFile("x.zip", b"no zip")).content.decode()


def test_nothing_of_the_person_is_on_the_page(case, receipt, at):
    checkpoint(at=at)
    page = asked(receipt=receipt.text).content.decode()
    party = case.data["party"]["name"]
    assert party not in page
    assert case.number not in page


def test_history_and_proofs(case, opened, at):
    first = checkpoint(at=at)
    opened()
    second = checkpoint(at=at.replace(hour=12))
    client = Client()
    page = client.get("/open/log/").content.decode()
    assert (first.body in page, f"共 {second.size} 条" in page) == (False, True)
    lines = client.get("/open/log/checkpoints.jsonl").content.splitlines()
    assert len(lines) == 2
    same = client.get(f"/open/log/consistency.json?from={first.size}&to={second.size}").json()
    assert same["to"] == second.size
    proof = client.get(f"/open/log/proof.json?index=0&size={second.size}").json()
    assert str(case.pk) in proof["leaf"]
    for wrong in ("index=9&size=1", "index=0&size=99", "index=x&size=1", "index=-1&size=1"):
        assert client.get(f"/open/log/proof.json?{wrong}").status_code == 404
    assert client.get("/open/log/key.pem").content.startswith(b"-----BEGIN PUBLIC KEY")


def test_empty_log_says_so(db, case):
    client = Client()
    assert "还没有检查点" in client.get("/open/log/").content.decode()
    assert client.get("/open/log/key.pem").status_code == 404
