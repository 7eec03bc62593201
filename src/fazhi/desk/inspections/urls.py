"""Addresses below `/inspections/`."""

from django.urls import URLPattern, path

from fazhi.desk.inspections import (
    applying,
    draws,
    draws_new,
    draws_worklist,
    enterprise,
    home,
    ledger,
    plans,
    rated,
    recording,
    tasks,
)

app_name = "inspections"

# --- 双随机 draws ---------------------------------------------------------------------------------------------------
__all__ = ["app_name", "draws_worklist", "urlpatterns"]  # importing the worklist enters it
DRAWS: list[URLPattern] = [
    path("draws/", draws.Draws.as_view(), name="draws"),
    path("draws/new/", draws_new.begin, name="draw-new"),
    path("draws/new/example.xlsx", draws_new.example, name="draw-example"),
    path("draws/new/<uuid:pk>/", draws_new.rule, name="draw-rule"),
    path("draws/new/<uuid:pk>/discard/", draws_new.discard, name="draw-discard"),
    path("draws/<uuid:pk>/", draws.draw, name="draw"),
    path("draws/<uuid:pk>/do/<slug:verb>/", draws.do, name="draw-do"),
    path("draws/<uuid:pk>/cancel/", draws.cancel, name="draw-cancel"),
    path("draws/<uuid:pk>/replace/", draws.replace, name="draw-replace"),
    path("draws/<uuid:pk>/pool.json", draws.pool_file, name="draw-pool"),
    path("draws/<uuid:pk>/result.xlsx", draws.workbook, name="draw-xlsx"),
]

# --- 检查 visits, plans, enterprises ---------------------------------------------------------------------------------
VISITS: list[URLPattern] = [
    path("", home.home, name="home"),
    path("visits/", ledger.Visits.as_view(), name="visits"),
    path("visits/<uuid:pk>/record/", recording.record, name="record"),
    path("visits/<uuid:pk>/slip/", enterprise.rating_slip, name="slip"),
    path("enterprises/", ledger.Enterprises.as_view(), name="enterprises"),
    path("enterprises/<uuid:pk>/", enterprise.enterprise, name="enterprise"),
    path("enterprises/<uuid:pk>/apply/", applying.apply_for, name="apply"),
    path("enterprises/<uuid:pk>/code/", enterprise.give_code, name="code"),
    path("enterprises/<uuid:pk>/code/print/", enterprise.code_print, name="code-print"),
    path("plan/", plans.plan, name="plan"),
    path("ratings/", rated.rated, name="ratings"),
    path("pool/", tasks.pool, name="pool"),
    path("draws/<uuid:pk>/tasks/", tasks.tasks, name="draw-tasks"),
]

urlpatterns: list[URLPattern] = [*VISITS, *DRAWS]
