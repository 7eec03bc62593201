"""Where a citation leads: the article, at the paragraph or item that is cited."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect

from fazhi.desk.pages import show
from fazhi.desk.statutes.links import article_url
from fazhi.desk.statutes.open_pages import OpenRequest, open_page
from fazhi.statutes import queries
from fazhi.statutes.reading import BadCitation, Citation, Problem, wording


@open_page
def cite(request: OpenRequest) -> HttpResponse:
    """`c` is the citation in either form, `on` the day whose law is meant; without one, today."""
    asked = request.GET.get("c", "")[:200]
    try:
        citation = Citation.parse(asked)
        on = date.fromisoformat(request.GET["on"]) if request.GET.get("on") else request.now.date()
    except BadCitation as bad:
        return _missing(request, bad.say)
    except ValueError:
        return _missing(request, "日期应写作“年-月-日”，例如 2026-03-02。")
    article = queries.find_article(citation, on=on)
    if isinstance(article, Problem):
        return _missing(request, article.say)
    place = wording.locate(article.content, citation.place)
    return redirect(article_url(article, place=None if isinstance(place, Problem) or place.is_whole else place))


def _missing(request: OpenRequest, say: str) -> HttpResponse:
    response = show(request, "desk/statutes/missing.html", {"title": "没有找到引用的条文", "say": say})
    response.status_code = 404
    return response
