"""The staff pages of publication: the lists, one notice, the decisions, and the rows for the credit platform."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from fazhi.cases.models import Case
from fazhi.desk.publishing.worklist import due
from fazhi.government.actors import Actor
from fazhi.publishing.models import Notice, NoticeState
from fazhi.publishing.settling import Settled

Enter = Callable[[Actor], Client]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.content.decode()


def test_what_is_late_stands_first_and_is_red(
    fined: Case, drafted: Case, handler: Actor, settled: Callable[..., Settled], sign_in: Enter, settings: Any
) -> None:
    settled(fined)
    settings.FIXED_NOW = "2026-04-02T10:00:00+08:00"
    page = text(sign_in(handler), "/publishing/")
    assert "当场处罚决定：钱某" in page
    assert "逾期 3 天" in page
    assert "bar red" in page or "red" in page
    assert "户外广告" not in page


def test_the_worklist_has_what_the_body_has_to_publish(
    fined: Case, handler: Actor, other_handler: Actor, at: Any, settled: Callable[..., Settled]
) -> None:
    settled(fined)
    later = at.replace(month=3, day=27)
    found = due(handler, later)
    assert not isinstance(found, list)
    assert [(each.title, each.words) for each in found.items] == [
        ("当场处罚决定：钱某：占道摆卖水果，经劝说未当场收摊。", "还有 3 天")
    ]
    assert due(other_handler, later).count == 0
    assert due(handler, at).count == 0


def test_a_notice_shows_what_everybody_sees_and_what_stays_inside(
    notice: Notice, head: Actor, handler: Actor, sign_in: Enter
) -> None:
    page = text(sign_in(head), f"/publishing/{notice.pk}/")
    assert "公众看到的内容" in page
    assert "占道摆卖水果" in page
    assert "已隐去" in page
    assert "《行政处罚法》第四十八条第一款" in page
    assert "清和区东街12号" not in page
    assert "决定免予公开" in page
    assert f"/cases/{notice.case_id}/#act-{notice.seq}" in page
    assert "hold/" not in text(sign_in(handler), f"/publishing/{notice.pk}/")


def test_a_head_holds_back_and_lets_go(notice: Notice, head: Actor, sign_in: Enter) -> None:
    client = sign_in(head)
    refused = client.post(f"/publishing/{notice.pk}/hold/", {"ground": "privacy", "reason": "短"})
    assert refused.status_code == 422
    assert "请写明具体理由，4至1000字。" in refused.content.decode()
    client.post(f"/publishing/{notice.pk}/hold/", {"ground": "privacy", "reason": "涉及未成年人"})
    notice.refresh_from_db()
    assert notice.state == NoticeState.HELD
    assert "当场处罚决定" in text(client, "/publishing/held/")
    client.post(f"/publishing/{notice.pk}/release/", {"reason": "已经成年并同意"})
    notice.refresh_from_db()
    assert notice.state == NoticeState.PUBLISHED


def test_a_handler_takes_down_and_puts_back(notice: Notice, handler: Actor, sign_in: Enter) -> None:
    client = sign_in(handler)
    said = "数额有误，更正后重新公开。"
    client.post(f"/publishing/{notice.pk}/remove/", {"ground": "inaccurate", "said": said})
    assert said in text(client, f"/publishing/{notice.pk}/")
    assert "决定撤下" in text(client, "/publishing/removed/?removal=decided")
    client.post(f"/publishing/{notice.pk}/restore/", {"reason": "已经更正"})
    notice.refresh_from_db()
    assert notice.state == NoticeState.PUBLISHED


def test_others_neither_see_nor_decide(
    notice: Notice, other_head: Actor, outsider: Actor, system_admin: Actor, sign_in: Enter
) -> None:
    address = f"/publishing/{notice.pk}/"
    assert sign_in(other_head).get(address).status_code == 404
    assert sign_in(outsider).get(address).status_code == 404
    assert sign_in(system_admin).get("/publishing/").status_code == 403
    answer = sign_in(other_head).post(f"{address}hold/", {"ground": "privacy", "reason": "涉及未成年人"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=水果", 1), ("q=苹果", 0), ("kind=administrative_penalty.decision", 0), ("time=timely", 1), ("time=late", 0)],
)
def test_the_list_is_searched_and_narrowed(query: str, found: int, notice: Notice, head: Actor, sign_in: Enter) -> None:
    assert text(sign_in(head), f"/publishing/published/?{query}").count("当场处罚决定：钱某") == found


def test_a_list_costs_the_same_for_one_and_for_three(notice: Notice, head: Actor, sign_in: Enter) -> None:
    client = sign_in(head)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            text(client, "/publishing/published/")
        return len(captured.captured_queries)

    cost()
    one = cost()
    for seq in (90, 91):
        Notice.objects.create(
            **{
                name: getattr(notice, name)
                for name in (
                    "jurisdiction", "organization", "case", "procedure", "publication", "state", "title", "fields",
                    "due_from", "published_on",
                )
            },
            seq=seq,
        )  # fmt: skip
    assert cost() == one


def test_the_credit_page_says_what_is_left_out(
    notice: Notice, head: Actor, handler: Actor, sign_in: Enter, settings: Any
) -> None:
    page = text(sign_in(head), "/publishing/credit/?first=2026-03-01&last=2026-03-31")
    assert "这段时间没有应当归集的处罚决定。" in page
    assert "适用简易程序当场作出的行政处罚不归集" in page
    csv = sign_in(head).get("/publishing/credit/public.csv?first=2026-03-01&last=2026-03-31")
    assert csv.content.decode("utf-8-sig").startswith("cf_xdr_mc,")
    assert sign_in(head).get("/publishing/credit/public.exe").status_code == 404
    full = sign_in(handler).post("/publishing/credit/full/", {"form": "csv", "purpose": "报送信用平台"})
    assert full.status_code == 422
    assert "没有核对无误的记录" in full.content.decode()


def test_a_sheet_of_licences_is_checked_line_by_line(head: Actor, sign_in: Enter) -> None:
    book = Workbook()
    book.active.append(["行政相对人名称", "xk_xdr_lb", "行政相对人代码_1", "许可决定日期"])
    book.active.append(["清和区顺达广告有限公司", "法人及非法人组织", "91650204MA0000000P", "2026/3/1"])
    data = BytesIO()
    book.save(data)
    file = SimpleUploadedFile("许可.xlsx", data.getvalue())
    answer = sign_in(head).post("/publishing/credit/check/", {"sheet": file})
    page = answer.content.decode()
    assert answer.status_code == 200, page[-2000:]
    assert "核对了 1 行，1 行需要改正" in page
    assert "“2026/3/1”不是日期" in page
    assert "统一社会信用代码应为" not in page
