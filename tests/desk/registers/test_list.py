"""The list of a register: columns, filters, counts, tabs, days of the past, export."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from fazhi.government.actors import Actor
from fazhi.registers.changes import ChangeKind
from fazhi.registers.models import Entry
from tests.conftest import District
from tests.registers.conftest import Revise, amend, stall, to

Enter = Callable[[Actor], Client]
NAMES = ("甲摊", "乙摊", "丙摊", "丁摊")


@pytest.fixture
def four(revise: Revise, added: Callable[..., Entry]) -> dict[str, Entry]:
    """Two of each kind; one is suspended, one ends soon."""
    made = {
        "甲摊": added("A-1", name="甲摊", kind="food", licence="食1", tags=["night"], note="东街口卖面条"),
        "乙摊": added("A-2", name="乙摊", body="区城管局", fee="300", ends_on="2026-03-20"),
        "丙摊": added("A-3", name="丙摊", kind="food", licence="食2", fee="1200", since=date(2026, 1, 5)),
        "丁摊": added("A-4", name="丁摊", ends_on="2026-02-01"),
    }
    revise([to(ChangeKind.SUSPEND, made["丙摊"].pk)])
    return made


def shown(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/registers/stalls/{query}").content.decode()
    return sorted((name for name in NAMES if f">{name}</a>" in page), key=page.index)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["甲摊", "乙摊", "丁摊"]),
        ("?state=suspended", ["丙摊"]),
        ("?state=withdrawn", []),
        ("?state=all", ["甲摊", "乙摊", "丙摊", "丁摊"]),
        ("?state=all&sort=-code", ["丁摊", "丙摊", "乙摊", "甲摊"]),
        ("?state=all&f_kind=food", ["甲摊", "丙摊"]),
        ("?f_tags=night", ["甲摊"]),
        ("?f_tags=fair", []),
        ("?f_ends_on_from=2026-03-01", ["乙摊"]),
        ("?f_ends_on_to=2026-02-28", ["丁摊"]),
        ("?validity=soon", ["乙摊"]),
        ("?validity=over", ["丁摊"]),
        ("?q=东街口", ["甲摊"]),
        ("?q=A-2", ["乙摊"]),
        ("?state=all&on=2026-02-01", ["丙摊"]),
        ("?on=2026-02-01", ["丙摊"]),
        ("?on=2026-02-01&q=甲", []),
        ("?on=没有这一天", ["甲摊", "乙摊", "丁摊"]),
    ],
)
def test_the_list_is_narrowed(
    sign_in: Enter, handler: Actor, four: dict[str, Entry], query: str, names: list[str]
) -> None:
    assert shown(sign_in(handler), query) == names


def test_the_list_is_narrowed_to_a_body(
    sign_in: Enter, handler: Actor, four: dict[str, Entry], district: District
) -> None:
    assert shown(sign_in(handler), f"?f_body={district.urban.pk}") == ["乙摊"]
    assert shown(sign_in(handler), f"?f_body={district.government.pk}") == ["甲摊", "乙摊", "丁摊"]


def test_the_counts_come_to_the_total(sign_in: Enter, handler: Actor, four: dict[str, Entry]) -> None:
    answer = sign_in(handler).get("/registers/stalls/?state=all&f_kind=food")
    ((parts, links),) = answer.context["counts"]
    assert [(part.label, part.count) for part in parts.parts] == [("食品", 2), ("百货", 2)]
    assert parts.total == 4
    assert [current for *_, current in links] == [True, False]
    assert [(tab.label, tab.count) for tab in answer.context["view"].tabs()] == [
        ("有效", 3), ("暂停", 1), ("取消", 0), ("全部", 4),
    ]  # fmt: skip


def test_another_day_is_said_so(sign_in: Enter, handler: Actor, four: dict[str, Entry]) -> None:
    client = sign_in(handler)
    page = client.get("/registers/stalls/?on=2026-02-01").content.decode()
    assert "2026年2月1日 周日" in page
    assert f"/registers/stalls/{four['丙摊'].pk}/?on=2026-02-01" in page
    assert "不是今天的" not in client.get("/registers/stalls/").content.decode()


def test_what_is_filtered_is_handed_out_with_every_field(
    sign_in: Enter, handler: Actor, four: dict[str, Entry]
) -> None:
    answer = sign_in(handler).get("/registers/stalls/?state=all&f_kind=food&export=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][:3] == ("编号", "名称", "类别")
    assert [row[:3] for row in rows[1:]] == [("A-1", "甲摊", "食品"), ("A-3", "丙摊", "食品")]


def test_a_list_costs_the_same_whatever_its_length(
    sign_in: Enter, handler: Actor, added: Callable[..., Entry], revise: Revise
) -> None:
    client = sign_in(handler)
    costs: list[tuple[int, int]] = []
    for query in ("", "?on=2026-03-01&state=all"):
        revise([stall(f"X{len(costs)}", body="区市场监管局")], since=date(2026, 2, 1))
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(f"/registers/stalls/{query}")
        revise([stall(f"Y{len(costs)}-{number}") for number in range(12)], since=date(2026, 2, 1))
        with CaptureQueriesContext(connection) as many:
            client.get(f"/registers/stalls/{query}")
        costs.append((len(few), len(many)))
    assert [few for few, _ in costs] == [many for _, many in costs]
    assert max(many for _, many in costs) <= 16


def test_the_home_page_says_how_registers_stand(
    sign_in: Enter, handler: Actor, coordinator: Actor, four: dict[str, Entry]
) -> None:
    page = sign_in(handler).get("/registers/")
    ((family, cards),) = page.context["families"]
    stalls = next(card for card in cards if card.definition.id == "stalls")
    assert family == "试验"
    assert (stalls.count, stalls.expiring, stalls.expired, stalls.keeps) == (2, 1, 1, True)
    assert stalls.last is not None
    assert stalls.last.seq == 5
    goods = next(card for card in cards if card.definition.id == "goods")
    assert (goods.keeps, goods.last) == (False, None)


def test_words_are_found_in_all_registers(
    sign_in: Enter, handler: Actor, four: dict[str, Entry], revise: Revise
) -> None:
    client = sign_in(handler)
    assert "甲摊" in client.get("/registers/?q=东街口").content.decode()
    found = client.get("/search/?q=东街口").content.decode()
    assert "清单条目" in found
    assert f"/registers/stalls/{four['甲摊'].pk}/" in found


def test_what_runs_out_waits_for_those_who_keep_it(
    sign_in: Enter, handler: Actor, other_handler: Actor, coordinator: Actor, four: dict[str, Entry]
) -> None:
    waiting = {
        actor.person.login: [name for name in NAMES if name in sign_in(actor).get("/").content.decode()]
        for actor in (handler, other_handler, coordinator)
    }
    assert waiting == {"cheng.ban": ["丁摊"], "cheng.jing": ["乙摊"], "tong.chou": ["乙摊", "丁摊"]}


def test_revisions_and_days_are_compared(
    sign_in: Enter, handler: Actor, four: dict[str, Entry], revise: Revise
) -> None:
    client = sign_in(handler)
    revise([amend(four["甲摊"].pk, name="甲号摊")], since=date(2026, 3, 2), reason="更名", document="市监发〔2026〕3号")
    listed = client.get("/registers/stalls/revisions/").content.decode()
    assert listed.index("更名") < listed.index("年度核对")
    page = client.get("/registers/stalls/revisions/6/").content.decode()
    assert "市监发〔2026〕3号" in page
    assert page.index("甲摊") < page.index("甲号摊</ins>")
    parts = client.get("/registers/stalls/compare/?first=2026-02-01&second=2026-03-02").context["parts"]
    assert [(part.title, part.count) for part in parts] == [("新增", 3), ("变更", 1), ("取消", 0)]
    wrong = client.get("/registers/stalls/compare/?first=2026-03-02&second=2026-02-01")
    assert wrong.status_code == 422
    assert "后一天要晚于前一天" in wrong.content.decode()
