"""Addresses of the portal, all under /open/. Each part has its own."""

from django.urls import include, path

from fazhi.portal import home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("notices/", include("fazhi.portal.notices.urls")),
    path("search/", include("fazhi.portal.searching.urls")),
    path("", include("fazhi.portal.applying.urls")),
    path("", include("fazhi.portal.drafts.urls")),
    path("", include("fazhi.portal.verifying.urls")),
]
