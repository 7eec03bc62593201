"""Addresses below `/assessment/`."""

from django.urls import URLPattern, path

from fazhi.desk.assessment import bodies, duty, evidence, home, items, managing, objections, reviewing, systems

app_name = "assessment"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("new/", managing.new, name="new"),
    path("<int:pk>/", managing.assessment, name="assessment"),
    path("<int:pk>/next/", managing.next_phase, name="next"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/recount/", bodies.recount, name="recount"),
    path("bodies/<int:pk>/submit/", bodies.submit, name="submit"),
    path("bodies/<int:pk>/return/", bodies.return_, name="return"),
    path("bodies/<int:pk>/advice/", bodies.advice, name="advice"),
    path("bodies/<int:pk>/binder.zip", bodies.binder, name="binder"),
    path("bodies/<int:pk>/vetoes/<slug:veto>/", reviewing.veto, name="veto"),
    path("bodies/<int:pk>/<slug:item>/", items.item, name="item"),
    path("bodies/<int:pk>/<slug:item>/state/", items.state, name="state"),
    path("bodies/<int:pk>/<slug:item>/comment/", items.comment, name="comment"),
    path("bodies/<int:pk>/<slug:item>/review/", items.review, name="item-review"),
    path("bodies/<int:pk>/<slug:item>/object/", items.object_, name="object"),
    path("bodies/<int:pk>/<slug:item>/files/", evidence.add_file, name="add-file"),
    path("bodies/<int:pk>/<slug:item>/acts/", evidence.add_act, name="add-act"),
    path("evidence/<int:pk>/", evidence.frozen, name="evidence"),
    path("evidence/<int:pk>/withdraw/", evidence.withdraw, name="withdraw"),
    path("review/", reviewing.queue, name="review"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<int:pk>/", objections.answer, name="answer"),
    path("systems/", systems.systems, name="systems"),
    path("systems/catalog/<slug:key>/", systems.catalog, name="catalog"),
    path("systems/catalog/<slug:key>/adopt/", systems.adopt, name="adopt"),
    path("systems/<int:pk>/", systems.edition, name="edition"),
    path("systems/<int:pk>/adjust/", systems.adjust, name="adjust"),
    path("duty/", duty.duty, name="duty"),
]
