"""A procedure as a person would explain it: its outline, that outline as text, and a drawn flow chart."""
