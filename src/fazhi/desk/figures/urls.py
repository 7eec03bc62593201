"""Addresses below `/figures/`. `fazhi.desk.figures.addresses` makes them with period and unit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

app_name = "figures"


def _to_come(request: HttpRequest, **kwargs: str) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("", _to_come, name="home"),
    path("all/", _to_come, name="catalog"),
    path("boards/<slug:domain>/", _to_come, name="board"),
    path("procedures/<slug:procedure>/", _to_come, name="funnel"),
    path("f/<slug:figure>/", _to_come, name="figure"),
    path("f/<slug:figure>/records/", _to_come, name="records"),
    path("freeze/", _to_come, name="freeze"),
    path("snapshots/", _to_come, name="snapshots"),
    path("snapshots/<slug:pk>/", _to_come, name="snapshot"),
]
