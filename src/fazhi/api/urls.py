"""Addresses of the interface. What is none of them is answered as a problem too."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from fazhi.api.problems import problem
from fazhi.api.site import api


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    return problem(404, "没有这个地址，请对照 /api/v1/openapi.json。", code="not-found")


urlpatterns = [re_path(r"^$", unknown), path("", api.urls), re_path("", unknown)]
