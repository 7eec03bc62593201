"""Addresses below /open/search/."""

from django.urls import path

from fazhi.portal.searching import pages

urlpatterns = [path("", pages.search, name="search")]
