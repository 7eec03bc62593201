"""A new draw, step by step: what and from which pool, then the rule and the chance, then it is frozen."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from fazhi.desk.inspections.draws_forms import BeginForm, RuleForm
from fazhi.desk.lists import XLSX
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.government.permissions import DRAW_HOLD
from fazhi.inspections import draw_drafts, draw_pools
from fazhi.inspections.draw_queries import drafts_of
from fazhi.inspections.drawing.model import Pool
from fazhi.inspections.models import Draw, DrawDraft
from fazhi.inspections.refusals import ListRefused

LIST = "desk:inspections:draws"
MOST_SHOWN = 50


@page(permission=DRAW_HOLD)
def begin(request: DeskRequest) -> HttpResponse:
    """The first step: name, items, and the workbook with the pool."""
    form = BeginForm.of(request)
    wrong: tuple[str, ...] = ()
    if form.is_valid():
        data = form.cleaned_data
        organization = data["organization"]

        def take() -> DrawDraft:
            nonlocal wrong
            try:
                pool = draw_pools.read_pool(data["file"][0].read(), organization.jurisdiction)
            except ListRefused as refused:
                wrong = refused.rows
                raise
            return draw_drafts.begin(
                actor=request.actor,
                organization=organization,
                title=data["title"],
                items=draw_drafts.read_items(data["items"], organization),
                pool=pool,
                plan_reference=data["plan_reference"],
                at=request.now,
            )

        if applied := apply(form, take):
            return done(request, "名单已读入。请核对，并填写规则。", "desk:inspections:draw-rule", applied.value.pk)
    context = {
        "title": "组织双随机抽取",
        "trail": _trail(),
        "objects": [(names[0], key in ("name", "code")) for key, names in draw_pools.OBJECT_COLUMNS.items()],
        "officers": [(names[0], key in ("name", "body", "card")) for key, names in draw_pools.OFFICER_COLUMNS.items()],
        "drafts": drafts_of(request.actor)[:20],
        **_wrong(wrong),
    }
    return show(request, "desk/inspections/draws/begin.html", context, form=form)


@page(permission=DRAW_HOLD)
def rule(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The second step: how many, by what weights, by what chance. Its button freezes."""
    draft = _draft(request, pk)
    pool = draw_drafts.pool_of(draft)
    form = RuleForm.of(request, pool=pool)
    wrong: tuple[str, ...] = ()
    if form.is_valid():

        def freeze() -> Draw:
            nonlocal wrong
            try:
                return draw_drafts.freeze(
                    actor=request.actor, draft=draft, rule=form.rule(), source=form.source(), at=request.now
                )
            except ListRefused as refused:
                wrong = refused.rows
                raise

        if applied := apply(form, freeze):
            return done(request, "名单和规则已冻结，不能再改。", "desk:inspections:draw", applied.value.pk)
    context = {
        "title": draft.title,
        "trail": [*_trail(), ("组织双随机抽取", reverse("desk:inspections:draw-new"))],
        "draft": draft,
        "facts": _facts(draft, pool),
        "excluded": pool.excluded[:MOST_SHOWN],
        **_wrong(wrong),
    }
    return show(request, "desk/inspections/draws/rule.html", context, form=form)


@page(permission=DRAW_HOLD, methods=("POST",))
def discard(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Gives a preparation up."""
    draw_drafts.discard(actor=request.actor, draft=_draft(request, pk))
    return done(request, "已放弃，没有冻结。", LIST)


@page(permission=DRAW_HOLD, methods=("GET",))
def example(request: DeskRequest) -> HttpResponse:  # noqa: ARG001 -- the same workbook for everybody
    """The workbook to fill in."""
    response = HttpResponse(draw_pools.empty_workbook(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, "双随机名单模板.xlsx") or "attachment"
    return response


def _draft(request: DeskRequest, pk: UUID) -> DrawDraft:
    found = drafts_of(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _trail() -> list[tuple[str, str]]:
    return [("双随机抽取", reverse(LIST))]


def _wrong(rows: tuple[str, ...]) -> dict[str, object]:
    return {"wrong": rows[:MOST_SHOWN], "more": max(0, len(rows) - MOST_SHOWN)}


def _facts(draft: DrawDraft, pool: Pool) -> list[tuple[str, object]]:
    return [
        ("组织单位", draft.organization),
        ("抽查事项", "；".join(f"{item.name}（{item.body}）" for item in draw_drafts.items_of(draft))),
        ("检查计划", draft.plan_reference),
        ("检查对象", f"{len(pool.objects)} 户"),
        ("执法人员", f"{len(pool.officers)} 人"),
        ("应当回避", f"{len(pool.recusals)} 对"),
        ("排除在外", f"{len(pool.excluded)} 户"),
    ]
