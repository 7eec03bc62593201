"""Workbooks (.xlsx): lists handed out as an office prints them, and tables made elsewhere read back in."""

from fazhi.documents.spreadsheet.reading import Row, Table, read_table
from fazhi.documents.spreadsheet.writing import CellValue, Column, Sheet, write_workbook

__all__ = ["CellValue", "Column", "Row", "Sheet", "Table", "read_table", "write_workbook"]
