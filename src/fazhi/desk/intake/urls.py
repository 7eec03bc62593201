"""Addresses of the intake desk 收件台."""

from django.urls import path, re_path

from fazhi.desk.intake import accounts, application, opening, registering
from fazhi.desk.intake.list import SCOPES, Applications

app_name = "intake"
urlpatterns = [
    path("", Applications.as_view(), {"scope": "todo"}, name="home"),
    re_path(rf"^list/(?P<scope>{'|'.join(SCOPES)})/$", Applications.as_view(), name="list"),
    path("accounts/", accounts.reset, name="accounts"),
    path("register/", registering.choose, name="register"),
    path("register/<slug:form>/", registering.register, name="register-form"),
    path("<uuid:pk>/", application.application_page, name="application"),
    path("<uuid:pk>/reveal/", application.reveal, name="reveal"),
    path("<uuid:pk>/seen/", application.seen, name="seen"),
    path("<uuid:pk>/accept/", opening.accept, name="accept"),
    path("<uuid:pk>/accept/whole/", opening.accept_whole, name="accept-whole"),
    path("<uuid:pk>/attach/", opening.attach, name="attach"),
    path("<uuid:pk>/again/", opening.open_again, name="again"),
    path("<uuid:pk>/step/", opening.case_step, name="step"),
    path("<uuid:pk>/<slug:name>/", application.act, name="act"),
]
