from fazhi.inspections.models.code import EnterpriseCode
from fazhi.inspections.models.draw import (
    Draw,
    DrawDocument,
    DrawDraft,
    DrawEntry,
    DrawState,
    ObjectGround,
    OfficerGround,
)
from fazhi.inspections.models.rating import Rating, RatingSlip

__all__ = [
    "Draw",
    "DrawDocument",
    "DrawDraft",
    "DrawEntry",
    "DrawState",
    "EnterpriseCode",
    "ObjectGround",
    "OfficerGround",
    "Rating",
    "RatingSlip",
]
