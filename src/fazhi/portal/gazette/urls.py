"""Addresses below /open/gazette/."""

from django.urls import path

from fazhi.portal.gazette import pages

urlpatterns = [
    path("", pages.issues, name="gazette"),
    path("<int:year>-<int:number>/", pages.issue, name="gazette-issue"),
]
