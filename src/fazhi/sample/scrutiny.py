"""Checked reports of the sample district: two earlier years' reports, and a draft with a few slips planted in it.

The draft takes its numbers from the records as they are when the sample is made, so that it agrees with them whatever
the simulation brought; only what is planted is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from fazhi.figures.counting import Value, values
from fazhi.figures.language import library
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.sample.stage import Stage
from fazhi.scrutiny import drafts
from fazhi.scrutiny.models import Draft

Tell = Callable[[str], object]
WRITER = "lin.yaxi"
STATED = (
    "recon_received", "recon_accepted", "recon_closed", "penalties_decided", "problems_registered",
    "problems_verified",
)  # fmt: skip
SLIP = 3
PAST = """示例区{year}年度法治政府建设情况报告
一、主要举措和成效
（一）依法化解行政争议。全年收到行政复议申请{received}件，受理{accepted}件，不予受理{refused}件；审结行政复议案件{closed}件。
（二）严格规范执法。全年作出行政处罚决定{penalties}件，制发行政执法监督意见书{opinions}份。
（三）强化督察。登记法治建设问题{problems}个，整改销号{verified}个。
二、存在的问题
有的单位报送不及时，执法文书不够规范。
"""
DRAFT = """示例区{year}年度法治政府建设情况报告（送审稿）
一、主要举措和成效
（一）依法化解行政争议。全年收到行政复议申请{recon_received}件，受理行政复议案件{recon_accepted}件，审结行政复议案件{recon_closed}件。排查矛盾纠纷2140起，化解2098起，化解率96.04%。
（二）严格规范执法。全年作出行政处罚决定{penalties_decided}件。公布区级权责清单462项（行政许可95项、行政处罚92项、行政强制13项、行政征收2项、行政给付40项、行政检查77项、行政确认43项、行政奖励43项、行政裁决2项、其他权力64项）。
（三）强化督察。登记法治建设问题{problems_registered}个，整改销号{problems_verified}个。
（四）加强宣传。发放普法读物近300余册。
二、下一年度打算
力争行政机关负责人出庭应诉率达到100%。
"""
YEARS = (
    (2, {"received": 41, "accepted": 36, "refused": 5, "closed": 33, "penalties": 486, "opinions": 9, "problems": 28,
         "verified": 25}),
    (1, {"received": 52, "accepted": 47, "refused": 5, "closed": 45, "penalties": 512, "opinions": 12, "problems": 31,
         "verified": 30}),
)  # fmt: skip


def load_scrutiny(*, stage: Stage, tell: Tell) -> None:
    """Hands in three reports through the ordinary verb; runs when the cases are there."""
    year = stage.now.year
    for back, numbers in YEARS:
        _handed_in(stage, PAST.format(year=year - back, **numbers), year=year - back, kind=Draft.Kind.PAST, days=20)
    draft = _handed_in(stage, _draft(stage), year=year, kind=Draft.Kind.DRAFT, days=0)
    tell(f"  核对报告 3 份，其中送审稿有数字 {draft.figures.count()} 个")


def _draft(stage: Stage) -> str:
    today = stage.now.date()
    found = _counted(stage, Period.year(today.year), today)
    said = {name: _plain(found[name]) if name in found else "0" for name in STATED}
    said["problems_registered"] = str(int(said["problems_registered"]) + SLIP)
    return DRAFT.format(year=today.year, **said)


def _counted(stage: Stage, period: Period, today: date) -> dict[str, Value]:
    known = [name for name in STATED if name in library.shelf()]
    return values(known, scope=Scope.whole(stage.jurisdiction.pk), period=period, today=today)


def _plain(value: Value) -> str:
    return "0" if value.number is None else str(int(value.number))


def _handed_in(stage: Stage, text: str, *, year: int, kind: str, days: int) -> Draft:
    at = stage.now if not days else stage.days_ago(days, time(10))
    name = text.splitlines()[0] + ".txt"
    return drafts.receive(actor=stage.actor(WRITER), name=name, data=text.encode(), year=year, kind=kind, at=at)
