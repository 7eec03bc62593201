"""Addresses of the portal, all under /open/. Each part has its own."""

from django.urls import include, path, re_path

from fazhi.portal import about, citing, home, problems, resting

citing.announce()
resting.announce()

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("text/<slug:size>/", problems.text, name="text"),
    path("notices/", include("fazhi.portal.notices.urls")),
    path("guides/", include("fazhi.portal.guides.urls")),
    path("gazette/", include("fazhi.portal.gazette.urls")),
    path("legal-services/", include("fazhi.portal.legal_services.urls")),
    path("search/", include("fazhi.portal.searching.urls")),
    path("data/", include("fazhi.portal.opendata.urls")),
    path("", include("fazhi.portal.applying.urls")),
    path("", include("fazhi.portal.account.urls")),
    path("", include("fazhi.portal.drafts.urls")),
    path("", include("fazhi.portal.verifying.urls")),
    # Registers and reports are pages of the desk that everybody may read; what else is not there, the portal says.
    re_path(r"^(?!registers/|reports/)(?P<rest>.+/)$", problems.nowhere, name="nowhere"),
]
