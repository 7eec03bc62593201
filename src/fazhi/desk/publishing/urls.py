"""Addresses."""

from django.urls import path

from fazhi.desk.publishing import credit_pages, notice
from fazhi.desk.publishing.lists import Notices

app_name = "publishing"
urlpatterns = [
    path("", Notices.as_view(), name="home"),
    *(path(f"{scope}/", Notices.as_view(), {"scope": scope}, name=scope) for scope in ("published", "held", "removed")),
    path("credit/", credit_pages.credit, name="credit"),
    path("credit/public.<str:form>", credit_pages.credit_public, name="credit-public"),
    path("credit/full/", credit_pages.credit_full, name="credit-full"),
    path("credit/check/", credit_pages.credit_check, name="credit-check"),
    path("<uuid:pk>/", notice.notice, name="notice"),
    path("<uuid:pk>/hold/", notice.hold, name="hold"),
    path("<uuid:pk>/release/", notice.release, name="release"),
    path("<uuid:pk>/remove/", notice.remove, name="remove"),
    path("<uuid:pk>/restore/", notice.restore, name="restore"),
]
