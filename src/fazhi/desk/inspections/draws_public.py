"""What everybody may see of draws, without signing in: pool and rule before, seed and result after, and the means to
draw again."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views import View

from fazhi.desk.inspections.draws import as_file
from fazhi.desk.inspections.draws_words import moments, rows_page, rule_context, state_mark, steps
from fazhi.desk.lists import Choice, Column, ListPage
from fazhi.desk.pages import show
from fazhi.desk.statutes.open_pages import OpenRequest, as_seen, enter, open_page
from fazhi.desk.templatetags.desk import mark
from fazhi.inspections import draw_queries
from fazhi.inspections.draw_entries import Kind, history_of, pool_bytes
from fazhi.inspections.drawing.script import NAME, replay_script
from fazhi.inspections.models import Draw, DrawState

PAGE = "desk:public-draw"
STATES = [(state.value, state.label) for state in DrawState if state != DrawState.FROZEN]


class PublicDraws(ListPage[Draw]):
    """The draws whose pools were announced, the newest first. Reading needs no sign-in; the workbook does."""

    title, order, unit_word = "双随机抽查公示", "-announced", "次"
    columns = (
        Column("title", "名称", lambda d: d.title, link=lambda d: reverse(PAGE, args=[d.pk]), wide=True, width=50),
        Column("organization", "组织单位", lambda d: d.organization.name, sort="organization__order", width=24),
        Column("announced", "名单公布时间", lambda d: d.announced_at, sort="announced_at"),
        Column("objects", "对象数", lambda d: d.object_count, sort="object_count", align="end"),
        Column("needed", "应抽数", lambda d: d.needed_count, sort="needed_count", align="end"),
        Column("state", "状态", lambda d: state_mark(d.state).words, cell=lambda d: mark(state_mark(d.state))),
    )
    filters = (Choice("state", "状态", choices=STATES, narrow=lambda value: Q(state=value)),)
    search_fields = ("title", "organization__name")
    search_label = "名称、单位"
    empty = "还没有公布双随机抽查。"
    template_name = "desk/inspections/draws/public_list.html"

    def rows(self) -> QuerySet[Draw]:
        return draw_queries.public_draws()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("export"):
            return super().dispatch(request, *args, **kwargs)
        enter(request)
        # Past PageView, whose dispatch asks for a sign-in.
        return as_seen(request, View.dispatch(self, request, *args, **kwargs))


@open_page
def draw(request: OpenRequest, pk: UUID) -> HttpResponse:
    """One draw: digests, rule, seed, result, and how to draw again."""
    found = _found(pk)
    history = history_of(found)
    published = history.state == DrawState.PUBLISHED
    context = {
        "title": found.title,
        "trail": [("双随机抽查公示", reverse("desk:public-draws"))],
        "draw": found,
        "earlier": draw_queries.public_draws().filter(pk=found.restarts_id).first() if found.restarts_id else None,
        "mark": state_mark(history.state),
        "state": history.state,
        "steps": steps(history),
        "announced_at": history.moment(Kind.ANNOUNCED),
        "commitments": history.of(Kind.COMMITTED),
        "parts": history.parts,
        "seed": history.seed,
        "published": published,
        "page": rows_page(history.drawn() if published else [], request.GET.get("page")),
        "moments": moments(history, public=True),
        "script": replay_script(),
        "script_name": NAME,
        **rule_context(found),
    }
    return show(request, "desk/inspections/draws/public.html", context)


@open_page
def pool(request: OpenRequest, pk: UUID) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """The pool as it was frozen, to the byte: its digest is that of the file."""
    found = _found(pk)
    return as_file(pool_bytes(found), f"pool-{found.pool_sha256[:8]}.json", "application/json")


@open_page
def result(request: OpenRequest, pk: UUID) -> HttpResponse:  # noqa: ARG001 -- as above
    """The file that anyone can replay."""
    found = _found(pk)
    if history_of(found).state != DrawState.PUBLISHED:
        raise Http404
    return as_file(draw_queries.result_file(found), f"result-{found.pool_sha256[:8]}.json", "application/json")


@open_page
def script(request: OpenRequest) -> HttpResponse:  # noqa: ARG001 -- as above
    """The script that replays a result file with nothing but Python 3."""
    return as_file(replay_script().encode(), NAME, "text/x-python; charset=utf-8")


def _found(pk: UUID) -> Draw:
    found = draw_queries.public_draws().select_related("organization__jurisdiction").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
