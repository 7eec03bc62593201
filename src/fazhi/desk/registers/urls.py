"""Addresses below `/registers/`."""

from django.urls import URLPattern, path

from fazhi.desk.registers import changing, comparing, draft_pages, entry_page, home, open_export, revisions
from fazhi.desk.registers.imports import urlpatterns as imports
from fazhi.desk.registers.lists import Entries

app_name = "registers"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("drafts/<int:pk>/", draft_pages.draft, name="draft"),
    path("drafts/<int:pk>/remove/", draft_pages.remove, name="draft-remove"),
    path("drafts/<int:pk>/apply/", draft_pages.apply_draft, name="draft-apply"),
    path("drafts/<int:pk>/submit/", draft_pages.submit, name="draft-submit"),
    path("drafts/<int:pk>/reopen/", draft_pages.reopen, name="draft-reopen"),
    path("drafts/<int:pk>/changes/<int:number>/", changing.change_in_draft, name="draft-change"),
    path("drafts/<int:pk>/drop/", draft_pages.drop, name="draft-drop"),
    *imports,
    path("<slug:register>/", Entries.as_view(), name="list"),
    path("<slug:register>/add/", changing.add, name="add"),
    path("<slug:register>/export/", open_export.export_open, name="export-open"),
    path("<slug:register>/compare/", comparing.compare, name="compare"),
    path("<slug:register>/drafts/", draft_pages.Drafts.as_view(), name="drafts"),
    path("<slug:register>/revisions/", revisions.Revisions.as_view(), name="revisions"),
    path("<slug:register>/revisions/<int:seq>/", revisions.revision, name="revision"),
    path("<slug:register>/revisions/<int:seq>/undo/", revisions.undo, name="undo"),
    path("<slug:register>/<uuid:pk>/", entry_page.entry_page, name="entry"),
    path("<slug:register>/<uuid:pk>/amend/", changing.amend, name="amend"),
    path("<slug:register>/<uuid:pk>/unmask/<slug:field>/", entry_page.unmask, name="unmask"),
    path("<slug:register>/<uuid:pk>/<slug:kind>/", changing.move, name="move"),
]
