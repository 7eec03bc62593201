"""Addresses below `/returns/`."""

from django.urls import URLPattern, path

from fazhi.desk.returns import actions, files, home, sheet_page
from fazhi.desk.returns.cell_page import CellPage

app_name = "returns"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("begin/", actions.begin, name="begin"),
    path("finalise/", actions.finalise, name="finalise"),
    path("<uuid:pk>/", sheet_page.sheet_page, name="sheet"),
    path("<uuid:pk>/paper/", sheet_page.paper, name="paper"),
    path("<uuid:pk>/carry/", actions.carry, name="carry"),
    path("<uuid:pk>/reopen/", actions.reopen, name="reopen"),
    path("<uuid:pk>/table.xlsx", files.xlsx, name="xlsx"),
    path("<uuid:pk>/table.json", files.data, name="json"),
    path("<uuid:pk>/<slug:row>/<slug:column>/", CellPage.as_view(), name="cell"),
    path("<uuid:pk>/<slug:row>/<slug:column>/correct/", actions.correct, name="correct"),
    path("<uuid:pk>/<slug:row>/<slug:column>/restore/", actions.restore, name="restore"),
]
