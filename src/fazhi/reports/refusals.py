"""What a verb of this app says when it cannot do what was asked: as the ledgers and plans that it builds on say it."""

from fazhi.plans.refusals import Refused

__all__ = ["Refused"]
