"""Registers as data 清单台账: what a list holds, who keeps it, how it is changed and what of it is public."""
