"""What citizens hand in, what was said between them and the office, and the files that came with it."""

from fazhi.intake.models.application import Application, Channel, State
from fazhi.intake.models.draft import Draft, DraftFile, Rate, Waiting
from fazhi.intake.models.message import FROM_CITIZEN, HIDDEN, Attachment, Message, MessageKind

__all__ = [
    "FROM_CITIZEN",
    "HIDDEN",
    "Application",
    "Attachment",
    "Channel",
    "Draft",
    "DraftFile",
    "Message",
    "MessageKind",
    "Rate",
    "State",
    "Waiting",
]
