"""Addresses of the site."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("fazhi.api.urls")), path("", include("fazhi.desk.urls"))]
