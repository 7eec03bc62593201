"""Drafts that are put before everybody, and what was said of them."""

from fazhi.consultations.models.consultation import (
    SHOWN,
    Channel,
    Consultation,
    ConsultationFile,
    ConsultationStep,
    Counter,
    Role,
    State,
    StepKind,
)
from fazhi.consultations.models.opinion import (
    NEEDS_REASON,
    Category,
    Fate,
    Opinion,
    OpinionStep,
    OpinionStepKind,
)

__all__ = [
    "NEEDS_REASON",
    "SHOWN",
    "Category",
    "Channel",
    "Consultation",
    "ConsultationFile",
    "ConsultationStep",
    "Counter",
    "Fate",
    "Opinion",
    "OpinionStep",
    "OpinionStepKind",
    "Role",
    "State",
    "StepKind",
]
