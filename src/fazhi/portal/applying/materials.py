"""材料 files from telephones and offices: each cleaned as it comes, the wrong ones named, the others kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files import File
from django.http import HttpResponseBase

from fazhi.files.store import LARGEST, FileRefused
from fazhi.intake import drafts
from fazhi.intake.applying import Handed
from fazhi.intake.cleaning import ACCEPTED, clean
from fazhi.intake.refusals import Refused
from fazhi.portal.applying.around import frame_of, to_page
from fazhi.portal.applying.state import Wizard
from fazhi.portal.applying.steps import Page
from fazhi.portal.pages import show
from fazhi.procedures.applications.definition import Paper


def papers(at: Wizard, page: Page) -> HttpResponseBase:
    """The page of materials. Every button takes the files that were chosen with it."""
    request, faults = at.request, dict[str, str]()
    wanted, is_refused = at.papers(), False
    if request.method == "POST":
        at.keep()
        _remove(at, request.POST.get("remove", ""))
        faults = _add(at, wanted)
        is_refused = bool(faults)
        to = request.POST.get("to", "")
        if not faults and to == "next":
            faults = _missing(at, wanted)
        goes = at.pages[at.pages.index(page) + 1].slug if to == "next" else to
        if not faults and any(each.slug == goes for each in at.pages):
            return to_page(at, goes)
    files = list(at.draft.draft.files.defer("data")) if at.draft else []
    names: dict[str, str] = at.content.get("names", {})
    rows = [
        {
            "index": index,
            "paper": paper,
            "files": [(each, names.get(str(each.pk), each.name)) for each in files if each.title == paper.title],
            "error": faults.get(f"file.{index}", ""),
        }
        for index, paper in enumerate(wanted)
    ]
    told = {"faults": faults, "is_refused": is_refused}
    context = {**frame_of(at, page), "rows": rows, "accepted": ",".join(ACCEPTED), **told}
    return show(request, "portal/applying/papers.html", context, status=422 if faults else 200)


def cleaned(
    uploads: Sequence[File[bytes]], *, title: str, first: int = 1
) -> tuple[list[tuple[str, Handed]], list[str]]:
    """Files that may be kept, each with the name that the person gave it, and what is wrong with the others."""
    found: list[tuple[str, Handed]] = []
    wrong = []
    for upload in uploads:
        name = upload.name or ""
        try:
            file = clean(name=name, data=_content(upload), title=title, number=first + len(found))
        except FileRefused as refused:
            wrong.append(refused.say)
            continue
        found.append((name[:80], Handed(title, file)))
    return found, wrong


def _content(upload: File[bytes]) -> bytes:
    """Not read where it is too large anyway; `clean` says so by its size."""
    return upload.read() if (upload.size or 0) <= LARGEST else b"\0" * (LARGEST + 1)


def _add(at: Wizard, wanted: Sequence[Paper]) -> dict[str, str]:
    faults = {}
    assert at.draft is not None
    names: dict[str, Any] = dict(at.content.get("names", {}))
    for index, paper in enumerate(wanted):
        uploads = at.request.FILES.getlist(f"file.{index}")
        if not uploads:
            continue
        there = at.draft.draft.files.filter(title=paper.title).count()
        free = max(paper.most - there, 0)
        found, wrong = cleaned(uploads[:free], title=paper.title, first=there + 1)
        if len(uploads) > free:
            wrong.append(f"“{paper.title}”最多交{paper.most}个文件，多出来的{len(uploads) - free}个没有收下。")
        for name, each in found:
            try:
                names[str(drafts.add_file(at.draft, title=paper.title, file=each.file).pk)] = name
            except Refused as refused:
                wrong.append(refused.say)
                break
        if wrong:
            faults[f"file.{index}"] = " ".join(wrong)
    at.keep(names=names)
    return faults


def _remove(at: Wizard, number: str) -> None:
    if number.isdecimal() and len(number) < 19 and at.draft is not None:
        at.draft.draft.files.filter(pk=int(number)).delete()


def _missing(at: Wizard, wanted: Sequence[Paper]) -> dict[str, str]:
    assert at.draft is not None
    there = set(at.draft.draft.files.values_list("title", flat=True))
    return {
        f"file.{index}": f"请上传“{paper.title}”。"
        for index, paper in enumerate(wanted)
        if paper.required and paper.title not in there
    }
