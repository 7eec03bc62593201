"""Everything that goes wrong, as application/problem+json (RFC 9457): a sentence for people, codes for programs."""

from __future__ import annotations

import logging
import math
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from fazhi.api.shapes.problem import Problem, ReasonShape, reason_shapes
from fazhi.api.validation import said
from fazhi.cases.refusals import ActRefused
from fazhi.cases.refusals import Refused as CasesRefused
from fazhi.files.store import FileRefused
from fazhi.government.permissions import NotAllowed
from fazhi.government.refusals import Refused as GovernmentRefused

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "请求无法读取",
    401: "没有有效的接口令牌",
    403: "没有权限",
    404: "没有找到",
    405: "此地址不支持该方法",
    409: "依法不能办理",
    413: "请求内容过大",
    422: "填写有误",
    429: "调用过于频繁",
    500: "系统故障",
}
BROKEN_UPLOAD = "上传的内容不是完整的 multipart/form-data：请检查请求头的 boundary，并把文件放在 file 一项里。"
OTHER_CHARACTERS = "请求的内容不是 UTF-8 编码：请按 UTF-8 编码后重新发送，请求头的 charset 也写 utf-8。"
TOO_LARGE = "请求内容超过上限，大的材料请用 POST /files 逐个上传。"

logger = logging.getLogger("fazhi.api")


class Unknown(Exception):  # noqa: N818 -- reads as what it says
    """What was asked for does not exist, or not for this person."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


class Unfit(Exception):  # noqa: N818 -- reads as what it says
    """A request that is well-formed but cannot be meant: `field` is where, `code` for programs."""

    def __init__(self, say: str, *, field: str, code: str = "field") -> None:
        super().__init__(say)
        self.say, self.field, self.code = say, field, code


def problem(
    status: int, detail: str, *, code: str, reasons: Sequence[ReasonShape] = (), headers: dict[str, str] | None = None
) -> HttpResponse:
    """The answer that says what went wrong."""
    body = Problem(
        type=f"urn:fazhi:problem:{code}", title=TITLES[status], status=status, detail=detail, reasons=list(reasons)
    )
    return JsonResponse(
        body.model_dump(mode="json"),
        status=status,
        content_type=MEDIA_TYPE,
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )


def handle(api: NinjaAPI) -> None:
    """Makes the interface answer every exception with a problem."""
    handlers: Iterable[tuple[type[Exception], Callable[[Any], HttpResponse]]] = (
        (ActRefused, _act_refused),
        (CasesRefused, _refused),
        (GovernmentRefused, _refused),
        (FileRefused, lambda error: _one(422, "file", error.say, "file")),
        (Unfit, lambda error: _one(422, error.code, error.say, error.field)),
        (NotAllowed, _not_allowed),
        (Unknown, lambda error: problem(404, error.say, code="not-found")),
        (Http404, lambda _: problem(404, "没有这个地址。", code="not-found")),
        (ValidationError, _invalid),
        (RequestDataTooBig, lambda _: problem(413, TOO_LARGE, code="too-large")),
        (SuspiciousOperation, lambda _: problem(400, "请求不合规范，已拒绝。", code="unreadable")),
        (BadRequest, lambda _: problem(400, OTHER_CHARACTERS, code="unreadable")),
        (MultiPartParserError, lambda _: problem(400, BROKEN_UPLOAD, code="unreadable")),
        (UnreadablePostError, lambda _: problem(400, "请求没有传完，请重试。", code="unreadable")),
        (Throttled, _throttled),
        (HttpError, _http_error),
    )  # fmt: skip
    for kind, answer in handlers:
        api.add_exception_handler(kind, _ignoring_request(answer))
    api.add_exception_handler(Exception, _fault)


def _ignoring_request(answer: Callable[[Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _, error: answer(error)


def _reason(code: str, say: str, field: str) -> ReasonShape:
    return ReasonShape(code=code, say=say, field=field)


def _one(status: int, code: str, say: str, field: str) -> HttpResponse:
    return problem(status, say, code=code, reasons=[_reason(code, say, field)])


def _act_refused(error: ActRefused) -> HttpResponse:
    if error.malformed:
        return problem(422, error.say, code="malformed", reasons=reason_shapes(error.reasons))
    return problem(409, error.say, code="refused", reasons=reason_shapes(error.reasons))


def _refused(error: CasesRefused | GovernmentRefused) -> HttpResponse:
    """What names a field can be put right there; what names none is refused as things stand."""
    if error.field:
        return problem(422, error.say, code="malformed", reasons=[_reason("field", error.say, error.field)])
    return problem(409, error.say, code="refused", reasons=[_reason("refused", error.say, "")])


def _not_allowed(error: NotAllowed) -> HttpResponse:
    return problem(403, error.say, code="not-allowed", reasons=[_reason(error.permission.key, error.say, "")])


def _invalid(error: ValidationError) -> HttpResponse:
    reasons = [_reason("field", say, field) for field, say in map(said, error.errors)]
    return problem(422, "".join(reason.say for reason in reasons[:5]), code="malformed", reasons=reasons)


def _throttled(error: Throttled) -> HttpResponse:
    wait = math.ceil(error.wait or 1)
    return problem(429, f"请在{wait}秒后重试。", code="throttled", headers={"Retry-After": str(wait)})


def _http_error(error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        return problem(
            401,
            "请求没有带有效的接口令牌：请核对 Authorization: Bearer 令牌，令牌可能已过期或已吊销。",
            code="unauthorized",
            headers={"WWW-Authenticate": "Bearer"},
        )
    # django-ninja wraps whatever the parser raised; ours says what is wrong.
    cause = error.__cause__
    status = error.status_code if error.status_code in TITLES else 400
    return problem(status, str(cause) if cause and status == 400 else TITLES[status], code="unreadable")


def _fault(request: HttpRequest, error: Any) -> HttpResponse:
    """A fault of ours: the log has all of it under a number, the answer has the number."""
    reference = secrets.token_hex(4).upper()
    logger.error("fault %s at %s", reference, request.path, exc_info=error)
    return problem(500, f"系统故障，请联系系统管理员并提供编号 {reference}。", code="fault")
