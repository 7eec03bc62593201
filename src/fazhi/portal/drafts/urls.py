"""Addresses of 征求意见 and of 决策进展, below /open/."""

from django.urls import URLPattern, path

from fazhi.portal.drafts import decisions, lists, reading_page, saying, waiting

urlpatterns: list[URLPattern] = [
    path("drafts/", lists.drafts, name="drafts"),
    path("drafts/<uuid:pk>/", reading_page.draft, name="draft"),
    path("drafts/<uuid:pk>/say/", saying.say, name="draft-say"),
    path("drafts/<uuid:pk>/wait/<str:key>/", waiting.wait, name="draft-wait"),
    path("drafts/<uuid:pk>/said/<str:receipt>/", saying.said, name="draft-said"),
    path("drafts/<uuid:pk>/files/<int:file>/", reading_page.file, name="draft-file"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<uuid:pk>/", decisions.decision, name="decision"),
]
