"""The pages of a form in their order: the matter, the body, the applicant, the materials, the check before sending."""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.procedures.applications.definition import ApplicationForm, Receiving

BODY, YOU, PAPERS, CHECK = "body", "you", "papers", "check"


@dataclass(frozen=True)
class Page:
    """One page. ``part`` is the number of the form's part from 0; None for the others."""

    slug: str
    title: str
    part: int | None = None


def pages_of(form: ApplicationForm) -> list[Page]:
    """Every page of a form."""
    pages = [Page(str(number), part.title, number - 1) for number, part in enumerate(form.parts, 1)]
    if form.receives.by is Receiving.CHOSEN:
        pages.append(Page(BODY, form.receives.label))
    pages.append(Page(YOU, "您的信息"))
    if form.attachments or form.applicant.agent:
        pages.append(Page(PAPERS, "材料"))
    return [*pages, Page(CHECK, "核对后提交")]


def page_of_fault(form: ApplicationForm, name: str) -> str:
    """The page on which something can be mended."""
    for number, part in enumerate(form.parts, 1):
        if name in part.fields:
            return str(number)
    if name in ("place", "applicant_kind", "kind"):
        return str(len(form.parts)) if name == "place" else "1"
    if name.startswith("file"):
        return PAPERS
    return BODY if name == "body" else YOU
