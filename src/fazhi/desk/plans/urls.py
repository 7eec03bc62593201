"""Addresses of these pages; reversed as desk:plans:name."""

from django.urls import path

from fazhi.desk.plans import board, drafts, imports, lists, overview, tasks, timeline

app_name = "plans"
urlpatterns = [
    path("", overview.Plans.as_view(), name="list"),
    path("new/", overview.new, name="new"),
    path("board/", board.board, name="board"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("tasks/", lists.Tasks.as_view(), name="tasks"),
    path("mine/", lists.Mine.as_view(), name="mine"),
    path("imports/", imports.Intakes.as_view(), name="intakes"),
    path("imports/new/", imports.receive, name="receive"),
    path("imports/<int:pk>/", drafts.draft, name="draft"),
    path("imports/<int:pk>/describe/", drafts.describe, name="draft-describe"),
    path("imports/<int:pk>/tasks/new/", drafts.add_task, name="draft-task-new"),
    path("imports/<int:pk>/tasks/change/", drafts.change_many, name="draft-tasks"),
    path("imports/<int:pk>/tasks/<int:key>/", drafts.change_task, name="draft-task"),
    path("imports/<int:pk>/tasks/<int:key>/split/", drafts.split_task, name="draft-split"),
    path("imports/<int:pk>/names/", drafts.settle_name, name="draft-name"),
    path("imports/<int:pk>/compare/", imports.compare, name="draft-compare"),
    path("imports/<int:pk>/confirm/", drafts.confirm, name="draft-confirm"),
    path("imports/<int:pk>/abandon/", imports.abandon, name="draft-abandon"),
    path("<int:pk>/", overview.plan, name="plan"),
    path("<int:pk>/compare/", overview.compare, name="compare"),
    path("<int:pk>/worksheet/", overview.worksheet, name="worksheet"),
    path("<int:pk>/source/", overview.source, name="source"),
    path("<int:pk>/close/", overview.close, name="close"),
    path("<int:pk>/breakdown/", overview.break_down, name="breakdown"),
    path("<int:pk>/tasks/new/", tasks.add, name="task-new"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/report/", tasks.report, name="report"),
    path("tasks/<int:pk>/adjust/", tasks.adjust, name="adjust"),
    path("tasks/<int:pk>/drop/", tasks.drop, name="drop"),
    path("entries/<int:pk>/review/", tasks.review, name="review"),
]
