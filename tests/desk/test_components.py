"""The template tags, drawn as pages draw them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines

from fazhi.desk.components import Mark, Moment, Tab
from fazhi.desk.templatetags.desk import ago, day, filesize, remaining
from fazhi.files.models import KeptFile

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def draw(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def test_mark_has_colour_and_words() -> None:
    assert draw('{% mark "red" "逾期 3 天" %}') == '<span class="mark red">逾期 3 天</span>'
    assert draw("{% mark it %}", it=Mark("green", "按期")) == '<span class="mark green">按期</span>'


def test_mark_without_words_is_not_drawn() -> None:
    assert draw('{% mark "red" "" %}') == ""


def test_mark_of_unknown_colour_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="purple"):
        draw('{% mark "purple" "紫" %}')


def test_words_of_people_are_escaped() -> None:
    assert "<script>" not in draw("{% mark 'grey' it %}{% facts pairs %}", it="<script>", pairs=[("a", "<script>")])


@pytest.mark.parametrize(("percent", "shown"), [(40, "40%"), (None, "0%"), (140, "100%"), (-3, "0%")])
def test_progress_bar_tells_its_number(percent: int | None, shown: str) -> None:
    page = draw("{% progress_bar it %}", it=percent)
    assert f'<span class="number">{shown}</span>' in page
    assert 'role="progressbar"' in page


def test_day_is_written_out_with_its_weekday() -> None:
    assert day(date(2026, 3, 5)) == "2026年3月5日 周四"
    assert day(datetime(2026, 3, 4, 17, 0, tzinfo=UTC)) == "2026年3月5日 周四"
    assert day(None) == "—"


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=5), "5分钟前"),
        (timedelta(hours=3), "3小时前"),
        (timedelta(days=1), "昨天"),
        (timedelta(days=3), "3天前"),
        (timedelta(days=40), "2026-01-24"),
        (timedelta(minutes=-30), "2026-03-05 20:30"),
    ],
)
def test_since_is_told_in_words(back: timedelta, words: str) -> None:
    assert ago(NOW - back, NOW) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 3, 5), "今天到期"),
        (date(2026, 3, 8), "还有 3 天"),
        (date(2026, 3, 3), "已过 2 天"),
        (None, "未定期限"),
    ],
)
def test_remaining_days_are_told_in_words(due: date | None, words: str) -> None:
    assert remaining(due, NOW) == words


@pytest.mark.parametrize(("size", "words"), [(980, "980 B"), (12_600, "12.3 KB"), (4 * 1024 * 1024, "4.0 MB")])
def test_size_is_short(size: int, words: str) -> None:
    assert filesize(size) == words


def test_timeline_shows_each_moment_with_its_files() -> None:
    kept = KeptFile(pk=7, name="佐证.pdf", size=980)
    moments = [Moment("进展填报", NOW, by="程班", unit="区市场监管局", text="第一行\n第二行", files=[kept])]
    page = draw("{% timeline it %}", it=moments)
    assert 'href="/files/7/"' in page
    assert "第一行<br>第二行" in page
    assert "2026-03-05 20:00" in page


def test_tabs_name_the_current_one() -> None:
    page = draw("{% tabs it %}", it=[Tab("概况", "/a/", current=True), Tab("记录", "/b/", count=0)])
    assert page.count('aria-current="page"') == 1
    assert '<span class="count">0</span>' in page


def test_confirm_button_asks_in_the_page_and_posts_its_fields() -> None:
    page = draw('{% confirm_button "/x/" "销号" "销号后不能再改。" kind="danger" node=3 %}', csrf_token="t")
    assert '<form method="post" action="/x/"' in page
    assert '<input type="hidden" name="node" value="3">' in page
    assert "销号后不能再改。" in page
    assert 'value="t"' in page
