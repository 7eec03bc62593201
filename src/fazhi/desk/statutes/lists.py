"""法规库: all statutes, with the way into their text."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views import View

from fazhi.desk.filters import Choice
from fazhi.desk.lists import Column, ListPage
from fazhi.desk.statutes.open_pages import as_seen, enter
from fazhi.statutes import queries
from fazhi.statutes.models import Statute
from fazhi.statutes.reading.classifying import Kind

KINDS = [(kind.value, kind.label) for kind in Kind]
NATIONAL, LOCAL = "national", "local"


class Statutes(ListPage[Statute]):
    """The list. Reading needs no sign-in; the workbook bears the name of whoever made it, so exporting does."""

    title = "法规库"
    columns = (
        Column(
            "name", "法规", lambda s: s.name, sort="name", wide=True, width=50,
            link=lambda s: reverse("desk:statutes:statute", args=[s.name]),
        ),
        Column("kind", "类别", lambda s: s.get_kind_display(), sort="kind"),
        Column("place", "适用地区", lambda s: s.place or "全国", sort="place"),
        Column("passed", "现行版本", lambda s: s.passed_on, sort="passed_on"),
        Column("in_force", "施行日期", lambda s: s.in_force_on, sort="in_force_on"),
        Column("articles", "条数", lambda s: s.article_count, sort="article_count", align="end"),
        Column("editions", "收录版本", lambda s: s.edition_count, sort="edition_count", align="end"),
    )  # fmt: skip
    filters = (
        Choice("kind", "类别", "kind", choices=KINDS),
        Choice(
            "place", "适用范围", choices=[(NATIONAL, "全国"), (LOCAL, "地方")],
            narrow=lambda value: Q(place="") if value == NATIONAL else ~Q(place=""),
        ),
    )  # fmt: skip
    search_fields = ("name", "title")
    search_label = "法规名称"
    order = "name"
    unit_word = "部"
    empty = "法规库还是空的。请系统管理员用“fazhi statutes import 文件夹”导入法规文本。"
    template_name: ClassVar[str] = "desk/statutes/list.html"

    def rows(self) -> QuerySet[Statute]:
        return queries.statutes(self.now.date())

    def extra(self) -> dict[str, Any]:
        return {"kinds": KINDS}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("export"):
            return super().dispatch(request, *args, **kwargs)
        enter(request)
        # Past PageView, whose dispatch asks for a sign-in.
        return as_seen(request, View.dispatch(self, request, *args, **kwargs))
