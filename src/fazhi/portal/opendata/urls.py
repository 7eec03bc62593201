"""Addresses below /open/data/."""

from django.urls import path

from fazhi.portal.opendata import feeds, pages

urlpatterns = [
    path("", pages.catalogue, name="data"),
    path("catalogue.json", pages.machine_catalogue, name="data-catalogue"),
    path("notices/<slug:procedure>/<slug:publication>/data.<slug:form>", pages.notices, name="data-notices"),
    path("credit/<slug:kind>.<slug:form>", pages.credit, name="data-credit"),
    path("feeds/<str:key>.<slug:form>", feeds.feed, name="feed"),
    path("sets/<str:key>/", pages.dataset, name="dataset"),
]
