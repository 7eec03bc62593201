"""Addresses below /open/guides/."""

from django.urls import path

from fazhi.portal.guides import guide, lists

urlpatterns = [
    path("", lists.guides, name="guides"),
    path("<uuid:pk>/", guide.guide, name="guide"),
]
