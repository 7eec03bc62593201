"""Addresses below `/figures/`. `fazhi.desk.figures.addresses` makes them with period and unit."""

from django.urls import path

from fazhi.desk.figures import board, figure_page, freezing_pages, funnel, home, records

app_name = "figures"
urlpatterns = [
    path("", home.home, name="home"),
    path("all/", home.catalog, name="catalog"),
    path("now/<slug:name>/", records.NowRecords.as_view(), name="now"),
    path("boards/<slug:domain>/", board.board, name="board"),
    path("procedures/<slug:procedure>/", funnel.funnel, name="funnel"),
    path("procedures/<slug:procedure>/<slug:name>/", records.ProcedureRecords.as_view(), name="procedure-records"),
    path("f/<slug:figure>/", figure_page.figure, name="figure"),
    path("f/<slug:figure>/records/", records.Records.as_view(), name="records"),
    path("freeze/", freezing_pages.freeze_figures, name="freeze"),
    path("snapshots/", freezing_pages.Snapshots.as_view(), name="snapshots"),
    path("snapshots/<uuid:pk>/", freezing_pages.snapshot, name="snapshot"),
]
