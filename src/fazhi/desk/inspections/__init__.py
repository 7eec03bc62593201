"""Pages of inspections 行政检查: draws, plans, visits, the code page of an enterprise."""
