"""What contradicts itself inside a report 自相矛盾: pure, without Django and database.

report = read_report_text(text)
for found in contradictions_of(text, report.figures, year=2025): print(found.severity.label, found.say)
"""

from fazhi.scrutiny.contradictions.finding import contradictions_of
from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity

__all__ = ["Contradiction", "Rule", "Severity", "contradictions_of"]
