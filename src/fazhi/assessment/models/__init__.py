from fazhi.assessment.models.assessment import Assessment, Phase
from fazhi.assessment.models.body import BodyAssessment, BodyState, ItemScore, VetoScore
from fazhi.assessment.models.evidence import Evidence, EvidenceKind
from fazhi.assessment.models.log import Entry, EntryKind, Objection
from fazhi.assessment.models.system import SystemEdition

__all__ = [
    "Assessment",
    "BodyAssessment",
    "BodyState",
    "Entry",
    "EntryKind",
    "Evidence",
    "EvidenceKind",
    "ItemScore",
    "Objection",
    "Phase",
    "SystemEdition",
    "VetoScore",
]
