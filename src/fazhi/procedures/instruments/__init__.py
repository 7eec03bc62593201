"""Instruments 文书: papers printed from what a case says, by templates of the catalog. Nothing is typed twice."""

from fazhi.procedures.instruments.checking import check_instruments
from fazhi.procedures.instruments.rendering import Material, Printed, Unfilled, render
from fazhi.procedures.instruments.shelf import TemplateMissing, template_of, templates
from fazhi.procedures.instruments.template import Template

__all__ = [
    "Material",
    "Printed",
    "Template",
    "TemplateMissing",
    "Unfilled",
    "check_instruments",
    "render",
    "template_of",
    "templates",
]
