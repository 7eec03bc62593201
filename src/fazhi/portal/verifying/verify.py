"""核验: a receipt that somebody pasted, or an exported record that somebody has, held against the record and its log.

Nothing that is handed in here is kept. Whoever does not believe us does the same at home: `fazhi record verify` needs
no connection, and docs/record.md says how to do without our programs too.
"""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.http import HttpResponseBase

from fazhi.cases import receipts
from fazhi.cases.checkpoints import public_key
from fazhi.cases.models import LogEntry
from fazhi.cases.receipts import Answer
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.record.signatures import fingerprint
from fazhi.record.verdicts import ExportVerdict
from fazhi.record.verifying_export import verify_export

LARGEST = 20 * 1024 * 1024
"""Bytes of a file; a larger one is verified at home."""


@public_page(methods=("GET", "POST"), cached=False)
def verify(request: PublicRequest) -> HttpResponseBase:
    """The form, and what came of it."""
    text = request.POST.get("receipt", "").strip()[:2000]
    upload = request.FILES.get("file")
    context: dict[str, object] = {"title": "核验记录", "receipt": text, "key": _fingerprint()}
    if request.method == "POST":
        if upload is not None:
            context |= _of_file(upload.read(LARGEST + 1), upload.name or "")
        elif text:
            context |= _of_receipt(text)
        else:
            context["problem"] = "请粘贴回执上的那一行字，或者选一个导出的案卷文件。"
    wrong = context.get("problem")
    return show(request, "portal/verify/verify.html", context, status=422 if wrong else 200)


def _of_receipt(text: str) -> dict[str, object]:
    receipt = receipts.read(text)
    if receipt is None:
        return {
            "problem": "没有看出回执。回执是一行字：fazhi-receipt-1，后面是案件的标识、记录的序号和64位摘要；"
            "请从头到尾整行粘贴。"
        }
    answer: Answer = receipts.hold(receipt)
    return {"answer": answer}


def _of_file(data: bytes, name: str) -> dict[str, object]:
    if len(data) > LARGEST:
        return {"problem": "文件超过20MB，请用离线核验程序核验：fazhi record verify --export 文件。"}
    verdict = verify_export(BytesIO(data), expected_fingerprint=_fingerprint() or None)
    return {"file": name, "verdict": verdict, "later": _later(verdict)}


def _later(verdict: ExportVerdict) -> bool:
    """Whether the log has an entry of the same case or ledger with more in it than the file."""
    known = verdict.case or verdict.ledger
    if not verdict.ok or not known:
        return False
    try:
        case = UUID(known)
    except ValueError:  # a file that holds together and that nobody here made
        return False
    return LogEntry.objects.filter(case_id=case, seq__gt=verdict.acts).exists()


def _fingerprint() -> str:
    pem = public_key()
    return fingerprint(pem) if pem else ""
