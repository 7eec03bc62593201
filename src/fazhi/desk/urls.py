"""Addresses of the staff pages. Colleague packages register what they add to the home page and to the search."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

from fazhi.desk import downloads, home, jobs, login, organizations, people, records, search
from fazhi.desk.cases import downloads as papers
from fazhi.desk.cases import entry_chances, procedures
from fazhi.desk.inspections import draws_public, open_enterprise
from fazhi.desk.registers import open_pages as open_registers
from fazhi.desk.reports.open_pages import urls_open as open_reports

FIGURES = ("figures", "reports", "returns", "scrutiny", "assessment")
CITIZENS = ("intake", "publishing", "consultations")
PACKAGES = ("cases", "plans", "supervision", "statutes", "registers", "inspections", "exams", *FIGURES, *CITIZENS)
for _package in (f"fazhi.desk.{name}" for name in PACKAGES):
    for _registry in ("worklist", "search", "citing"):
        if find_spec(f"{_package}.{_registry}"):
            import_module(f"{_package}.{_registry}")

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("login/", login.enter, name="login"),
    path("logout/", login.leave, name="logout"),
    path("alive/", login.alive, name="alive"),
    path("password/", login.password, name="password"),
    path("search/", search.search, name="search"),
    path("files/<int:pk>/", downloads.download, name="file"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("organizations/", organizations.tree, name="organizations"),
    path("organizations/new/", organizations.create, name="organization-new"),
    path("organizations/<int:pk>/", organizations.unit, name="organization"),
    path("organizations/<int:pk>/rename/", organizations.rename, name="organization-rename"),
    path("organizations/<int:pk>/move/", organizations.move, name="organization-move"),
    path("organizations/<int:pk>/dissolve/", organizations.dissolve, name="organization-dissolve"),
    path("organizations/<int:pk>/aliases/remove/", organizations.remove_alias, name="alias-remove"),
    path("people/", people.People.as_view(), name="people"),
    path("people/new/", people.register_person, name="person-new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/seats/new/", people.add_seat, name="seat-new"),
    path("people/<int:pk>/disable/", people.disable, name="person-disable"),
    path("people/<int:pk>/enable/", people.enable, name="person-enable"),
    path("people/<int:pk>/password/", people.reset_password, name="person-password"),
    path("people/seats/<int:pk>/roles/", people.grant, name="seat-roles"),
    path("people/seats/<int:pk>/end/", people.end_seat, name="seat-end"),
    path("records/", records.Records.as_view(), name="records"),
    path("cases/", include("fazhi.desk.cases.urls")),
    path("cases/<uuid:pk>/papers/<int:seq>/<slug:instrument>/", papers.paper, name="case-paper"),
    path("entries/<slug:register>/", entry_chances.entry_choices, name="entry-chances"),
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/<slug:procedure>/", procedures.procedure, name="procedure"),
    path("procedures/<slug:procedure>/chart.svg", procedures.chart, name="procedure-chart"),
    path("plans/", include("fazhi.desk.plans.urls")),
    path("supervision/", include("fazhi.desk.supervision.urls")),
    path("statutes/", include("fazhi.desk.statutes.urls")),
    path("registers/", include("fazhi.desk.registers.urls")),
    path("open/registers/", open_registers.home, name="open-registers"),
    path("open/registers/<slug:register>/", open_registers.OpenEntries.as_view(), name="open-register"),
    path("open/registers/<slug:register>/<uuid:pk>/", open_registers.entry, name="open-register-entry"),
    path("open/registers/<slug:register>/data.<slug:form>", open_registers.data, name="open-register-data"),
    path("inspections/", include("fazhi.desk.inspections.urls")),
    path("draws/", draws_public.PublicDraws.as_view(), name="public-draws"),
    path("draws/replay.py", draws_public.script, name="public-draw-script"),
    path("draws/<uuid:pk>/", draws_public.draw, name="public-draw"),
    path("draws/<uuid:pk>/pool.json", draws_public.pool, name="public-draw-pool"),
    path("draws/<uuid:pk>/result.json", draws_public.result, name="public-draw-result"),
    path("e/<slug:code>/", open_enterprise.enterprise, name="open-enterprise"),
    path("e/<slug:code>/rate/", open_enterprise.rate, name="open-rate"),
    path("exams/", include("fazhi.desk.exams.urls")),
    *open_reports,
    *(path(f"{name}/", include(f"fazhi.desk.{name}.urls")) for name in (*FIGURES, *CITIZENS)),
]
