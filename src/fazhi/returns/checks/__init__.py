"""What must hold within statutory tables, and between them and the text around them. Pure."""

from fazhi.returns.checks.model import Check, Failure, Prose, Table
from fazhi.returns.checks.running import failures

__all__ = ["Check", "Failure", "Prose", "Table", "failures"]
