"""The form of the opening step of an application's case: with what is left to add, or the whole of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from fazhi.cases.taking import roles_in
from fazhi.desk.cases.step_form import StepForm
from fazhi.desk.fieldwork.inputs import Input
from fazhi.desk.fieldwork.people import Roster
from fazhi.desk.pages import DeskRequest
from fazhi.intake import accepting, casework, entering
from fazhi.intake.models import Application
from fazhi.procedures.casework.naming import roles_for, title_of_actor


class RestForm(StepForm):
    """The opening step without what the citizen has given already: that goes into the case as it is."""

    carried: ClassVar[frozenset[str]] = frozenset()
    wanted: ClassVar[frozenset[str]] = frozenset()
    allowed = True
    by = ""

    @classmethod
    def without(cls, carried: Iterable[str], wanted: Iterable[str]) -> type[RestForm]:
        """The form for an application that carries these fields; ``wanted``: asked of the clerk all the same."""
        return type("RestForm", (cls,), {"carried": frozenset(carried), "wanted": frozenset(wanted)})

    @property
    def needed(self) -> list[Input]:
        """The inputs that have to be filled in, that the form wants of the clerk, and those with a fault."""
        return [each for each in self._all if self._is_needed(each)]

    @property
    def further(self) -> list[Input]:
        """The others: folded away until somebody wants one."""
        return [each for each in self._all if not self._is_needed(each)]

    def _is_needed(self, given: Input) -> bool:
        return given.required or bool(given.errors) or given.name.rpartition(".")[2] in self.wanted

    @property
    def _all(self) -> list[Input]:
        """Those of the step, and those of the one result that the form opens with."""
        only = self.endings[0].inputs if len(self.endings) == 1 else []
        return [*self.inputs, *only]

    @property
    def carried_titles(self) -> list[str]:
        """What goes along, by the titles of the fields."""
        return [self.definition.fields[name].title for name in self.definition.fields if name in self.carried]

    def _typed_in(self, names: Iterable[str]) -> list[str]:
        return [name for name in super()._typed_in(names) if name not in self.carried]


def rest_form(request: DeskRequest, application: Application, *, bound: bool = False) -> RestForm:
    """What is left to add, blank or as it was sent. Raises Refused for a form that the catalog no longer has."""
    values = casework.values_for_case(application)
    wanted = accepting.known_form(application).clerk_adds
    return _made(RestForm.without(values, wanted), request, application, known={}, bound=bound)


def whole_form(request: DeskRequest, application: Application, *, bound: bool = False) -> RestForm:
    """The whole step, filled with what the citizen gave; it shows who they are, so the caller records that."""
    known: dict[str, Any] = {} if bound else casework.values_for_case(application)
    return _made(RestForm, request, application, known=known, bound=bound)


def _made(
    kind: type[RestForm], request: DeskRequest, application: Application, *, known: dict[str, Any], bound: bool
) -> RestForm:
    form = accepting.known_form(application)
    today = request.now.date()
    definition = entering.definition_of(form, today)
    body = application.organization_id
    made = kind(
        definition,
        form.opens,
        roster=Roster(actor=request.actor, organization_id=body, on=today),
        today=today,
        known=known,
        post=request.POST if bound else None,
        files=request.FILES.getlist("files") if bound else (),
    )
    if form.result:
        # The form says with which result its case opens: nobody is asked.
        made.result = form.result
        made.endings = [each for each in made.endings if each.name == form.result]
        for ending in made.endings:
            ending.checked = True
    step = definition.steps[form.opens]
    made.allowed = bool(roles_in(request.actor, body) & roles_for(definition, step))
    made.by = "、".join(title_of_actor(definition, each) for each in step.actors)
    return made
