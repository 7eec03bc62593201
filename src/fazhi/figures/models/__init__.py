from fazhi.figures.models.kept import KeptNumbers
from fazhi.figures.models.snapshot import FrozenFigure, Snapshot

__all__ = ["FrozenFigure", "KeptNumbers", "Snapshot"]
