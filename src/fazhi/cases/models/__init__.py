from fazhi.cases.models.act import Act, Attachment, Paper
from fazhi.cases.models.alert import CaseAlert
from fazhi.cases.models.case import Case
from fazhi.cases.models.checkpoint import Checkpoint, LogEntry
from fazhi.cases.models.clock import Clock
from fazhi.cases.models.finding import Finding, FindingEntry
from fazhi.cases.models.numbering import Counter
from fazhi.cases.models.outward import CaseLink, EntryUse
from fazhi.cases.models.parameter import ParameterValue

__all__ = [
    "Act",
    "Attachment",
    "Case",
    "CaseAlert",
    "CaseLink",
    "Checkpoint",
    "Clock",
    "Counter",
    "EntryUse",
    "Finding",
    "FindingEntry",
    "LogEntry",
    "Paper",
    "ParameterValue",
]
