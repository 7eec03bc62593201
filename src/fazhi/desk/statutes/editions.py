"""One edition of a statute, whole: contents, articles with anchors, the other editions beside it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.components import Tab
from fazhi.desk.pages import show
from fazhi.desk.statutes.links import article_url, edition_url
from fazhi.desk.statutes.open_pages import OpenRequest, open_page
from fazhi.desk.statutes.standing import CAUTION, in_force_note, standing
from fazhi.statutes import citing, queries
from fazhi.statutes.models import Article, Edition
from fazhi.statutes.reading import ArticleNumber
from fazhi.statutes.reading.editions import Problem, choose


@dataclass
class Section:
    """A heading with the articles right below it, as the page shows them; `level` 0 has no heading."""

    level: int = 0
    text: str = ""
    anchor: str = ""
    articles: list[tuple[Article, str, int]] = field(default_factory=list)
    first: str = ""
    last: str = ""


@open_page
def edition(request: OpenRequest, name: str, day: date | None = None) -> HttpResponse:
    """The edition of a day, or the one in force today."""
    today = request.now.date()
    editions = queries.editions_of(name)
    shown = choose(editions, name=name, wanted=day.isoformat() if day else "", on=today)
    if isinstance(shown, Problem):
        if day or not editions:
            raise Http404(shown.say)
        shown = editions[-1]
    rests = citing.resting_on(citing.records(), statute=name, editions=editions, edition=shown)
    sections = list(_sections(list(shown.articles.all()), shown, citing.count_by_article(rests)))
    context = {
        "title": shown.statute.title,
        "trail": [("法规库", reverse("desk:statutes:list"))],
        "edition": shown,
        "statute": shown.statute,
        "standing": standing(shown, editions, today),
        "note": in_force_note(shown),
        "caution": CAUTION,
        "tabs": [Tab(f"{each.passed_on} 版", edition_url(each), each.pk == shown.pk) for each in editions],
        "sections": sections,
        "contents": [section for section in sections if section.text],
        "facts": [
            ("类别", shown.statute.get_kind_display()),
            ("适用地区", shown.statute.place or "全国"),
            ("版本日期", shown.passed_on.isoformat()),
            ("施行日期", shown.in_force_on.isoformat()),
            ("条数", sum(len(section.articles) for section in sections)),
            ("被引用", f"{len(rests)} 处" if rests else "无"),
        ],
    }
    return show(request, "desk/statutes/edition.html", context)


def _sections(articles: Sequence[Article], shown: Edition, cited: Counter[ArticleNumber]) -> Iterator[Section]:
    """The articles under their headings; a heading that only holds others (编) stands without articles of its own."""
    section = Section()
    path: list[str] = []
    made = 0
    for article in articles:
        article.edition = shown
        headings = [str(each) for each in article.headings]
        if headings != path:
            if section.text or section.articles:
                yield section
            shared = sum(1 for _ in _shared(path, headings))
            for level, text in list(enumerate(headings, 1))[shared:]:
                made += 1
                section = Section(level, text, f"h{made}")
                if level < len(headings):
                    yield section
            path = headings
        number = article.article_number
        section.articles.append((article, article_url(article), cited[number]))
        section.first, section.last = section.first or str(number), str(number)
    yield section


def _shared(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    """The headings that two paths begin with alike."""
    for left, right in zip(one, other, strict=False):
        if left != right:
            return
        yield left
