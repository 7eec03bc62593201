"""Addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("fazhi.api.urls")),
    path("open/", include("fazhi.portal.urls")),
    path("", include("fazhi.desk.urls")),
]
