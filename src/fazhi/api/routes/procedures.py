from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from fazhi import clock
from fazhi.api.problems import Unknown
from fazhi.api.routes.answers import FIND, READ
from fazhi.api.shapes.procedure import ProcedureShape, ProcedureSummary, published, summary
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import UnknownProcedureError, library

router = Router(tags=["程序"])


@router.get(
    "/procedures", operation_id="listProcedures", summary="列出程序", response={200: list[ProcedureSummary], **READ}
)
def list_procedures(
    request: HttpRequest,  # noqa: ARG001 -- django-ninja hands it over
    family: Annotated[str | None, Query(None, description="只列该程序族，如 administrative_penalty")] = None,
) -> list[ProcedureSummary]:
    """列出平台现有的法定程序，每项取最新版本。任何有效令牌都可以读。"""
    return [summary(each) for each in library().latest() if family in (None, each.family)]


@router.get(
    "/procedures/{procedure}",
    operation_id="getProcedure",
    summary="读取一项程序",
    response={200: ProcedureShape, **FIND},
)
def get_procedure(
    request: HttpRequest,  # noqa: ARG001 -- django-ninja hands it over
    procedure: Annotated[str, Path(description="程序代码")],
    edition: Annotated[date | None, Query(None, description="版本日期；不写则取今天施行的版本")] = None,
) -> ProcedureShape:
    """读取一项程序的完整定义：要素、步骤、期限、规则、文书，以及各自的依据条款。步骤和要素的顺序就是办理的顺序。"""
    try:
        editions = [each.edition for each in library().editions(procedure)]
        found = _in_force(procedure) if edition is None else library().get(procedure, edition)
    except UnknownProcedureError as error:
        raise Unknown(str(error)) from None
    return published(found, editions)


def _in_force(procedure: str) -> Definition:
    return library().edition(procedure, clock.today())
