"""Figures 数据: what a government states in numbers, read from its reports and counted from its records."""
