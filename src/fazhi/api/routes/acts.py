from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import AwareDatetime, Field

from fazhi import clock
from fazhi.api.authentication import actor_of
from fazhi.api.finding import acting_on, case_for, uploaded
from fazhi.api.idempotency import Key, answer, scoped
from fazhi.api.routes.answers import FIND, WRITE, needs
from fazhi.api.shapes.act import ActShape, act_shape
from fazhi.api.shapes.base import Given as Body
from fazhi.api.shapes.problem import Problem
from fazhi.api.shapes.taken import TakenShape
from fazhi.cases import correcting, taking
from fazhi.cases.taking import Given
from fazhi.government.permissions import CASE_VIEW, CASE_WORK

router = Router(tags=["办理"])

FileNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]
Files = Annotated[list[FileNumber], Field(max_length=50, description="先前用 POST /files 上传所得的文件编号")]
CaseId = Annotated[UUID, Path(description="案件编号")]
MOST_ACTS = 500


class ActBody(Body):
    """What is entered with an act."""

    step: str = Field(max_length=60, description="步骤代码，见 GET /cases/{id} 的 options")
    performed_on: date = Field(description="办理日期（法律上的日期），不晚于今天")
    result: str = Field("", max_length=60, description="结果代码；没有几种结果的步骤不填")
    performed_at: AwareDatetime | None = Field(None, description="办理的时刻，以小时计的期限由它起算")
    thread: int = Field(0, ge=0, le=32_000, description="分项的序号；案件本身或者新开分项为 0")
    data: dict[str, Any] = Field({}, description="要素，按代码；类型见 GET /procedures/{id} 的 fields。人员填编号")
    attachments: Files = []


class CorrectionBody(Body):
    """What is put right in an earlier act."""

    reason: str = Field(max_length=2000, description="更正的理由，写入记录")
    performed_on: date | None = Field(None, description="更正后的办理日期；不改则不填")
    data: dict[str, Any] = Field({}, description="更正后的要素；只写要改的")
    attachments: Files = []


@router.post(
    "/cases/{uuid:case_id}/acts",
    operation_id="takeAct",
    summary="办理一步",
    response={201: TakenShape, 200: TakenShape, 409: Problem, **FIND, **WRITE},
    openapi_extra=needs(CASE_WORK),
)
def take_act(request: HttpRequest, case_id: CaseId, given: ActBody, key: Key = None) -> Status[TakenShape]:
    """在案件中办理一步。程序法不允许的不予办理（409），逐条列明原因和依据条款，什么都不写入；填写有误的返回 422。
    有瑕疵或者逾期的照常写入，并同时产生监督发现。写入的记录不能修改，只能用更正。"""
    actor = actor_of(request)
    act = Given(
        step=given.step,
        performed_on=given.performed_on,
        result=given.result,
        thread=given.thread,
        performed_at=given.performed_at,
        data=given.data,
        attachments=uploaded(actor, given.attachments),
    )
    with acting_on(actor, case_id):
        taken = taking.take(
            actor=actor, case_id=case_id, given=act, at=clock.now(), key=scoped(key, actor, about=case_id)
        )
    return answer(taken, act)


@router.get(
    "/cases/{uuid:case_id}/acts",
    operation_id="listActs",
    summary="列出办理记录",
    response={200: list[ActShape], **FIND},
    openapi_extra=needs(CASE_VIEW),
)
def list_acts(
    request: HttpRequest,
    case_id: CaseId,
    after: Annotated[int, Query(0, ge=0, le=2**31 - 1, description="只列该序号之后的")] = 0,
    limit: Annotated[int, Query(100, ge=1, le=MOST_ACTS, description="最多列几条")] = 100,
) -> list[ActShape]:
    """按序号列出案件的办理记录，每条带 SM3 杂凑值。再往后的，用最后一条的序号作 after 续取。"""
    case = case_for(actor_of(request), case_id)
    return [act_shape(act, case.definition) for act in case.acts.filter(seq__gt=after).order_by("seq")[:limit]]


@router.post(
    "/cases/{uuid:case_id}/acts/{int:seq}/corrections",
    operation_id="correctAct",
    summary="更正一条办理记录",
    response={201: TakenShape, 200: TakenShape, 409: Problem, **FIND, **WRITE},
    openapi_extra=needs(CASE_WORK),
)
def correct_act(
    request: HttpRequest,
    case_id: CaseId,
    seq: Annotated[int, Path(description="要更正的办理记录的序号")],
    given: CorrectionBody,
    key: Key = None,
) -> Status[TakenShape]:
    """更正一条办理记录的日期或者要素。原记录保留，更正作为新的一条写入；有关期限随之重新计算，变动的列在 moved。
    由原办理人或者本单位负责人更正。"""
    actor = actor_of(request)
    with acting_on(actor, case_id):
        taken = correcting.correct(
            actor=actor,
            case_id=case_id,
            seq=min(seq, 2**31 - 1),
            reason=given.reason,
            performed_on=given.performed_on,
            data=given.data,
            attachments=uploaded(actor, given.attachments),
            at=clock.now(),
            key=scoped(key, actor, about=f"{case_id}/{seq}"),
        )
    return answer(taken)
