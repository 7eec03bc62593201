"""Addresses below /open/notices/."""

from django.urls import path

from fazhi.portal.notices import documents, enforcement, lists, notice

urlpatterns = [
    path("", lists.notices, name="notices"),
    path("enforcement/", enforcement.enforcement, name="enforcement"),
    path("documents/", documents.documents, name="documents"),
    path("withdrawn/", notice.withdrawn, name="notices-withdrawn"),
    path("<uuid:pk>/", notice.notice, name="notice"),
]
