"""What a page of the wizard works on: the form, its procedure's edition, this browser's draft, what is known so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponseBase

from fazhi.intake import drafts, entering
from fazhi.intake.drafts import Written
from fazhi.intake.models import Draft
from fazhi.intake.queueing import Sending
from fazhi.portal.applying import inputs
from fazhi.portal.applying.steps import Page, page_of_fault, pages_of
from fazhi.portal.pages import PublicRequest
from fazhi.procedures.applications.definition import ApplicationForm, Paper
from fazhi.procedures.applications.fields import FormField, form_fields
from fazhi.procedures.applications.library import UnknownFormError, forms
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.pauses import PLACE

COOKIE = "fazhi_draft"


@dataclass
class Wizard:
    """One form being filled in."""

    request: PublicRequest
    form: ApplicationForm
    draft: Written | None

    @property
    def content(self) -> dict[str, Any]:
        return self.draft.content if self.draft else {}

    @property
    def on(self) -> date:
        return self.request.now.astimezone(PLACE).date()

    @cached_property
    def definition(self) -> Definition:
        return entering.definition_of(self.form, self.on)

    @cached_property
    def roster(self) -> inputs.OpenRoster:
        return inputs.OpenRoster(self.request.jurisdiction)

    @cached_property
    def pages(self) -> list[Page]:
        return pages_of(self.form)

    @property
    def kinds(self) -> dict[str, str]:
        return entering.kinds_of(self.form)

    @property
    def kind(self) -> str:
        """Of the applicant, as far as it is known; the first that the form takes until then."""
        known = str(self.content.get("kind") or "")
        return known if known in self.kinds else next(iter(self.kinds))

    @property
    def typed(self) -> dict[str, Any]:
        found: dict[str, Any] = self.content.get("typed", {})
        return found

    @property
    def applicant(self) -> dict[str, Any]:
        """As it is handed in."""
        about: dict[str, Any] = self.content.get("about", {})
        asked = {name: about.get(name, "") for name in entering.needs_of(self.form, self.kind)}
        return {"kind": self.kind, **asked, "agent": self.content.get("agent", {})}

    @property
    def sending(self) -> Sending:
        """All of it, as it is handed in."""
        content = self.content
        words = {"place": content.get("place", ""), "position": content.get("position", "")}
        return Sending(self.applicant, self.given(), **words, chosen=content.get("body", ""))

    def late(self, page: Page) -> dict[str, str]:
        """What of this page was refused when its turn came in the queue."""
        refused: dict[str, str] = self.content.get("refused", {})
        return {name: say for name, say in refused.items() if page_of_fault(self.form, name) == page.slug}

    def given(self) -> dict[str, Any]:
        """What was typed, as it is handed in."""
        return inputs.given(self.form, self.definition, self.typed, self.roster)

    def values(self) -> dict[str, Any]:
        """What of it fits."""
        return entering.entered(self.form, self.definition, self.given(), kind=self.kind, on=self.on).values

    @property
    def is_called(self) -> bool:
        """Whether they answered that they want to be called, so that a telephone is needed."""
        return entering.phone_wanted(self.form, self.definition, self.values(), kind=self.kind, on=self.on)

    def fields(self) -> dict[str, FormField]:
        """Every question of the form."""
        return form_fields(self.form, self.definition)

    def names(self, page: Page) -> set[str]:
        """The questions of a page, asked or not."""
        return set(self.form.parts[page.part].fields) if page.part is not None else set()

    def asked(self, page: Page) -> list[FormField]:
        """The questions of a page after what is known."""
        names = self.names(page)
        found = entering.asked_of(self.form, self.definition, self.values(), kind=self.kind, on=self.on)
        return [each for each in found if each.name in names]

    def papers(self) -> list[Paper]:
        """The materials that are asked for."""
        agent = any(self.content.get("agent", {}).values())
        return entering.papers_of(self.form, self.definition, self.values(), kind=self.kind, on=self.on, agent=agent)

    def keep(self, **changed: Any) -> None:
        """Puts down what was typed; the first time it begins the draft."""
        at = self.request.now
        if self.draft is None:
            self.draft = drafts.begin(form=self.form.id, jurisdiction=self.request.jurisdiction, at=at)
        try:
            self.draft = drafts.write(self.draft, changed, at=at)
        except Draft.DoesNotExist:
            # Emptied in another window while this page was being filled in: what was typed here begins a new one.
            begun = drafts.begin(form=self.form.id, jurisdiction=self.request.jurisdiction, at=at)
            self.draft = drafts.write(begun, {**self.content, **changed}, at=at)

    def tell(self, response: HttpResponseBase) -> HttpResponseBase:
        """Gives the browser its token, for this form's pages alone; anew with every page that is sent, as the draft is
        kept anew then, and to whoever waits and may come back late."""
        if self.draft is not None and (
            self.draft.waits or self.request.method == "POST" or self.request.COOKIES.get(COOKIE) != self.draft.token
        ):
            response.set_cookie(
                COOKIE,
                self.draft.token,
                max_age=int(drafts.KEPT.total_seconds()),
                path=path_of(self.form.id),
                httponly=True,
                secure=bool(settings.SESSION_COOKIE_SECURE),
                samesite="Lax",
            )
        return response


def wizard(request: PublicRequest, form: str) -> Wizard:
    """The wizard of a form, with this browser's draft. Raises Http404 for a form that is not there."""
    try:
        found = forms().get(form)
    except UnknownFormError:
        raise Http404 from None
    draft = drafts.find(request.COOKIES.get(COOKIE, ""), form=form, at=request.now)
    if draft is not None and draft.draft.jurisdiction_id != request.jurisdiction.pk:
        draft = None
    return Wizard(request, found, draft)


def path_of(form: str) -> str:
    """The addresses to which the cookie goes."""
    return f"/open/apply/{form}/"
