"""Files of citizens 群众材料, without what they say of camera, place and author, before anybody keeps them."""

from fazhi.intake.cleaning.files import ACCEPTED, Cleaned, clean

__all__ = ["ACCEPTED", "Cleaned", "clean"]
