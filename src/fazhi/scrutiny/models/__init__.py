from fazhi.scrutiny.models.draft import Draft, StatedFigure
from fazhi.scrutiny.models.wording import Wording

__all__ = ["Draft", "StatedFigure", "Wording"]
