"""Word files (.docx, as Word and WPS write them)."""

from fazhi.documents.word.body import read_word

__all__ = ["read_word"]
