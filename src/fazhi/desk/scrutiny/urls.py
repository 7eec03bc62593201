from django.urls import path

from fazhi.desk.scrutiny import check, decide, home, series, upload

app_name = "scrutiny"
urlpatterns = [
    path("", home.Drafts.as_view(), name="home"),
    path("new/", upload.new, name="new"),
    path("series/", series.home, name="series"),
    path("series/<str:figure>/", series.figure, name="series-figure"),
    path("<int:pk>/", check.check, name="check"),
    path("<int:pk>/recheck/", check.recheck, name="recheck"),
    path("<int:pk>/discard/", check.discard, name="discard"),
    path("<int:pk>/list.xlsx", check.workbook, name="workbook"),
    path("<int:pk>/figures/<int:order>/", decide.decide, name="decide"),
    path("<int:pk>/figures/<int:order>/assign/", decide.assign, name="assign"),
    path("<int:pk>/figures/<int:order>/leave/", decide.leave, name="leave"),
    path("<int:pk>/figures/<int:order>/reopen/", decide.reopen, name="reopen"),
]
