"""Addresses below `/reports/`. The public ones are in `open_pages.urls_open`."""

from django.urls import path

from fazhi.desk.reports import case_panel, comments, files, home, outline, report, revisions, section, steps

app_name = "reports"
urlpatterns = [
    path("", home.home, name="home"),
    path("new/", home.new, name="new"),
    path("<int:pk>/", report.report, name="report"),
    path("<int:pk>/text/", report.text, name="text"),
    path("<int:pk>/report.docx", files.docx, name="docx"),
    path("<int:pk>/report.json", files.data, name="data"),
    path("<int:pk>/outline/", outline.show_outline, name="outline"),
    path("<int:pk>/outline/new/", outline.add, name="section-new"),
    path("<int:pk>/sections/<int:section>/", section.section, name="section"),
    path("<int:pk>/sections/<int:section>/preview/", section.preview, name="preview"),
    path("<int:pk>/sections/<int:section>/figures/", section.figures, name="figures"),
    path("<int:pk>/sections/<int:section>/revisions/", revisions.revisions, name="revisions"),
    path("<int:pk>/sections/<int:section>/change/", outline.change, name="section-change"),
    path("<int:pk>/sections/<int:section>/move/", outline.move, name="section-move"),
    path("<int:pk>/sections/<int:section>/remove/", outline.remove, name="section-remove"),
    path("<int:pk>/sections/<int:section>/comment/", comments.comment, name="comment"),
    path("<int:pk>/sections/<int:section>/hand-in/", comments.hand_in, name="hand-in"),
    path("<int:pk>/sections/<int:section>/accept/", comments.accept, name="accept"),
    path("<int:pk>/sections/<int:section>/give-back/", comments.give_back, name="give-back"),
    path("<int:pk>/comments/<int:comment>/", comments.answer, name="answer"),
    path("<int:pk>/rounds/new/", comments.round_new, name="round-new"),
    path("<int:pk>/rounds/<int:number>/close/", comments.round_close, name="round-close"),
    path("<int:pk>/replies/<int:reply>/", comments.reply, name="reply"),
    path("<int:pk>/case/", case_panel.begin, name="case"),
    path("<int:pk>/check/", steps.check, name="check"),
    path("<int:pk>/submit/", steps.submit, name="submit"),
    path("<int:pk>/approve/", steps.approve, name="approve"),
    path("<int:pk>/return/", steps.return_, name="return"),
    path("<int:pk>/reopen/", steps.reopen, name="reopen"),
    path("<int:pk>/sendings/new/", steps.recipient_new, name="recipient-new"),
    path("<int:pk>/sendings/<int:sending_pk>/", steps.send, name="send"),
    path("<int:pk>/sendings/<int:sending_pk>/remove/", steps.recipient_remove, name="recipient-remove"),
    path("<int:pk>/publish/", steps.publish, name="publish"),
]
