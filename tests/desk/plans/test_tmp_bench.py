import time
from datetime import date, timedelta
from pathlib import Path
from django.db import connection
from fazhi.plans import board, queries, intakes
from fazhi.plans.board import Grouping
from fazhi.plans.models import *
from fazhi.plans.draft import from_json
from django.urls import reverse

def test_bench(plan, coordinator, handler, district, at, sign_in, settings):
    settings.FIXED_NOW = "2026-03-02T09:00:00+08:00"
    units=[district.justice,district.market,district.urban,district.street]
    rows=[Task(jurisdiction=plan.jurisdiction, plan=plan, order=i+10, number=str(i), title=f"任务{i}", heading_path=[f"章{i%12}"], due_on=date(2026,1,1)+timedelta(days=i%365), percent=i%100) for i in range(10000)]
    Task.objects.bulk_create(rows)
    TaskUnit.objects.bulk_create(TaskUnit(task=r, organization=units[(i+k)%4], part=("lead" if k==0 else "supporting")) for i,r in enumerate(rows) for k in range(2))
    with connection.cursor() as c: c.execute("ANALYZE")
    for by in Grouping:
        t=time.perf_counter(); found=board.columns(queries.visible_tasks(coordinator), today=at.date(), by=by); print(by, len(found), round(time.perf_counter()-t,3))
    c=sign_in(coordinator); h=sign_in(handler)
    for name in ("board","tasks","list","timeline"):
        for who in (c,h):
            who.get(reverse(f"desk:plans:{name}")); t=time.perf_counter(); r=who.get(reverse(f"desk:plans:{name}")); print(name, r.status_code, len(r.content)//1024, "KB", round(time.perf_counter()-t,3))
    for by in ("unit","month"):
        t=time.perf_counter(); r=c.get(reverse("desk:plans:board")+f"?by={by}"); print("board",by, len(r.content)//1024, round(time.perf_counter()-t,3))
    t=time.perf_counter(); r=h.get(reverse("desk:plans:mine")); print("mine", round(time.perf_counter()-t,3))
    t=time.perf_counter(); r=c.get(reverse("desk:home")); print("home", round(time.perf_counter()-t,3))
    t=time.perf_counter(); r=c.get(reverse("desk:plans:tasks")+"?q=任务99"); print("tasks search", round(time.perf_counter()-t,3))
    t=time.perf_counter(); r=c.get(reverse("desk:plans:plan", args=[plan.pk])); print("plan page 10000", len(r.content)//1024, round(time.perf_counter()-t,3))
    t=time.perf_counter(); r=c.get(reverse("desk:plans:board")+"?export=xlsx"); print("export", len(r.content)//1024, round(time.perf_counter()-t,3))

def test_real(coordinator, district, at, sign_in):
    f=Path("/work/shared/documents/004.txt")
    t=time.perf_counter(); i=intakes.receive(actor=coordinator,name="004.txt",data=f.read_bytes(),kind="five_year",at=at); print("receive",round(time.perf_counter()-t,3))
    d=from_json(i.draft); print(i.title,i.starts_on,i.ends_on,len(d.tasks),"names",len(d.names),"open",len(d.unsettled())); print({n:(v.state) for n,v in list(d.names.items())[:60]})
    c=sign_in(coordinator)
    t=time.perf_counter(); r=c.get(reverse("desk:plans:draft",args=[i.pk])); print("draft page", len(r.content)//1024,"KB", round(time.perf_counter()-t,3))
    from fazhi.plans import corrections
    for n in list(d.unsettled()):
        i=corrections.settle_name(actor=coordinator,intake=i,version=i.version,name=n,organizations=[],at=at)
    t=time.perf_counter(); p=intakes.confirm(actor=coordinator,intake=i,version=i.version,at=at); print("confirm",round(time.perf_counter()-t,3))
