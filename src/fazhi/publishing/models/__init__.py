"""What is or shall be public, and every step of it."""

from fazhi.publishing.models.notice import Notice, NoticeState, NoticeStep, StepKind

__all__ = ["Notice", "NoticeState", "NoticeStep", "StepKind"]
