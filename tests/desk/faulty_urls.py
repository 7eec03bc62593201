"""The site's addresses, with pages that go wrong in each way."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from fazhi.files.store import FileRefused
from fazhi.plans.refusals import Refused


def faulty(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def refusing(request: HttpRequest) -> HttpResponse:
    raise Refused("任务已完成，不能再填报。", field="text")


def file_refusing(request: HttpRequest) -> HttpResponse:
    raise FileRefused("附件缺失。")


urlpatterns = [
    path("faulty/", faulty),
    path("refusing/", refusing),
    path("file-refusing/", file_refusing),
    path("", include("fazhi.desk.urls")),
]
