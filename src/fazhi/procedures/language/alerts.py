"""Alerts 预警: what comes to be true of an open case by itself, and the step that answers it."""

from __future__ import annotations

from fazhi.procedures.language.basis import Condition, Grounded, Name, Said


class Alert(Grounded):
    """Looked at every day and after every act; it stands while ``when`` is true and is gone with it.

    In its conditions ``performed_on`` is the day of looking, so that what grows by itself is seen.
    """

    title: Said
    """What is the case, and what follows from it: 没有化解的天数已经达到红色。"""
    when: Condition
    step: Name
    """The step that answers it; those who may take it are told."""
    counts: Condition | None = None
    """A number to show beside it: ``days(found_on, performed_on)``."""
    reaches: Name | None = None
    """The number parameter that it has reached; shown with its unit."""
