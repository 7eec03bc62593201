"""An article of the law library names the public cases and items that rest on it, and costs the same at many."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fazhi.publishing.models import NoticeState
from fazhi.statutes.importing import import_folder
from tests.conftest import District
from tests.portal.conftest import Lay
from tests.statutes.samples import write

pytestmark = pytest.mark.django_db
ARTICLE = "/statutes/借书法/2022-05-20/2/"


@pytest.fixture(autouse=True)
def laws(tmp_path: Path, at: datetime) -> None:
    import_folder(folder=write(tmp_path / "statutes"), actor=None, at=at)


def text_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_article_names_the_public_cases_that_rest_on_it(lay: Lay) -> None:
    rests = lay(title="逾期不还甲", facts="依照《中华人民共和国借书法》第二条第一款的规定处理。")
    listed = lay(title="逾期不还乙", facts="依照《借书法》第一条、第二条处理。")
    other = lay(title="另一部法", facts="依照《借书法》第一条、《修理条例》第二条处理。")
    branch = lay(title="条之一", facts="依照《借书法》第二条之一处理。")
    due = lay(title="还没有公开", facts="依照《借书法》第二条处理。", state=NoticeState.DUE)
    page = text_of(ARTICLE)
    shown = [each.title for each in (rests, listed, other, branch, due) if f"/open/notices/{each.pk}/" in page]
    assert shown == ["逾期不还甲", "逾期不还乙"]
    assert "依据本条的公开案件" not in text_of("/statutes/借书法/2022-05-20/4/")


def test_an_article_costs_the_same_for_many_cases(
    lay: Lay, district: District, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    lay(facts="依照《借书法》第二条处理。")
    text_of(ARTICLE)
    with django_assert_max_num_queries(10) as few:
        text_of(ARTICLE)
    for number in range(15):
        lay(title=f"决定{number}", facts="依照《借书法》第二条处理。")
    with django_assert_max_num_queries(10) as many:
        page = text_of(ARTICLE)
    assert len(many) == len(few)
    assert len(re.findall(r'<li><a href="/open/notices/[0-9a-f-]{36}/"', page)) == 10
    assert "查找全部" in page
