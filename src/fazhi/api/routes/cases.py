from datetime import date
from typing import Annotated, Any, Literal

from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import AwareDatetime, Field, StringConstraints

from fazhi import clock
from fazhi.api import paging
from fazhi.api.authentication import actor_of
from fazhi.api.finding import case_for, uploaded
from fazhi.api.idempotency import Key, answer, scoped
from fazhi.api.problems import Unfit
from fazhi.api.routes.acts import CaseId, Files
from fazhi.api.routes.answers import FIND, READ, WRITE, needs
from fazhi.api.shapes.act import act_shape, finding_shape
from fazhi.api.shapes.base import Given as Body
from fazhi.api.shapes.base import Shape
from fazhi.api.shapes.case import CaseShape, CaseSummary, summary, whole
from fazhi.api.shapes.problem import Problem
from fazhi.api.shapes.taken import TakenShape
from fazhi.cases import queries, taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given
from fazhi.government.models import Organization
from fazhi.government.permissions import CASE_VIEW, CASE_WORK
from fazhi.procedures.language.library import UnknownProcedureError, library

router = Router(tags=["案件"])
Word = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f]*$")]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class OpeningBody(Body):
    """What opens a case."""

    procedure: str = Field(max_length=60, description="程序代码，见 GET /procedures")
    organization: Number = Field(description="办理单位的编号")
    performed_on: date = Field(description="立案（受理、登记）日期；案件适用当日施行的程序版本")
    result: str = Field("", max_length=60, description="结果代码；没有几种结果的步骤不填")
    performed_at: AwareDatetime | None = Field(None, description="办理的时刻")
    data: dict[str, Any] = Field({}, description="开始步骤的要素，按代码")
    attachments: Files = []


class CaseFilters(Body):
    """Which cases."""

    procedure: Word | None = Field(None, description="程序代码")
    organization: Number | None = Field(None, description="办理单位的编号")
    state: Literal["open", "closed", "all"] = Field("all", description="open 在办，closed 已办结")
    due_before: date | None = Field(None, description="在办案件中，最近期限在该日之前（不含）届满的")
    opened_from: date | None = Field(None, description="立案日期自")
    opened_to: date | None = Field(None, description="立案日期至（含）")
    q: Word = Field("", description="案号、名称中的文字")
    order: Literal["newest", "due"] = Field("newest", description="newest 立案由近到远；due 有期限的按届满日由近到远")
    cursor: Word | None = Field(None, description="上一页的 next")
    limit: int = Field(50, ge=1, le=200, description="每页几件")


class CasePage(Shape):
    """A page of cases."""

    items: list[CaseSummary]
    next: str | None = Field(description="下一页的 cursor；没有更多时为 null")


@router.get(
    "/cases",
    operation_id="listCases",
    summary="列出案件",
    response={200: CasePage, **READ},
    openapi_extra=needs(CASE_VIEW),
)
def list_cases(request: HttpRequest, filters: Annotated[CaseFilters, Query()]) -> CasePage:
    """列出令牌本人有权查看的案件。翻页时顺序稳定：新立的案件不会使已列的重复或者遗漏。"""
    if strange := sorted(set(request.GET) - set(CaseFilters.model_fields)):
        raise Unfit(f"没有“{'、'.join(strange)}”这样的筛选条件，请核对拼写。", field=strange[0])
    rows = queries.searched(_narrowed(queries.visible_cases(actor_of(request)), filters), filters.q)
    rows = rows.defer("data", "state", "header", "search")
    found, following = paging.page(rows, paging.ORDERS[filters.order], cursor=filters.cursor, limit=filters.limit)
    return CasePage(items=[CaseSummary(**summary(case)) for case in found], next=following)


def _narrowed(rows: QuerySet[Case], filters: CaseFilters) -> QuerySet[Case]:
    wanted = {
        "procedure": filters.procedure,
        "organization": filters.organization,
        "opened_on__gte": filters.opened_from,
        "opened_on__lte": filters.opened_to,
        "due_on__lt": filters.due_before,
    }
    rows = rows.filter(**{lookup: value for lookup, value in wanted.items() if value is not None})
    if filters.due_before is not None or filters.state == "open":
        rows = rows.filter(closed_on=None)
    return rows.filter(~Q(closed_on=None)) if filters.state == "closed" else rows


@router.post(
    "/cases",
    operation_id="openCase",
    summary="立案",
    response={201: TakenShape, 200: TakenShape, 409: Problem, **WRITE},
    openapi_extra=needs(CASE_WORK),
)
def open_case(request: HttpRequest, given: OpeningBody, key: Key = None) -> Status[TakenShape]:
    """以程序的开始步骤立案（受理、登记），给出案号。不符合立案条件的返回 409，列明原因和依据条款。"""
    actor = actor_of(request)
    organization = Organization.objects.select_related("jurisdiction").filter(pk=given.organization).first()
    if organization is None:
        raise Unfit(f"没有编号为{given.organization}的单位。", field="organization")
    act = Given(
        step=_opening_step(given),
        performed_on=given.performed_on,
        result=given.result,
        performed_at=given.performed_at,
        data=given.data,
        attachments=uploaded(actor, given.attachments),
    )
    kept = scoped(key, actor, about="cases")

    def opened() -> taking.Taken:
        return taking.open_case(
            actor=actor, procedure=given.procedure, organization=organization, given=act, at=clock.now(), key=kept
        )

    try:
        taken = opened()
    except IntegrityError:
        if kept is None:
            raise
        taken = opened()  # the same request, sent twice at once: the other has won, and this finds what it did
    return answer(taken, act)


def _opening_step(given: OpeningBody) -> str:
    try:
        return next(iter(library().edition(given.procedure, given.performed_on).steps))
    except UnknownProcedureError as error:
        raise Unfit(str(error), field="procedure") from None


@router.get(
    "/cases/{uuid:case_id}",
    operation_id="getCase",
    summary="读取一个案件",
    response={200: CaseShape, **FIND},
    openapi_extra=needs(CASE_VIEW),
)
def get_case(request: HttpRequest, case_id: CaseId) -> CaseShape:
    """读取一个案件的全部：要素、分项、可办事项（不能办的写明原因和条款）、期限和算法、办理记录、监督发现。"""
    actor = actor_of(request)
    case = case_for(actor, case_id)
    acts = [act_shape(act, case.definition) for act in case.acts.order_by("seq")]
    findings = [finding_shape(each) for each in case.findings.prefetch_related("entries__by").order_by("id")]
    return whole(case, queries.outlook(actor=actor, case=case, at=clock.now()), acts, findings)
