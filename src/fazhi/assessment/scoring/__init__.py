"""Scoring 计分: values of figures to points, each step said in Chinese; and what would raise a score. Pure."""
