"""公开日志: the history of signed checkpoints, and proofs over them for whoever has kept one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse

from fazhi.cases.checkpoints import last_checkpoint, public_key, tree_of
from fazhi.cases.logtree import LogTree
from fazhi.cases.models import Checkpoint, LogEntry
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.record.errors import RecordError
from fazhi.record.log import Checkpoint as Signed
from fazhi.record.signatures import fingerprint

ON_PAGE = 30
MOST_DIGITS = 12


@dataclass(frozen=True)
class Line:
    """A checkpoint as the page shows it; `added` is how many entries it signed that the one before had not."""

    at: datetime
    size: int
    added: int
    root: str
    previous: str
    signature: str


@public_page()
def history(request: PublicRequest) -> HttpResponseBase:
    """Every checkpoint, the newest first."""
    pages = Paginator(Checkpoint.objects.order_by("-size"), ON_PAGE)
    page = pages.get_page(request.GET.get("page"))
    pem = public_key()
    context = {
        "title": "公开日志的检查点",
        "trail": [],
        "lines": _lines(list(page.object_list)),
        "page": page,
        "choices": list(pages.get_elided_page_range(page.number)),
        "key": fingerprint(pem) if pem else "",
    }
    return show(request, "portal/verify/log.html", context)


@public_page()
def checkpoints(request: PublicRequest) -> HttpResponseBase:  # noqa: ARG001 -- the same for everybody
    """All of them as lines of JSON, the oldest first: the signed bytes and the signature."""
    rows = Checkpoint.objects.order_by("size")
    lines = (json.dumps({"body": row.body, "signature": bytes(row.signature).hex()}) + "\n" for row in rows)
    return HttpResponse("".join(lines), content_type="application/x-ndjson")


@public_page()
def key(request: PublicRequest) -> HttpResponseBase:  # noqa: ARG001 -- the same for everybody
    """The public key."""
    pem = public_key()
    if pem is None:
        raise Http404
    return HttpResponse(pem, content_type="application/x-pem-file")


@public_page()
def proof(request: PublicRequest) -> HttpResponseBase:
    """The path of an entry of the log (``index``) to the root of a size that was signed (``size``)."""
    index, size = _number(request, "index"), _number(request, "size")
    newest = _newest()
    if index >= size or not Checkpoint.objects.filter(size=size).exists():
        raise Http404
    leaf = LogEntry.objects.get(index=index).leaf
    path = _tree(newest).inclusion_proof(index, size)
    return JsonResponse({"index": index, "leaf": leaf, "path": [each.hex() for each in path], "size": size})


@public_page()
def consistency(request: PublicRequest) -> HttpResponseBase:
    """That the log of one signed size (``from``) is the beginning of that of another (``to``)."""
    old, new = _number(request, "from"), _number(request, "to")
    newest = _newest()
    if old > new or Checkpoint.objects.filter(size__in={old, new}).count() != len({old, new}):
        raise Http404
    path = _tree(newest).consistency_proof(old, new)
    return JsonResponse({"from": old, "path": [each.hex() for each in path], "to": new})


def _newest() -> Signed:
    newest = last_checkpoint()
    if newest is None:
        raise Http404
    return newest


def _tree(newest: Signed) -> LogTree:
    try:
        return tree_of(newest.size, newest)
    except RecordError:
        raise Http404 from None


def _number(request: PublicRequest, name: str) -> int:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Http404
    return int(text)


def _lines(rows: list[Checkpoint]) -> list[Line]:
    if not rows:
        return []
    before = Checkpoint.objects.filter(size__lt=rows[-1].size).order_by("-size").values_list("size", flat=True).first()
    sizes = [row.size for row in rows[1:]] + [before or 0]
    return [_line(row, row.size - earlier) for row, earlier in zip(rows, sizes, strict=True)]


def _line(row: Checkpoint, added: int) -> Line:
    said = json.loads(row.body)
    at = datetime.fromisoformat(said["at"])
    return Line(at, row.size, added, said["root"], said["previous"], bytes(row.signature).hex())
