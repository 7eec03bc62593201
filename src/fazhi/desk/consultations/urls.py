"""Addresses below `/consultations/`."""

from django.urls import URLPattern, path

from fazhi.desk.consultations import lists, managing, opinions

app_name = "consultations"
urlpatterns: list[URLPattern] = [
    path("", lists.Consultations.as_view(), name="home"),
    path("new/", managing.new, name="new"),
    path("from-case/<uuid:case>/<int:seq>/", managing.prepare, name="prepare"),
    path("<uuid:pk>/", managing.consultation, name="consultation"),
    path("<uuid:pk>/amend/", managing.amend, name="amend"),
    path("<uuid:pk>/papers/", managing.attach, name="attach"),
    path("<uuid:pk>/papers/<int:file>/remove/", managing.detach, name="detach"),
    path("<uuid:pk>/open/", managing.open_, name="open"),
    path("<uuid:pk>/extend/", managing.extend, name="extend"),
    path("<uuid:pk>/withdraw/", managing.withdraw, name="withdraw"),
    path("<uuid:pk>/publish/", managing.publish, name="publish"),
    path("<uuid:pk>/correct/", managing.correct, name="correct"),
    path("<uuid:pk>/write-back/", managing.write_back, name="write-back"),
    path("<uuid:pk>/opinions/", opinions.Opinions.as_view(), name="opinions"),
    path("<uuid:pk>/opinions/record/", opinions.record, name="record"),
    path("<uuid:pk>/opinions/import/", opinions.import_, name="import"),
    path("<uuid:pk>/opinions/<int:seq>/", opinions.opinion, name="opinion"),
]
