"""首页: what a citizen can see and do here."""

from django.http import HttpResponse

from fazhi.portal.pages import PublicRequest, public_page, show


@public_page()
def home(request: PublicRequest) -> HttpResponse:
    """The first page."""
    return show(request, "portal/home.html", {"title": "首页"})
