"""What `fazhi catalog check` asks of the layers above the statutes.

Figures, statistical forms, report templates, indicators, rules of publication, answers to applications.
"""

from __future__ import annotations

from fazhi.assessment.language.library import load_systems
from fazhi.catalog.loading import CatalogError, CatalogProblem
from fazhi.catalog.organizations import load_organization_names
from fazhi.consultations.kinds import check_catalog_kinds
from fazhi.figures.language.library import read_figures
from fazhi.intake.rules import load_rules
from fazhi.intake.templates import read_templates
from fazhi.publishing.rules import check_rules
from fazhi.reports.language.checking import Around, check_templates
from fazhi.returns.language.library import read_forms


def check_further() -> list[CatalogProblem]:
    """Everything wrong with them; what rests on figures is asked only when those can be used."""
    found, problems = read_figures()
    if problems:
        return problems
    forms, problems = read_forms()
    figures = {name for file in found for name in file.value.figures}
    bodies = {body.key for body in load_organization_names().bodies}
    problems += check_templates(Around(figures, bodies, {file.value.id for file in forms}))
    problems += [*check_rules(), *read_templates()[1]]
    try:
        problems += check_catalog_kinds()
        load_rules()
        load_systems()
    except CatalogError as error:
        problems += error.problems
    return problems
