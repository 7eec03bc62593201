"""Addresses of these pages; reversed as desk:supervision:name."""

from django.urls import URLPattern, path

from fazhi.desk.supervision import bulletins, followups, monthly, problems, reminders

app_name = "supervision"
urlpatterns: list[URLPattern] = [
    path("followups/", followups.FollowUps.as_view(), name="followups"),
    path("followups/new/", followups.followup_new, name="followup_new"),
    path("followups/<int:pk>/", followups.followup, name="followup"),
    path("reminders/", reminders.Reminders.as_view(), name="reminders"),
    path("reminders/<int:pk>/read/", reminders.read, name="reminder_read"),
    path("monthly/", monthly.Rounds.as_view(), name="monthly"),
    path("monthly/<int:pk>/", monthly.monthly_round, name="monthly_round"),
    path("monthly/<int:pk>/report/", monthly.report, name="monthly_report"),
    path("monthly/<int:pk>/urge/", monthly.urge, name="monthly_urge"),
    path("monthly/reports/<int:pk>/reply/", monthly.reply, name="monthly_reply"),
    path("monthly/reminders/<int:pk>/read/", reminders.read_monthly, name="monthly_reminder_read"),
    path("problems/", problems.Problems.as_view(), name="problems"),
    path("problems/new/", problems.problem_new, name="problem_new"),
    path("problems/import/", problems.take_in, name="problem_import"),
    path("problems/<int:pk>/", problems.problem, name="problem"),
    path("problems/<int:pk>/plan/", problems.into_plan, name="problem_plan"),
    path("bulletins/", bulletins.Bulletins.as_view(), name="bulletins"),
    path("bulletins/new/", bulletins.bulletin_new, name="bulletin_new"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/issue/", bulletins.issue, name="bulletin_issue"),
    path("bulletins/<int:pk>/discard/", bulletins.discard, name="bulletin_discard"),
    path("bulletins/<int:pk>/docx/", bulletins.docx, name="bulletin_docx"),
]
