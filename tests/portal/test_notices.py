"""The list of notices and one notice: what is public and nothing else, however it is asked for."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from fazhi.cases.taking import Taken
from fazhi.government.actors import Actor
from fazhi.publishing.models import NoticeState, Removal
from tests.cases.conftest import officers, opened
from tests.conftest import District
from tests.portal.conftest import Lay
from tests.portal.laying_open import a_case

__all__ = ["officers", "opened"]

pytestmark = pytest.mark.django_db
KIND = "administrative_penalty.decision"


def text_of(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


SURFACES: tuple[Callable[[], str], ...] = (
    lambda: text_of("/open/"),
    lambda: text_of("/open/notices/"),
    lambda: text_of(f"/open/notices/?kind={KIND}"),
    lambda: text_of("/open/notices/?q=暗语"),
    lambda: text_of("/open/notices/withdrawn/"),
    lambda: text_of("/open/notices/enforcement/"),
    lambda: text_of("/open/search/?q=暗语").replace("“暗语”", "").replace('value="暗语"', ""),
    lambda: text_of("/open/search/?q=暗语&kind=notices").replace("“暗语”", "").replace('value="暗语"', ""),
    lambda: text_of("/open/data/feeds/all.atom"),
    lambda: text_of(f"/open/data/feeds/{KIND}.rss"),
    lambda: text_of("/open/data/notices/administrative_penalty/decision/data.csv"),
    lambda: text_of("/open/data/notices/administrative_penalty/decision/data.json"),
)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"state": NoticeState.DUE},
        {"state": NoticeState.HELD},
        {"state": NoticeState.REMOVED, "removal": Removal.EXPIRED, "removed_on": date(2026, 3, 1)},
        {
            "state": NoticeState.REMOVED,
            "removal": Removal.WITHDRAWN,
            "removed_on": date(2026, 3, 1),
            "said": "已被撤销",
        },
        {"removes_on": date(2026, 3, 1)},
        {"on": date(2026, 3, 3)},
    ],
    ids=["due", "held", "expired", "withdrawn", "past its last day", "not yet"],
)
def test_what_is_not_public_is_nowhere(otherwise: dict[str, Any], lay: Lay) -> None:
    other = lay(title="别的决定", facts="别的事实")
    made = lay(title="标题暗语", facts="事实暗语", **otherwise)
    for surface in SURFACES:
        shown = surface()
        assert "标题暗语" not in shown
        assert "事实暗语" not in shown
        assert f"/{made.pk}/" not in shown
    gone = text_of(f"/open/notices/{made.pk}/", 410 if otherwise.get("said") else 404)
    assert "暗语" not in gone
    assert other.title in text_of("/open/notices/")


def test_what_was_withdrawn_says_why(lay: Lay) -> None:
    made = lay(
        state=NoticeState.REMOVED, removal=Removal.DECIDED, removed_on=date(2026, 3, 1), said="复议决定撤销了原决定"
    )  # fmt: skip
    assert "复议决定撤销了原决定" in text_of(f"/open/notices/{made.pk}/", 410)
    assert "复议决定撤销了原决定" in text_of("/open/notices/withdrawn/")


def test_a_notice_shows_its_fields_and_nothing_of_its_case(lay: Lay) -> None:
    made = lay(on=date(2026, 2, 20), due_on=date(2026, 2, 27), removes_on=date(2029, 2, 20))
    shown = text_of(f"/open/notices/{made.pk}/")
    for words in (
        "木某某",
        "已隐去个人信息",
        "占用人行道",
        "200元",
        "2026年2月20日",
        "2029年2月20日",
        "区市场监督管理局",
    ):
        assert words in shown
    assert "/statutes/cite/?c=" in shown
    assert "内部" not in shown
    assert made.case.number not in shown
    assert "内部标题暗语" not in shown


def test_a_notice_of_a_real_case_carries_the_receipt_that_is_verified(opened: Callable[..., Taken], lay: Lay) -> None:
    case = opened().case
    made = lay(case=case.pk, seq=1, kind="administrative_penalty_summary.decision")
    act = case.acts.get(seq=1)
    line = f"fazhi-receipt-1 {case.pk} 1 {bytes(act.hash).hex()}"
    assert line in text_of(f"/open/notices/{made.pk}/")
    assert "钱某" not in text_of(f"/open/notices/{made.pk}/")
    assert Client().post("/open/verify/", {"receipt": line}).status_code == 200


def test_a_notice_shows_a_table_as_a_table(lay: Lay) -> None:
    rows = {"columns": ["事项", "调整"], "rows": [["占道经营处罚", "新增"]]}
    made = lay(
        fields=[{"name": "changes", "title": "调整事项", "text": "事项：占道经营处罚，调整：新增", "value": rows}]
    )
    assert "<td>占道经营处罚</td><td>新增</td>" in text_of(f"/open/notices/{made.pk}/")


def test_notices_of_one_matter_lead_to_each_other(lay: Lay, district: District, handler: Actor) -> None:
    case = a_case(district.market, handler.person, "normative_document").pk
    draft = lay(kind="normative_document.draft", title="草案公开", case=case)
    document = lay(kind="normative_document.document", title="文件公开", case=case)
    assert f"/open/notices/{document.pk}/" in text_of(f"/open/notices/{draft.pk}/")


def test_the_list_narrows_by_everything(lay: Lay, district: District) -> None:
    first = lay(title="甲决定", facts="占道经营", on=date(2025, 5, 6))
    second = lay(title="乙决定", facts="无照经营", unit=district.urban)
    third = lay(title="丙检查", kind="administrative_inspection.result", facts="消防通道畅通")
    every = {each: each.title for each in (first, second, third)}

    def found(query: str) -> set[str]:
        shown = text_of(f"/open/notices/?{query}")
        return {title for title in every.values() if title in shown}

    assert found("") == {"甲决定", "乙决定", "丙检查"}
    assert found("q=经营") == {"甲决定", "乙决定"}
    assert found("q=占道 经营") == {"甲决定"}
    assert found(f"kind={KIND}") == {"甲决定", "乙决定"}
    assert found(f"unit={district.urban.pk}") == {"乙决定"}
    assert found("year=2025") == {"甲决定"}
    assert found("since=2026-01-01") == {"乙决定", "丙检查"}
    assert found("until=2025-12-31") == {"甲决定"}
    assert found(f"q=经营&kind={KIND}&unit={district.market.pk}&year=2025") == {"甲决定"}
    assert found("q=没有这样的") == set()


def test_the_list_marks_what_was_looked_for(lay: Lay) -> None:
    lay(facts="占用人行道摆摊经营")
    assert "<mark>摆摊</mark>" in text_of("/open/notices/?q=摆摊")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=2026-13-01", "年-月-日"),
        ("until=昨天", "年-月-日"),
        ("since=2026-02-01&until=2026-01-01", "起始日期晚于截止日期"),
    ],
)
def test_a_day_that_cannot_be_read_is_told(query: str, said: str, lay: Lay) -> None:
    lay()
    assert said in text_of(f"/open/notices/?{query}")


@pytest.mark.parametrize(
    "query",
    ["unit=x", "unit=99999999999", "kind=no.thing", "page=x", "page=999999999", "order=x", "year=99999", "year=0"],
)
def test_nonsense_in_the_address_narrows_nothing(query: str, lay: Lay) -> None:
    made = lay(title="还在这里")
    assert made.title in text_of(f"/open/notices/?{query}")


def test_markup_in_a_notice_stays_text(lay: Lay) -> None:
    made = lay(title="<b>标题</b>", facts="<script>alert(1)</script>")
    for address in (f"/open/notices/{made.pk}/", "/open/notices/?q=alert", "/open/search/?q=alert"):
        assert "<script>alert" not in text_of(address)
        assert "<b>标题" not in text_of(address)


def test_another_place_shows_its_own_only(lay: Lay, outsider: Actor) -> None:
    made = lay(title="清和区的决定")
    assert "清和区的决定" not in text_of("/open/notices/?area=990103")
    assert "清和区的决定" not in text_of("/open/data/feeds/all.atom?area=990103")
    assert "清和区的决定" in text_of(f"/open/notices/{made.pk}/?area=990103")


def test_enforcement_counts_by_unit_and_kind_and_opens_the_list(lay: Lay, district: District) -> None:
    lay()
    lay()
    lay(unit=district.urban, on=date(2025, 6, 1))
    lay(kind="normative_document.document", title="不是执法")
    shown = text_of("/open/notices/enforcement/?year=2026")
    link = f"/open/notices/?kind={KIND}&amp;unit={district.market.pk}&amp;year=2026"
    assert f'<a href="{link}">2</a>' in shown
    assert "共 2 条" in shown
    assert text_of(link.replace("&amp;", "&")).count('<a class="title"') == 2


def test_data_holds_what_the_page_shows(lay: Lay) -> None:
    made = lay(title="=危险标题", facts="事实一")
    base = "/open/data/notices/administrative_penalty/decision/data"
    lines = list(csv.DictReader(io.StringIO(text_of(f"{base}.csv").removeprefix("\ufeff"))))
    assert [(each["标题"], each["当事人"], each["查明的违法事实"]) for each in lines] == [
        ("'=危险标题", "木某某", "事实一")
    ]
    whole = json.loads(text_of(f"{base}.json"))
    assert [(each["id"], each["party"], each["facts"]) for each in whole["notices"]] == [
        (str(made.pk), "木某某", "事实一")
    ]
    assert whole["notices"][0]["page"].endswith(f"/open/notices/{made.pk}/")
    assert json.loads(text_of(f"{base}.json?year=2025"))["notices"] == []


def test_a_feed_names_each_notice_once_and_for_ever(lay: Lay) -> None:
    made = lay(facts="占道经营")
    for form in ("atom", "rss"):
        shown = text_of(f"/open/data/feeds/notices.{form}")
        assert shown.count(f"urn:uuid:{made.pk}") == 1
        assert "占道经营" in shown


def test_an_unknown_notice_is_not_there(district: District) -> None:
    assert "没有这个页面" in text_of(f"/open/notices/{uuid4()}/", 404)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/open/", 12),
        ("/open/notices/?q=经营", 7),
        ("/open/notices/enforcement/", 8),
        ("/open/search/?q=经营", 12),
        ("/open/search/?q=经营&kind=notices", 5),
        ("/open/data/", 5),
        ("/open/data/feeds/all.atom", 4),
        (f"/open/data/sets/notices.{KIND}/", 5),
    ],
)
def test_statements_do_not_grow_with_what_is_published(
    address: str, most: int, lay: Lay, district: District, django_assert_max_num_queries: Any, client: Client
) -> None:
    for number in range(3):
        lay(title=f"决定{number}", facts="无照经营", unit=(district.market, district.urban, district.street)[number])
    client.get(address)
    with django_assert_max_num_queries(most) as few:
        client.get(address)
    for number in range(25):
        lay(title=f"更多{number}", facts="无照经营", unit=district.street)
    with django_assert_max_num_queries(most) as many:
        client.get(address)
    assert len(many) == len(few)
