from fazhi.reports.models.comment import Comment, Reply, Round
from fazhi.reports.models.outcome import Publication, Sending, StatedFigure
from fazhi.reports.models.report import Report, ReportEntry
from fazhi.reports.models.section import Revision, Section

__all__ = [
    "Comment",
    "Publication",
    "Reply",
    "Report",
    "ReportEntry",
    "Revision",
    "Round",
    "Section",
    "Sending",
    "StatedFigure",
]
