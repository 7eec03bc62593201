"""What citizens hand in, what was said between them and the office, and the files that came with it."""

from fazhi.intake.models.application import Application, Channel, State
from fazhi.intake.models.message import Attachment, Message, MessageKind

__all__ = ["Application", "Attachment", "Channel", "Message", "MessageKind", "State"]
