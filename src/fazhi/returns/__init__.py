"""Statutory tables 统计报表: forms as data, filled from figures, and checked."""
