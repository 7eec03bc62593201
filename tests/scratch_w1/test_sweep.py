import time, collections
from pathlib import Path
import pytest
from django.test import Client
from django.db.models import Count
from django.db import connection
from django.test.utils import CaptureQueriesContext
from fazhi.cases.models import Case
from fazhi.sample import load
from fazhi.government.actors import actor_for
pytestmark=[pytest.mark.browser, pytest.mark.django_db(transaction=True)]

def test_sweep(db, at, settings, tmp_path, sign_in, page_as, check_accessibility):
    settings.HOME = tmp_path
    now = at.replace(month=11, day=20)
    settings.FIXED_NOW = now.isoformat()
    t=time.time()
    load.load(now=now, tell=lambda _: None, cases=70)
    print("loaded", time.time()-t, Case.objects.count())
    import re
    times=collections.defaultdict(list); steps=0; bad=[]
    for case in Case.objects.select_related("handler","organization"):
        client=Client(); client.force_login(case.handler, backend="django.contrib.auth.backends.ModelBackend")
        t=time.perf_counter(); r=client.get(f"/cases/{case.pk}/"); times[case.procedure].append(time.perf_counter()-t)
        if r.status_code!=200: bad.append((case.pk,r.status_code)); continue
        html=r.content.decode()
        for link in sorted(set(re.findall(r'href="(/cases/[^"]+/steps/[^"]+)"', html))):
            link=link.replace("&amp;","&")
            t=time.perf_counter(); s=client.get(link); times["step"].append(time.perf_counter()-t); steps+=1
            if s.status_code!=200 or "现在不能办理" in s.content.decode(): bad.append((link,s.status_code))
    for k,v in times.items(): print(k,len(v),"avg ms",round(1000*sum(v)/len(v)),"max",round(1000*max(v)))
    print("steps",steps,"bad",bad[:10], len(bad))
    threaded=[c for c in Case.objects.all() if c.state["threads"]]
    print("threads",len(threaded))
    shots=Path("/tmp/shots/cases")
    picks={}
    for c in Case.objects.filter(closed_on=None).order_by("-head_seq"):
        picks.setdefault(c.procedure,c)
    if threaded: picks["thread"]=sorted(threaded,key=lambda c:(c.closed_on is not None,-c.head_seq))[0]
    from fazhi.desk.sessions import why_ended
    for w in (1440,390):
        for k,c in picks.items():
            p=page_as(actor_for(person=c.handler,on=now.date()),width=w)
            p.goto(f"/cases/{c.pk}/"); check_accessibility(p); p.screenshot(path=shots/f"sweep-{k}-{w}.png",full_page=True)
            wide = p.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide: print("WIDE",k,w,wide)
        c=picks["administrative_penalty"]
        p.goto("/cases/"); p.screenshot(path=shots/f"sweep-list-{w}.png",full_page=True)
