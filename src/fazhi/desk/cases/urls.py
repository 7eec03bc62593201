"""Addresses of the pages of cases."""

from django.urls import path

from fazhi.desk.cases import acts, alerts, case_page, downloads, findings, opening, parameters, risk_tips
from fazhi.desk.cases.list import Cases

alerts.install()
risk_tips.install()

app_name = "cases"
urlpatterns = [
    path("", Cases.as_view(), {"scope": "open"}, name="list"),
    path("mine/", Cases.as_view(), {"scope": "mine"}, name="mine"),
    path("closed/", Cases.as_view(), {"scope": "closed"}, name="closed"),
    path("all/", Cases.as_view(), {"scope": "all"}, name="all"),
    path("new/", opening.choose, name="new"),
    path("new/<slug:procedure>/", opening.open_case, name="open"),
    path("findings/", findings.Findings.as_view(), name="findings"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("parameters/", parameters.overview, name="parameters"),
    path("parameters/<slug:procedure>/<slug:name>/", parameters.set_value, name="parameter"),
    path("<uuid:pk>/", case_page.case_page, name="case"),
    path("<uuid:pk>/steps/<slug:name>/", acts.step, name="step"),
    path("<uuid:pk>/acts/<int:seq>/correct/", acts.correct, name="correct"),
    path("<uuid:pk>/supplement/", acts.supplement, name="supplement"),
    path("<uuid:pk>/risk-tips/", risk_tips.sign_page, name="risk-tips"),
    path("<uuid:pk>/clocks/<slug:limit>/<int:thread>/<int:number>/", case_page.clock_page, name="clock"),
    path("<uuid:pk>/dossier/", downloads.dossier, name="dossier"),
    path("<uuid:pk>/record/", downloads.export, name="export"),
]
