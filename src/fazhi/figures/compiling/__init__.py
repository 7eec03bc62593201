"""Turns a figure into SQL: what it counts, under which condition, placed by which day. Pure: text and parameters."""
