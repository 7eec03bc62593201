"""What is or shall be public, and every step of it."""

from fazhi.publishing.models.notice import Bookmark, Notice, NoticeState, NoticeStep, Removal, StepKind

__all__ = ["Bookmark", "Notice", "NoticeState", "NoticeStep", "Removal", "StepKind"]
