from fazhi.figures.models.snapshot import FrozenFigure, Snapshot

__all__ = ["FrozenFigure", "Snapshot"]
