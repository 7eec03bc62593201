"""Addresses. No number, code or name of anybody is ever part of one."""

from django.urls import URLPattern, path

from fazhi.portal.applying import choosing, following, receipt, waiting, wizard

urlpatterns: list[URLPattern] = [
    path("apply/", choosing.choose, name="apply"),
    path("apply/<slug:form>/", choosing.start, name="apply-form"),
    path("apply/<slug:form>/wait/", waiting.wait, name="apply-wait"),
    path("apply/<slug:form>/sent/", receipt.sent, name="apply-sent"),
    path("apply/<slug:form>/drop/", receipt.drop, name="apply-drop"),
    path("apply/<slug:form>/<slug:slug>/", wizard.step, name="apply-step"),
    path("follow/", following.enter, name="follow"),
    path("follow/matter/", following.matter, name="follow-matter"),
    path("follow/end/", following.end, name="follow-end"),
    path("follow/paper/<int:seq>/<slug:instrument>/", following.paper, name="follow-paper"),
    path("follow/say/<slug:verb>/", following.say, name="follow-say"),
]
