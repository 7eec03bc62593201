"""Reading the figures of a report 报告数字: pure, without Django and database."""

from fazhi.figures.reading.model import FigureKind, ReadFigure, ReadReport
from fazhi.figures.reading.pipeline import read_report, read_report_text

__all__ = ["FigureKind", "ReadFigure", "ReadReport", "read_report", "read_report_text"]
